import { FluxError } from '../errors.ts';
import { updateConstraints } from '../schema/edit.ts';
import { tableLabel } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const addCheck: ActionDefinition<'addCheck'> = {
  kind: 'addCheck',
  apply: (snapshot, { table, name, expression, validated }) =>
    updateConstraints(snapshot, table, (constraints) => {
      if (constraints.some((c) => c.name === name)) {
        throw new FluxError(
          'NAME_TAKEN',
          `Table ${tableLabel(table)} already has a constraint ${name}.`,
          'Drop or rename the other constraint first.',
          { table: tableLabel(table), constraint: name },
        );
      }
      return [...constraints, { kind: 'check', name, expression, validated }];
    }),
  invert: (_before, { table, name }) => undoneBy({ kind: 'dropConstraint', table, name }),
  describe: ({ table, name }) => `add check ${name} on ${table.name}`,
};
