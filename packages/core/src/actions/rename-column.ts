import { renameColumns } from '../schema/edit.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const renameColumn: ActionDefinition<'renameColumn'> = {
  kind: 'renameColumn',
  apply: (snapshot, { table, from, to }) => renameColumns(snapshot, table, { [from]: to }),
  invert: (_before, { table, from, to }) => undoneBy({ kind: 'renameColumn', table, from: to, to: from }),
  describe: ({ table, from, to }) => `rename column ${table.name}.${from} to ${to}`,
};
