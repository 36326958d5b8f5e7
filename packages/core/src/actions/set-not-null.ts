import { updateColumn } from '../schema/edit.ts';
import { getColumn } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const setNotNull: ActionDefinition<'setNotNull'> = {
  kind: 'setNotNull',
  apply: (snapshot, { table, column }) => updateColumn(snapshot, table, column, (c) => ({ ...c, nullable: false })),
  invert: (before, { table, column }) =>
    getColumn(before, table, column).nullable ? undoneBy({ kind: 'dropNotNull', table, column }) : undoneBy(),
  describe: ({ table, column }) => `set ${table.name}.${column} NOT NULL`,
};
