import { updateTable } from '../schema/edit.ts';
import { getTable } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const dropIndex: ActionDefinition<'dropIndex'> = {
  kind: 'dropIndex',
  apply: (snapshot, { table, name }) =>
    updateTable(snapshot, table, (t) => ({ ...t, indexes: t.indexes.filter((i) => i.name !== name) })),
  invert: (before, { table, name }) => {
    const index = getTable(before, table).indexes.find((i) => i.name === name);
    return index ? undoneBy({ kind: 'createIndex', table, index, concurrently: true }) : undoneBy();
  },
  describe: ({ name }) => `drop index ${name}`,
};
