import { updateTable } from '../schema/edit.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const renameConstraint: ActionDefinition<'renameConstraint'> = {
  kind: 'renameConstraint',
  // The index of a UNIQUE constraint carries its name and is renamed with it.
  apply: (snapshot, { table, from, to }) =>
    updateTable(snapshot, table, (t) => ({
      ...t,
      constraints: t.constraints.map((c) =>
        c.name !== from ? c : 'index' in c ? { ...c, name: to, index: to } : { ...c, name: to },
      ),
      indexes: t.constraints.some((c) => c.name === from && 'index' in c)
        ? t.indexes.map((i) => (i.name === from ? { ...i, name: to } : i))
        : t.indexes,
    })),
  invert: (_before, { table, from, to }) => undoneBy({ kind: 'renameConstraint', table, from: to, to: from }),
  describe: ({ from, to }) => `rename constraint ${from} to ${to}`,
};
