import { updateTable } from '../schema/edit.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const addSync: ActionDefinition<'addSync'> = {
  kind: 'addSync',
  apply: (snapshot, { table, pair }) => updateTable(snapshot, table, (t) => ({ ...t, syncs: [...t.syncs, pair] })),
  invert: (_before, { table, pair }) => undoneBy({ kind: 'dropSync', table, pair }),
  describe: ({ table, pair }) => `keep ${table.name}.${pair.source} and ${pair.target} equal by trigger`,
};
