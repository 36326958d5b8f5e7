import { getColumn } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const archiveColumn: ActionDefinition<'archiveColumn'> = {
  kind: 'archiveColumn',
  apply: (snapshot, { table, column }) => {
    getColumn(snapshot, table, column);
    return snapshot;
  },
  invert: (_before, { into }) => undoneBy({ kind: 'dropArchive', name: into }),
  describe: ({ table, column, into }) => `archive ${table.name}.${column} in flux.${into}`,
};
