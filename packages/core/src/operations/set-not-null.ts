import { getColumn } from '../schema/lookup.ts';
import { answerFor, claimEach } from './claims.ts';
import type { OperationDefinition } from './types.ts';

export const setNotNull: OperationDefinition<'setNotNull'> = {
  kind: 'setNotNull',
  summary: 'Forbid NULL in a column',
  danger:
    'The whole table is scanned while reads and writes wait; it fails when a NULL is found, and from then on every ' +
    'write of the old application version that leaves the column NULL fails.',
  instead:
    'Flux waits for the release that writes no NULL, fills the rows that have one with your expression, proves the ' +
    'rest by a CHECK that is validated while writes go on, and then sets NOT NULL without a scan.',
  example: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL',
  recognise: (context) =>
    claimEach(context, 'setNotNull', ({ table, column }) => ({
      kind: 'setNotNull',
      table,
      column,
      fill: answerFor(context.fills, table, column),
    })),
  check: ({ table, column }, snapshot) => {
    getColumn(snapshot, table, column);
    return [];
  },
};
