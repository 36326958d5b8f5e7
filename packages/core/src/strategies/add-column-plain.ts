import type { Strategy } from './types.ts';

export const addColumnPlain: Strategy<'addColumn'> = {
  name: 'add-column-plain',
  operation: 'addColumn',
  summary: 'One guarded statement that changes the catalogue only.',
  needs: ['instantDefault'],
  tolerance: {
    old: ['does not know the column: inserts get its default or NULL'],
    new: ['reads the default or NULL in existing rows'],
  },
  applies: ({ column }, { dialect }) =>
    column.default === null ? column.nullable : dialect.isInstantDefault(column.default),
  expand: ({ table, column }) => ({
    drafts: [
      {
        kind: 'actions',
        after: null,
        slot: 'add',
        title: `Add ${table.name}.${column.name}`,
        actions: [{ kind: 'addColumn', table, column }],
        safeUntil: 'new',
      },
    ],
    hazards: [],
  }),
};
