import { updateColumn } from '../schema/edit.ts';
import { getColumn } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const changeType: ActionDefinition<'changeType'> = {
  kind: 'changeType',
  apply: (snapshot, { table, column, type }) => updateColumn(snapshot, table, column, (c) => ({ ...c, type })),
  invert: (before, { table, column }) =>
    undoneBy({ kind: 'changeType', table, column, type: getColumn(before, table, column).type, using: null }),
  describe: ({ table, column, type }) => `change type of ${table.name}.${column} to ${type}`,
};
