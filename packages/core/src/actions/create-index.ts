import { FluxError } from '../errors.ts';
import { updateTable } from '../schema/edit.ts';
import { getColumn, indexColumns, tableLabel } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const createIndex: ActionDefinition<'createIndex'> = {
  kind: 'createIndex',
  apply: (snapshot, { table, index }) => {
    const taken = snapshot.tables.some(
      (t) => t.schema === table.schema && t.indexes.some((i) => i.name === index.name),
    );
    if (taken) {
      throw new FluxError(
        'NAME_TAKEN',
        `There already is an index ${table.schema}.${index.name}.`,
        'Drop it or choose another name; an invalid leftover of an interrupted build is best dropped.',
        { table: tableLabel(table), index: index.name },
      );
    }
    for (const column of indexColumns(index)) getColumn(snapshot, table, column);
    return updateTable(snapshot, table, (t) => ({ ...t, indexes: [...t.indexes, index] }));
  },
  invert: (_before, { table, index }) => undoneBy({ kind: 'dropIndex', table, name: index.name, concurrently: true }),
  describe: ({ table, index }) => `create ${index.unique ? 'unique ' : ''}index ${index.name} on ${table.name}`,
};
