import { FluxError } from '../errors.ts';
import { updateTable } from '../schema/edit.ts';
import { getTable, plainColumn } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const promoteIndex: ActionDefinition<'promoteIndex'> = {
  kind: 'promoteIndex',
  apply: (snapshot, { table, index, name }) => {
    const found = getTable(snapshot, table).indexes.find((i) => i.name === index);
    const columns = found?.keys.map((key) => plainColumn(key.expression));
    if (!found?.unique || found.predicate !== null || !columns || columns.includes(null)) {
      throw new FluxError(
        'INTERNAL',
        `Index ${index} cannot carry a UNIQUE constraint.`,
        'This is a bug in Flux: please report it with the plan.',
      );
    }
    return updateTable(snapshot, table, (t) => ({
      ...t,
      indexes: t.indexes.map((i) => (i.name === index ? { ...i, name } : i)),
      constraints: [
        ...t.constraints,
        { kind: 'unique', name, index: name, columns: columns as string[], definition: '' },
      ],
    }));
  },
  // Dropping the constraint drops its index: an index that stood before is built again.
  invert: (before, { table, index, name }) => {
    const found = getTable(before, table).indexes.find((i) => i.name === index);
    const drop = { kind: 'dropConstraint', table, name } as const;
    return found ? undoneBy(drop, { kind: 'createIndex', table, index: found, concurrently: true }) : undoneBy(drop);
  },
  describe: ({ table, name }) => `add unique constraint ${name} on ${table.name} using its index`,
};
