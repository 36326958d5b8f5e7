import { updateTable } from '../schema/edit.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const dropSync: ActionDefinition<'dropSync'> = {
  kind: 'dropSync',
  apply: (snapshot, { table, pair }) =>
    updateTable(snapshot, table, (t) => ({
      ...t,
      syncs: t.syncs.filter((s) => s.source !== pair.source || s.target !== pair.target),
    })),
  invert: (_before, { table, pair }) => undoneBy({ kind: 'addSync', table, pair }),
  describe: ({ table, pair }) => `stop the sync of ${table.name}.${pair.source} and ${pair.target}`,
};
