import { column as reference } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const allowDivergence: ActionDefinition<'allowDivergence'> = {
  kind: 'allowDivergence',
  apply: (snapshot) => snapshot,
  invert: (_before, { table, source, target, differs }) =>
    undoneBy({
      kind: 'fillColumns',
      table,
      set: [{ column: source, value: reference(target) }],
      where: differs,
      quiet: true,
    }),
  describe: ({ table, source, target }) => `let ${table.name}.${source} fall behind ${target}`,
};
