import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const recreateFunction: ActionDefinition<'recreateFunction'> = {
  kind: 'recreateFunction',
  apply: (snapshot) => snapshot,
  invert: (_before, action) => undoneBy(action),
  describe: ({ function: { schema, name } }) => `re-create function ${schema}.${name} unchanged`,
};
