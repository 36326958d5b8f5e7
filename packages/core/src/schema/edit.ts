import { getColumn, getTable, constraintColumns, indexColumns, renameInExpression, sameTable } from './lookup.ts';
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

/** Renames columns simultaneously, in the table and in everything on it that names them: `{ a: 'b', b: 'a' }` swaps. */
export function renameColumns(snapshot: Snapshot, name: TableName, to: Readonly<Record<string, string>>): Snapshot {
  const renamed = (column: string): string => (Object.hasOwn(to, column) ? to[column]! : column);
  const inExpression = (expression: Expression): Expression =>
    expression.map((part) => (typeof part === 'string' ? part : { column: renamed(part.column) }));
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
