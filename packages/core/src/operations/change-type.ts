import { getColumn } from '../schema/lookup.ts';
import { claimEach } from './claims.ts';
import type { OperationDefinition } from './types.ts';

export const changeType: OperationDefinition<'changeType'> = {
  kind: 'changeType',
  summary: 'Change the type of a column',
  danger: 'Most changes rewrite the table and its indexes while reads and writes wait, for minutes on a large table.',
  instead:
    'Flux changes the catalogue only where the engine can; otherwise it fills a shadow column of the new type in ' +
    'batches, kept in step by a trigger, and exchanges the two names in milliseconds.',
  example: 'ALTER TABLE orders ALTER COLUMN amount TYPE bigint',
  recognise: (context) =>
    claimEach(context, 'changeType', ({ table, column, type, using }) => ({
      kind: 'changeType',
      table,
      column,
      type,
      using,
    })),
  check: ({ table, column }, snapshot) => {
    getColumn(snapshot, table, column);
    return [];
  },
};
