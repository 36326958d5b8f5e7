import { FluxError } from '../errors.ts';
import {
  getColumn,
  getTable,
  constraintColumns,
  indexColumns,
  renameInExpression,
  sameTable,
  tableLabel,
} from './lookup.ts';
import type { Column, Constraint, Expression, Index, Snapshot, Table, TableName } from './snapshot.ts';

/** @throws FluxError UNKNOWN_TABLE */
export function updateTable(snapshot: Snapshot, name: TableName, change: (table: Table) => Table): Snapshot {
  getTable(snapshot, name);
  return { ...snapshot, tables: snapshot.tables.map((table) => (sameTable(table, name) ? change(table) : table)) };
}

/** @throws FluxError UNKNOWN_TABLE, UNKNOWN_COLUMN */
export function updateColumn(
  snapshot: Snapshot,
  name: TableName,
  column: string,
  change: (column: Column) => Column,
): Snapshot {
  getColumn(snapshot, name, column);
  return updateTable(snapshot, name, (table) => ({
    ...table,
    columns: table.columns.map((c) => (c.name === column ? change(c) : c)),
  }));
}

/**
 * Renames columns simultaneously, in the table and in everything that names them: `{ a: 'b', b: 'a' }` swaps.
 * @throws FluxError UNKNOWN_TABLE, UNKNOWN_COLUMN, NAME_TAKEN
 */
export function renameColumns(snapshot: Snapshot, name: TableName, to: Readonly<Record<string, string>>): Snapshot {
  for (const from of Object.keys(to)) getColumn(snapshot, name, from);
  const renamed = (column: string): string => (Object.hasOwn(to, column) ? to[column]! : column);
  const inExpression = (expression: Expression): Expression =>
    expression.map((part) => (typeof part === 'string' ? part : { column: renamed(part.column) }));
  const names = getTable(snapshot, name).columns.map((column) => renamed(column.name));
  const taken = names.find((column, i) => names.indexOf(column) < i);
  if (taken !== undefined) {
    throw new FluxError(
      'NAME_TAKEN',
      `Table ${tableLabel(name)} already has a column ${taken}.`,
      'Choose another name, or drop or rename the other column first.',
      { table: tableLabel(name), column: taken },
    );
  }
  const next = updateTable(snapshot, name, (table) => ({
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      name: renamed(column.name),
      generated: column.generated && { ...column.generated, expression: inExpression(column.generated.expression) },
    })),
    indexes: table.indexes.map((index) => ({
      ...index,
      keys: index.keys.map((key) => ({ ...key, expression: inExpression(key.expression) })),
      include: index.include.map(renamed),
      predicate: index.predicate && inExpression(index.predicate),
    })),
    constraints: table.constraints.map((constraint) =>
      constraint.kind === 'check'
        ? { ...constraint, expression: inExpression(constraint.expression) }
        : { ...constraint, columns: constraint.columns.map(renamed) },
    ),
    triggers: table.triggers.map((trigger) => ({ ...trigger, updateOf: trigger.updateOf.map(renamed) })),
  }));
  return {
    ...next,
    // Also foreign keys of other tables, and of this one on itself.
    tables: next.tables.map((table) => ({
      ...table,
      constraints: table.constraints.map((constraint) =>
        constraint.kind === 'foreignKey' && sameTable(constraint.references, name)
          ? {
              ...constraint,
              references: { ...constraint.references, columns: constraint.references.columns.map(renamed) },
            }
          : constraint,
      ),
    })),
    dependencies: next.dependencies.map((edge) =>
      sameTable(edge.table, name) ? { ...edge, column: renamed(edge.column) } : edge,
    ),
  };
}

/** Removes a column and what the engine removes with it. */
export function removeColumn(snapshot: Snapshot, name: TableName, column: string): Snapshot {
  getColumn(snapshot, name, column);
  const next = updateTable(snapshot, name, (table) => ({
    ...table,
    columns: table.columns.filter((c) => c.name !== column),
    indexes: table.indexes.filter((index) => !indexColumns(index).includes(column)),
    constraints: table.constraints.filter((constraint) => !constraintColumns(constraint).includes(column)),
  }));
  return {
    ...next,
    dependencies: next.dependencies.filter((edge) => !(sameTable(edge.table, name) && edge.column === column)),
  };
}

/** The index as it would be on `to` instead of `from`. */
export function indexOnColumn(index: Index, from: string, to: string, name: string): Index {
  return {
    ...index,
    name,
    keys: index.keys.map((key) => ({ ...key, expression: renameInExpression(key.expression, from, to) })),
    include: index.include.map((c) => (c === from ? to : c)),
    predicate: index.predicate && renameInExpression(index.predicate, from, to),
  };
}

export const updateConstraints = (
  snapshot: Snapshot,
  name: TableName,
  change: (constraints: readonly Constraint[]) => readonly Constraint[],
): Snapshot => updateTable(snapshot, name, (table) => ({ ...table, constraints: change(table.constraints) }));
