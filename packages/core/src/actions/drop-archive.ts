import { irreversible } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const dropArchive: ActionDefinition<'dropArchive'> = {
  kind: 'dropArchive',
  apply: (snapshot) => snapshot,
  invert: (_before, { name }) => irreversible(`The archived values in flux.${name} are gone.`),
  describe: ({ name }) => `drop archive flux.${name}`,
};
