import { updateColumn } from '../schema/edit.ts';
import { getColumn } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const handOverNotNull: ActionDefinition<'handOverNotNull'> = {
  kind: 'handOverNotNull',
  apply: (snapshot, { table, from }) => updateColumn(snapshot, table, from, (c) => ({ ...c, nullable: true })),
  invert: (before, { table, from, to }) =>
    getColumn(before, table, from).nullable
      ? undoneBy()
      : undoneBy({ kind: 'renameNotNull', table, column: to }, { kind: 'setNotNull', table, column: from }),
  describe: ({ table, from }) => `allow NULL in ${table.name}.${from}`,
};
