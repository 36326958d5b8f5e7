import type { Dependency, FunctionDefinition, Table } from '@flux/core';
import { mentions } from '../../dialect/mentions.ts';
import type { Catalogue, DependencyRow, FunctionRow } from './rows.ts';

export const assembleFunctions = (rows: readonly FunctionRow[]): readonly FunctionDefinition[] =>
  rows.map(({ schema, name, definition, language, body, arguments: identity }) => ({
    schema,
    name,
    definition,
    language,
    // A SQL-standard body (14+) is not kept as text.
    body: body === '' ? definition : body,
    arguments: identity,
  }));

export const functionLabel = (row: Pick<FunctionRow, 'schema' | 'name' | 'arguments'>): string =>
  `function ${row.schema}.${row.name}(${row.arguments})`;

/**
 * Functions whose body names a column of the table. The catalogue knows that only for SQL-standard bodies (14+); of the
 * others the text must have the column's name as a word, and the table's too, unless it is a trigger function of the
 * table, which says NEW and OLD. A body that reads the row as a whole is not found.
 */
export function functionDependencies(
  catalogue: Catalogue,
  table: Table,
  dependencies: readonly DependencyRow[],
): readonly Omit<Dependency, 'table'>[] {
  const triggerFunctions = new Set(table.triggers.map(({ function: f }) => `${f.schema}.${f.name}`));
  return catalogue.functions.flatMap((row) => {
    const known = dependencies.filter((dependency) => dependency.function === row.oid).map(({ column }) => column);
    const reads = triggerFunctions.has(`${row.schema}.${row.name}`) || mentions(row.body, table.name);
    const named = reads ? table.columns.map(({ name }) => name).filter((name) => mentions(row.body, name)) : [];
    return [...new Set([...known, ...named])].map((column) => ({
      kind: 'functionBody' as const,
      name: functionLabel(row),
      column,
    }));
  });
}
