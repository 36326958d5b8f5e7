import { updateTable } from '../schema/edit.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const renameIndex: ActionDefinition<'renameIndex'> = {
  kind: 'renameIndex',
  apply: (snapshot, { table, from, to }) =>
    updateTable(snapshot, table, (t) => ({
      ...t,
      indexes: t.indexes.map((i) => (i.name === from ? { ...i, name: to } : i)),
    })),
  invert: (_before, { table, from, to }) => undoneBy({ kind: 'renameIndex', table, from: to, to: from }),
  describe: ({ from, to }) => `rename index ${from} to ${to}`,
};
