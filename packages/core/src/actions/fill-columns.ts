import { getColumn } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const fillColumns: ActionDefinition<'fillColumns'> = {
  kind: 'fillColumns',
  apply: (snapshot, { table, set }) => {
    for (const { column } of set) getColumn(snapshot, table, column);
    return snapshot;
  },
  // Rows carry no schema; strategies say what a fill overwrote.
  invert: () => undoneBy(),
  describe: ({ table, set }) => `backfill ${set.map(({ column }) => `${table.name}.${column}`).join(', ')}`,
};
