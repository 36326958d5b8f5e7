import { updateColumn } from '../schema/edit.ts';
import { getColumn } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const setDefault: ActionDefinition<'setDefault'> = {
  kind: 'setDefault',
  apply: (snapshot, { table, column, expression }) =>
    updateColumn(snapshot, table, column, (c) => ({ ...c, default: expression })),
  invert: (before, { table, column }) => {
    const was = getColumn(before, table, column).default;
    return undoneBy(
      was === null ? { kind: 'dropDefault', table, column } : { kind: 'setDefault', table, column, expression: was },
    );
  },
  describe: ({ table, column, expression }) => `set default of ${table.name}.${column} to ${expression}`,
};
