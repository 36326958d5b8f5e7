import { FluxError } from '../errors.ts';
import { findColumn, getTable, tableLabel } from '../schema/lookup.ts';
import { answerFor, claimEach } from './claims.ts';
import type { OperationDefinition } from './types.ts';

export const addColumn: OperationDefinition<'addColumn'> = {
  kind: 'addColumn',
  summary: 'Add a column',
  danger:
    'Without a default a NOT NULL column is refused on a table with rows; with a volatile default the whole table is ' +
    'rewritten while reads and writes wait. Old application versions insert without the column.',
  instead:
    'Flux adds it without a rewrite, gives old writers a value, fills existing rows in batches and sets NOT NULL with ' +
    'a proof, so that no scan runs under a strong lock.',
  example: 'ALTER TABLE users ADD COLUMN plan text NOT NULL',
  recognise: (context) =>
    claimEach(context, 'addColumn', ({ table, column }) => ({
      kind: 'addColumn',
      table,
      column,
      fill: answerFor(context.fills, table, column.name),
    })),
  check: ({ table, column, fill }, snapshot) => {
    if (findColumn(getTable(snapshot, table), column.name)) {
      throw new FluxError(
        'NAME_TAKEN',
        `Table ${tableLabel(table)} already has a column ${column.name}.`,
        'The migration may have been applied already; otherwise choose another name.',
        { table: tableLabel(table), column: column.name },
      );
    }
    if (fill !== null && (column.nullable || column.default !== null)) {
      throw new FluxError(
        'ANSWER_UNUSED',
        `${tableLabel(table)}.${column.name} ${column.nullable ? 'allows NULL' : 'has a default'}: Flux fills in only ` +
          'what a NOT NULL column without a default lacks.',
        'Remove the fill, or make the column NOT NULL without a default.',
        { table: tableLabel(table), column: column.name, unused: [`fill ${table.name}.${column.name}`] },
      );
    }
    if (!column.nullable && column.default === null && fill === null) {
      throw new FluxError(
        'ANSWER_NEEDED',
        `${tableLabel(table)}.${column.name} is NOT NULL and has no default: existing rows and rows that the old ` +
          'application version inserts need a value.',
        `Give one: --fill "${table.name}.${column.name}=<SQL expression over the row>", or "fills" in the Flux options.`,
        { table: tableLabel(table), column: column.name, answer: 'fill' },
      );
    }
    return [];
  },
};
