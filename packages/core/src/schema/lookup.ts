import { FluxError } from '../errors.ts';
import type { Column, Constraint, Expression, Index, Snapshot, Table, TableName } from './snapshot.ts';

export const tableLabel = ({ schema, name }: TableName): string => `${schema}.${name}`;
export const sameTable = (a: TableName, b: TableName): boolean => a.schema === b.schema && a.name === b.name;

export const findTable = (snapshot: Snapshot, name: TableName): Table | undefined =>
  snapshot.tables.find((table) => sameTable(table, name));

export const findColumn = (table: Table, name: string): Column | undefined =>
  table.columns.find((column) => column.name === name);

/** @throws FluxError UNKNOWN_TABLE */
export function getTable(snapshot: Snapshot, name: TableName): Table {
  const table = findTable(snapshot, name);
  if (table) return table;
  const near = snapshot.tables.filter((t) => t.name === name.name).map(tableLabel);
  throw new FluxError(
    'UNKNOWN_TABLE',
    `There is no table ${tableLabel(name)}.`,
    near.length > 0
      ? `Did you mean ${near.join(' or ')}?`
      : 'Check the name, and that the URL points at the database that the migration is for.',
    { table: tableLabel(name), tables: snapshot.tables.map(tableLabel) },
  );
}

/** @throws FluxError UNKNOWN_TABLE, UNKNOWN_COLUMN */
export function getColumn(snapshot: Snapshot, name: TableName, column: string): Column {
  const table = getTable(snapshot, name);
  const found = findColumn(table, column);
  if (found) return found;
  const columns = table.columns.map((c) => c.name);
  throw new FluxError(
    'UNKNOWN_COLUMN',
    `Table ${tableLabel(name)} has no column ${column}.`,
    `Its columns are ${columns.join(', ')}.`,
    { table: tableLabel(name), column, columns },
  );
}

/**
 * Columns that rows are paged by: the primary key, else the first unique index over NOT NULL columns; null when neither.
 * `without`: a column that goes, and a key that it is part of with it.
 */
export function keyColumns(table: Table, without: string | null = null): readonly string[] | null {
  for (const constraint of table.constraints) {
    if (constraint.kind === 'primaryKey' && !constraint.columns.includes(without ?? '')) return constraint.columns;
  }
  const unique = table.indexes.find(
    (index) =>
      index.unique &&
      !index.keys.some((key) => without !== null && plainColumn(key.expression) === without) &&
      index.valid &&
      index.predicate === null &&
      index.keys.every((key) => {
        const column = findColumn(table, plainColumn(key.expression) ?? '');
        return column !== undefined && !column.nullable;
      }),
  );
  return unique ? unique.keys.map((key) => plainColumn(key.expression)!) : null;
}

/** The column's name when the expression is nothing but that column. */
export function plainColumn(expression: Expression): string | null {
  const [only, ...rest] = expression;
  return rest.length === 0 && typeof only === 'object' ? only.column : null;
}

export const expressionColumns = (expression: Expression): readonly string[] =>
  expression.flatMap((part) => (typeof part === 'string' ? [] : [part.column]));

export const renameInExpression = (expression: Expression, from: string, to: string): Expression =>
  expression.map((part) => (typeof part === 'object' && part.column === from ? { column: to } : part));

export const column = (name: string): Expression => [{ column: name }];

export const indexColumns = (index: Index): readonly string[] => [
  ...new Set([
    ...index.keys.flatMap((key) => expressionColumns(key.expression)),
    ...index.include,
    ...(index.predicate ? expressionColumns(index.predicate) : []),
  ]),
];

export const constraintColumns = (constraint: Constraint): readonly string[] =>
  constraint.kind === 'check' ? expressionColumns(constraint.expression) : constraint.columns;
