/** Operations that can be described on the command line; shown by `--help` and in docs/operations, and run by the tests. */
export const operationExamples = {
  'add-column': {
    target: '<table.column:type>',
    description: 'add a column',
    example: `users.plan:text --not-null --fill "'free'"`,
  },
  'rename-column': {
    target: '<table.from:to>',
    description: 'rename a column',
    example: 'users.name:display_name',
  },
  'set-not-null': {
    target: '<table.column>',
    description: 'forbid NULL in a column',
    example: `users.email --fill "'unknown-' || id"`,
  },
  'change-type': {
    target: '<table.column:type>',
    description: 'change the type of a column',
    example: 'orders.amount:bigint',
  },
  'add-index': {
    target: '<table.column,...>',
    description: 'add an index',
    example: 'orders.user_id,created_at',
  },
  'drop-column': {
    target: '<table.column>',
    description: 'drop a column',
    example: 'users.score',
  },
} as const;

export type DescribableOperation = keyof typeof operationExamples;
