import { getColumn } from '../schema/lookup.ts';
import { claimEach } from './claims.ts';
import type { OperationDefinition } from './types.ts';

export const dropColumn: OperationDefinition<'dropColumn'> = {
  kind: 'dropColumn',
  summary: 'Drop a column',
  danger:
    'Every request of the old application version that names the column fails from that moment on, and the values ' +
    'are gone.',
  instead:
    'Flux first lets the new version leave the column out, waits until the old version is gone, archives the values ' +
    'and only then drops the column.',
  example: 'ALTER TABLE users DROP COLUMN score',
  recognise: (context) =>
    claimEach(context, 'dropColumn', ({ table, column }) => ({ kind: 'dropColumn', table, column })),
  check: ({ table, column }, snapshot) => {
    getColumn(snapshot, table, column);
    return [];
  },
};
