import { updateColumn } from '../schema/edit.ts';
import { getColumn } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const dropNotNull: ActionDefinition<'dropNotNull'> = {
  kind: 'dropNotNull',
  apply: (snapshot, { table, column }) => updateColumn(snapshot, table, column, (c) => ({ ...c, nullable: true })),
  invert: (before, { table, column }) =>
    getColumn(before, table, column).nullable ? undoneBy() : undoneBy({ kind: 'setNotNull', table, column }),
  describe: ({ table, column }) => `allow NULL in ${table.name}.${column}`,
};
