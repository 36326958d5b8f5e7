import { updateColumn } from '../schema/edit.ts';
import { getColumn } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const dropDefault: ActionDefinition<'dropDefault'> = {
  kind: 'dropDefault',
  apply: (snapshot, { table, column }) => updateColumn(snapshot, table, column, (c) => ({ ...c, default: null })),
  invert: (before, { table, column }) => {
    const was = getColumn(before, table, column).default;
    return was === null ? undoneBy() : undoneBy({ kind: 'setDefault', table, column, expression: was });
  },
  describe: ({ table, column }) => `drop default of ${table.name}.${column}`,
};
