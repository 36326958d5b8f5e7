import { FluxError } from '../errors.ts';
import { updateTable } from '../schema/edit.ts';
import { findColumn, tableLabel } from '../schema/lookup.ts';
import { undoneLosing } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const addColumn: ActionDefinition<'addColumn'> = {
  kind: 'addColumn',
  apply: (snapshot, { table, column }) =>
    updateTable(snapshot, table, (t) => {
      if (findColumn(t, column.name)) {
        throw new FluxError(
          'NAME_TAKEN',
          `Table ${tableLabel(table)} already has a column ${column.name}.`,
          'Choose another name, or drop the statement if the column is the one you mean.',
          { table: tableLabel(table), column: column.name },
        );
      }
      return { ...t, columns: [...t.columns, column] };
    }),
  invert: (_before, { table, column }) =>
    undoneLosing(`values written to ${table.name}.${column.name}`, {
      kind: 'dropColumn',
      table,
      column: column.name,
      recover: null,
    }),
  describe: ({ table, column }) => `add column ${table.name}.${column.name} ${column.type}`,
};
