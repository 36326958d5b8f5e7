import { updateTable } from '../schema/edit.ts';
import { getTable } from '../schema/lookup.ts';
import { irreversible, undoneBy } from './inverse.ts';
import type { ActionDefinition } from './types.ts';

export const dropConstraint: ActionDefinition<'dropConstraint'> = {
  kind: 'dropConstraint',
  apply: (snapshot, { table, name }) =>
    updateTable(snapshot, table, (t) => {
      const dropped = t.constraints.find((c) => c.name === name);
      const index = dropped && 'index' in dropped ? dropped.index : null;
      return {
        ...t,
        constraints: t.constraints.filter((c) => c.name !== name),
        indexes: t.indexes.filter((i) => i.name !== index),
      };
    }),
  invert: (before, { table, name }) => {
    const owner = getTable(before, table);
    const was = owner.constraints.find((c) => c.name === name);
    if (!was) return undoneBy();
    if (was.kind === 'check') {
      const add = { kind: 'addCheck', table, name, expression: was.expression, validated: false } as const;
      return was.validated ? undoneBy(add, { kind: 'validateConstraint', table, name }) : undoneBy(add);
    }
    const index = was.kind === 'unique' ? owner.indexes.find((i) => i.name === was.index) : undefined;
    if (!index) return irreversible(`${was.kind} ${name} would have to be re-created by hand.`);
    return undoneBy(
      { kind: 'createIndex', table, index, concurrently: true },
      { kind: 'promoteIndex', table, index: index.name, name },
    );
  },
  describe: ({ table, name }) => `drop constraint ${name} on ${table.name}`,
};
