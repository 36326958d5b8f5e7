import { FluxError } from '../errors.ts';
import { getTable, tableLabel } from '../schema/lookup.ts';
import { claimEach } from './claims.ts';
import type { OperationDefinition } from './types.ts';

export const addIndex: OperationDefinition<'addIndex'> = {
  kind: 'addIndex',
  summary: 'Add an index',
  danger: 'Every write to the table waits until the index is built.',
  instead:
    'Flux builds it concurrently, alone in its file, moves the leftover of an interrupted build out of the way and ' +
    'proves that the index is valid.',
  example: 'CREATE INDEX orders_user_id_idx ON orders (user_id)',
  recognise: (context) => claimEach(context, 'createIndex', ({ table, index }) => ({ kind: 'addIndex', table, index })),
  check: ({ table, index }, snapshot) => {
    const owner = getTable(snapshot, table);
    const taken = snapshot.tables
      .filter((t) => t.schema === owner.schema)
      .flatMap((t) => t.indexes)
      .find((i) => i.name === index.name);
    if (taken?.valid) {
      throw new FluxError(
        'NAME_TAKEN',
        `There already is an index ${owner.schema}.${index.name}.`,
        'The migration may have been applied already; otherwise choose another name.',
        { table: tableLabel(table), index: index.name },
      );
    }
    if (owner.kind === 'partitioned') {
      throw new FluxError(
        'UNSUPPORTED_CHANGE',
        `${tableLabel(table)} is partitioned: an index cannot be built concurrently on the parent.`,
        `Create it ON ONLY ${tableLabel(table)}, build it concurrently on each partition, then attach them.`,
        { table: tableLabel(table), index: index.name },
      );
    }
    return [];
  },
};
