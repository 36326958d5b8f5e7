import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/index.ts';
import { column, index, ordersTable, schemaOf, users, usersTable } from '../sample-schema.ts';
import { planOf } from '../planner/plans.ts';

const on = { table: users } as const;
const gone = { schema: 'public', name: 'gone' };
const make = (name: string): Action => ({
  kind: 'createIndex',
  ...on,
  index: index(name, ['age']),
  concurrently: false,
});

describe('refused before anything is planned', () => {
  test.each<[string, Action, string]>([
    ['adding a column that is there', { kind: 'addColumn', ...on, column: column('age') }, 'NAME_TAKEN'],
    ['adding to a table that is not', { kind: 'addColumn', table: gone, column: column('x') }, 'UNKNOWN_TABLE'],
    [
      'NOT NULL without a default or a fill',
      { kind: 'addColumn', ...on, column: column('x', 'text', { nullable: false }) },
      'ANSWER_NEEDED',
    ],
    ['renaming what is not there', { kind: 'renameColumn', ...on, from: 'x', to: 'y' }, 'UNKNOWN_COLUMN'],
    ['renaming to what is', { kind: 'renameColumn', ...on, from: 'age', to: 'name' }, 'NAME_TAKEN'],
    ['NOT NULL on what is not there', { kind: 'setNotNull', ...on, column: 'x' }, 'UNKNOWN_COLUMN'],
    [
      'retyping what is not there',
      { kind: 'changeType', ...on, column: 'x', type: 'text', using: null },
      'UNKNOWN_COLUMN',
    ],
    [
      'a type that is not supported',
      { kind: 'changeType', ...on, column: 'age', type: 'text', using: null },
      'UNSUPPORTED_CHANGE',
    ],
    ['dropping what is not there', { kind: 'dropColumn', ...on, column: 'x', recover: null }, 'UNKNOWN_COLUMN'],
    ['an index whose name is taken', make('users_name_idx'), 'NAME_TAKEN'],
    ['an index whose name is taken by another table', make('orders_amount_idx'), 'NAME_TAKEN'],
    [
      'an index on what is not there',
      { kind: 'createIndex', ...on, index: index('i', ['x']), concurrently: false },
      'UNKNOWN_COLUMN',
    ],
  ])('%s', (_, action, code) => {
    expect(() => planOf([[action]])).toThrow(expect.objectContaining({ code }));
  });

  test('an index on a partitioned table', () => {
    const snapshot = schemaOf(usersTable({ kind: 'partitioned' }), ordersTable());
    expect(() => planOf([[make('i')]], { snapshot })).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_CHANGE' }));
  });

  test.each([
    ['NULL allowed', { nullable: true }],
    ['with a default', { nullable: false, default: '1' }],
  ])('a fill that would not be used: %s', (_, over) => {
    const action: Action = { kind: 'addColumn', ...on, column: column('x', 'text', over) };
    expect(() => planOf([[action]], { fills: { 'users.x': ['0'] } })).toThrow(
      expect.objectContaining({ code: 'ANSWER_UNUSED' }),
    );
  });
});

test('later statements are checked against what the earlier ones leave', () => {
  const added: Action = { kind: 'addColumn', ...on, column: column('x') };
  expect(planOf([[added], [{ kind: 'setNotNull', ...on, column: 'x' }]]).operations).toHaveLength(2);
  expect(() => planOf([[added], [added]])).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_CHANGE' }));
});

test('a statement that is not known is a hazard, told in one line', () => {
  const { hazards, operations } = planOf([null]);
  expect(operations[0]).toMatchObject({ kind: 'unknown', reason: 'not known' });
  expect(hazards).toEqual([
    expect.objectContaining({
      code: 'UNKNOWN_STATEMENT',
      message: expect.stringContaining('"statement 0" (not known)') as string,
    }),
  ]);
});
