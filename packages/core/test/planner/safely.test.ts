import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/index.ts';
import { compileSafely } from '../../src/planner/safely.ts';
import { check, column, index, orders, ordersTable, schemaOf, users, usersTable } from '../sample-schema.ts';
import { jsonDialect } from './plans.ts';

const before = schemaOf(
  usersTable({
    constraints: [
      check('age_known', ['((', { column: 'age' }, ' IS NOT NULL))']),
      check('email_new', [{ column: 'email' }, ' IS NOT NULL'], false),
    ],
  }),
  ordersTable(),
);
const units = (actions: readonly Action[]) =>
  compileSafely(jsonDialect, actions, before, { rows: 1, pauseMs: 0 }, { plan: 'p', step: 's', unit: 0 }).map((unit) =>
    (JSON.parse(unit.sql) as Action[]).map((action) => action.kind),
  );
const on = { table: users } as const;
const relax = (table = users): Action => ({
  kind: 'dropNotNull',
  table,
  column: 'id',
});
const build: Action = { kind: 'createIndex', ...on, index: index('i', ['age']), concurrently: true };
const fill: Action = {
  kind: 'fillColumns',
  ...on,
  set: [{ column: 'age', value: ['0'] }],
  where: ['true'],
  quiet: true,
};
const notNull = (name: string): Action => ({ kind: 'setNotNull', ...on, column: name });

describe('what shares a transaction', () => {
  test.each<[string, readonly Action[], readonly (readonly string[])[]]>([
    ['nothing to do', [], []],
    ['catalogue changes of one table', [relax(), relax()], [['dropNotNull', 'dropNotNull']]],
    ['not those of two tables', [relax(), relax(orders), relax()], [['dropNotNull'], ['dropNotNull'], ['dropNotNull']]],
    [
      'not what runs long',
      [relax(), build, relax(), fill, relax()],
      [['dropNotNull'], ['createIndex'], ['dropNotNull'], ['fillColumns'], ['dropNotNull']],
    ],
    ['not two that run long', [build, fill], [['createIndex'], ['fillColumns']]],
    [
      'a function with the table around it',
      [relax(), { kind: 'recreateFunction', function: users, definition: '' }, relax()],
      [['dropNotNull', 'recreateFunction', 'dropNotNull']],
    ],
  ])('%s', (_, actions, expected) => {
    expect(units(actions)).toEqual(expected);
  });
});

describe('SET NOT NULL', () => {
  const proof = [['addCheck'], ['validateConstraint'], ['setNotNull', 'dropConstraint']];
  test('comes with its proof', () => {
    expect(units([notNull('email')])).toEqual(proof);
  });
  test('needs none where a validated CHECK says just that', () => {
    expect(units([notNull('age')])).toEqual([['setNotNull']]);
  });
  test('needs none on a column that is NOT NULL', () => {
    expect(units([notNull('name')])).toEqual([['setNotNull']]);
  });
  test.each<[string, ReturnType<typeof check>]>([
    ['a CHECK that says more', check('k', ['(', { column: 'email' }, ' IS NOT NULL OR true)'])],
    ['a CHECK on another column', check('k', [{ column: 'code' }, ' IS NOT NULL'])],
    ['a CHECK that is not validated', check('k', [{ column: 'email' }, ' IS NOT NULL'], false)],
    ['a CHECK of the opposite', check('k', [{ column: 'email' }, ' IS NULL'])],
  ])('is not proven by %s', (_, constraint) => {
    const state = schemaOf(usersTable({ constraints: [constraint] }));
    const compiled = compileSafely(
      jsonDialect,
      [notNull('email')],
      state,
      { rows: 1, pauseMs: 0 },
      { plan: 'p', step: 's', unit: 0 },
    );
    expect(compiled).toHaveLength(3);
  });
  test('on a column that the same actions add', () => {
    expect(units([{ kind: 'addColumn', ...on, column: column('x') }, notNull('x')])).toEqual([
      ['addColumn', 'addCheck'],
      ...proof.slice(1),
    ]);
  });
});

test('units of a step are numbered through', () => {
  const numbers: number[] = [];
  const counting = {
    ...jsonDialect,
    compile: (_: unknown, __: unknown, { unit }: { unit: number }) => {
      numbers.push(unit);
      return [
        { run: 'plain', sql: '' },
        { run: 'plain', sql: '' },
      ] as const;
    },
  };
  compileSafely(
    counting,
    [relax(), build, relax()],
    before,
    { rows: 1, pauseMs: 0 },
    { plan: 'p', step: 's', unit: 0 },
  );
  expect(numbers).toEqual([0, 2, 4]);
});
