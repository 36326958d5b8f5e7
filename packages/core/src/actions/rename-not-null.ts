import { getColumn } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const renameNotNull: ActionDefinition<'renameNotNull'> = {
  kind: 'renameNotNull',
  apply: (snapshot, { table, column }) => {
    getColumn(snapshot, table, column);
    return snapshot;
  },
  invert: () => undoneBy(),
  describe: ({ table, column }) => `give NOT NULL of ${table.name}.${column} its own name`,
};
