import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/index.ts';
import { touchedTables } from '../../src/planner/conflicts.ts';
import { pair } from '../actions/cases.ts';
import { column, index, ordersTable, schemaOf, shop, users, usersTable } from '../sample-schema.ts';
import { planOf, titles } from './plans.ts';
import type { Clauses } from './plans.ts';

const on = { table: users } as const;
const rename = (from: string, to: string): Action => ({ kind: 'renameColumn', ...on, from, to });
const retype = (name: string, type = 'bigint'): Action => ({
  kind: 'changeType',
  ...on,
  column: name,
  type,
  using: null,
});
const drop = (name: string): Action => ({ kind: 'dropColumn', ...on, column: name, recover: null });
const notNull = (name: string): Action => ({ kind: 'setNotNull', ...on, column: name });
const setDefault = (name: string): Action => ({ kind: 'setDefault', ...on, column: name, expression: '1' });
const addIndex = (name: string): Action => ({
  kind: 'createIndex',
  ...on,
  index: index('i', [name]),
  concurrently: false,
});

describe('two changes that cannot be made in one plan', () => {
  test.each<[string, Clauses, string]>([
    [
      'rename and rename again',
      [[rename('email', 'mail')], [rename('mail', 'post')]],
      'twice (renameColumn and renameColumn)',
    ],
    ['rename and retype', [[rename('age', 'years')], [retype('years')]], 'twice (renameColumn and changeType)'],
    ['retype and drop', [[retype('age')], [drop('age')]], 'twice (changeType and dropColumn)'],
    ['drop and add again', [[drop('age')], [{ kind: 'addColumn', ...on, column: column('age') }]], 'twice'],
    // Its default would be taken for a value that the new version wrote.
    [
      'rename and a default on the new name',
      [[rename('email', 'mail')], [setDefault('mail')]],
      'a statement that is run as written',
    ],
    [
      'a default and rename',
      [[setDefault('email')], [rename('email', 'mail')]],
      'a statement that is run as written and renameColumn',
    ],
    [
      'dropping a check of a renamed column',
      [[{ kind: 'dropConstraint', ...on, name: 'users_age_check' }], [rename('age', 'years')]],
      'public.users.age twice',
    ],
    [
      'adding a check to a renamed column',
      [
        [rename('age', 'years')],
        [{ kind: 'addCheck', ...on, name: 'k', expression: [{ column: 'years' }, ' > 0'], validated: true }],
      ],
      'public.users.years twice',
    ],
    [
      'an index on a column whose type changes',
      [[addIndex('age')], [retype('age')]],
      "get into each other's way: index i, users.age as bigint",
    ],
    [
      'an index, then a rename of its column',
      [[addIndex('email')], [rename('email', 'mail')]],
      "get into each other's way",
    ],
    ['NOT NULL, then a rename', [[notNull('email')], [rename('email', 'mail')]], "get into each other's way"],
    [
      'NOT NULL and its opposite',
      [[notNull('email')], [{ kind: 'dropNotNull', ...on, column: 'email' }]],
      "get into each other's way",
    ],
  ])('%s', (_, clauses, message) => {
    const snapshot = schemaOf(usersTable(), ordersTable());
    const shadow = planOfThrows(clauses, snapshot);
    expect(shadow).toMatchObject({ code: 'UNSUPPORTED_CHANGE', message: expect.stringContaining(message) as string });
  });
});

function planOfThrows(clauses: Clauses, snapshot: ReturnType<typeof shop>): unknown {
  try {
    planOf(clauses, { snapshot, fills: {} });
    return null;
  } catch (error) {
    return error;
  }
}

describe('two changes that can', () => {
  test.each<[string, Clauses]>([
    ['rename and NOT NULL on the new name', [[rename('email', 'mail')], [notNull('mail')]]],
    ['rename and an index on the new name', [[rename('email', 'mail')], [addIndex('mail')]]],
    ['a wider type and NOT NULL', [[retype('age')], [notNull('age')]]],
    ['renames of two columns', [[rename('email', 'mail')], [rename('code', 'short')]]],
    ['a new column and a default for it', [[{ kind: 'addColumn', ...on, column: column('x') }], [setDefault('x')]]],
  ])('%s', (_, clauses) => {
    expect(titles(planOf(clauses)).length).toBeGreaterThan(1);
  });
});

test('a table with a plan in flight is left alone', () => {
  const snapshot = schemaOf(usersTable({ syncs: [{ ...pair, source: 'name', target: 'label' }] }), ordersTable());
  const conflict = expect.objectContaining({
    code: 'PLAN_CONFLICT',
    message: expect.stringContaining('(name, label)') as string,
  });
  expect(() => planOf([[notNull('email')]], { snapshot })).toThrow(conflict);
  expect(() => planOf([[setDefault('email')]], { snapshot })).toThrow(conflict);
  expect(() =>
    planOf([[{ kind: 'dropColumn', table: { schema: 'public', name: 'orders' }, column: 'note', recover: null }]], {
      snapshot,
    }),
  ).not.toThrow();
});

test('the tables of a plan are those of its operations and of known effects, each once', () => {
  const { operations } = planOf([[notNull('email')], [setDefault('age')], null]);
  expect(touchedTables(operations)).toEqual([{ schema: 'public', name: 'users' }]);
  expect(touchedTables(planOf([null]).operations)).toEqual([]);
});
