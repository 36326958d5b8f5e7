import { irreversible } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const verbatim: ActionDefinition<'verbatim'> = {
  kind: 'verbatim',
  // `applyActions` applies its effect; what is not known of it is in the direct and in the planned end alike.
  apply: (snapshot) => snapshot,
  invert: () => irreversible('Flux does not know this statement: its rollback has to be written by hand.'),
  describe: ({ sql }) => `run as written: ${sql.replace(/\s+/g, ' ').slice(0, 60)}`,
};
