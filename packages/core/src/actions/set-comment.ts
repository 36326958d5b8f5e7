import { updateColumn } from '../schema/edit.ts';
import { getColumn } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const setComment: ActionDefinition<'setComment'> = {
  kind: 'setComment',
  apply: (snapshot, { table, column, comment }) => updateColumn(snapshot, table, column, (c) => ({ ...c, comment })),
  invert: (before, { table, column }) =>
    undoneBy({ kind: 'setComment', table, column, comment: getColumn(before, table, column).comment }),
  describe: ({ table, column }) => `comment on ${table.name}.${column}`,
};
