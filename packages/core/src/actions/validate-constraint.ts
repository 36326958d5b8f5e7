import { updateConstraints } from '../schema/edit.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const validateConstraint: ActionDefinition<'validateConstraint'> = {
  kind: 'validateConstraint',
  apply: (snapshot, { table, name }) =>
    updateConstraints(snapshot, table, (constraints) =>
      constraints.map((c) => (c.name === name && 'validated' in c ? { ...c, validated: true } : c)),
    ),
  // A validated constraint accepts no more and no less than one that is not: there is nothing to undo.
  invert: () => undoneBy(),
  describe: ({ table, name }) => `validate ${name} on ${table.name}`,
};
