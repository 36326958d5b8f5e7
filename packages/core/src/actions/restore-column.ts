import { getColumn } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const restoreColumn: ActionDefinition<'restoreColumn'> = {
  kind: 'restoreColumn',
  apply: (snapshot, { table, column }) => {
    getColumn(snapshot, table, column);
    return snapshot;
  },
  invert: () => undoneBy(),
  describe: ({ table, column, from }) => `restore ${table.name}.${column} from flux.${from}`,
};
