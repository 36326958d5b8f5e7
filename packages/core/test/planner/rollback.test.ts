import { describe, expect, test } from 'vitest';
import { diffSnapshots } from '../../src/schema/diff.ts';
import { applyActions } from '../../src/index.ts';
import type { Action } from '../../src/index.ts';
import { rollbackOf } from '../../src/planner/rollback.ts';
import { check, column, index, orders, ordersTable, schemaOf, table, unique, users } from '../sample-schema.ts';
import { jsonDialect, planOf, undoing } from './plans.ts';

const batch = { rows: 10, pauseMs: 0 };
const context = { plan: 'p', step: '01-x', unit: 0 };
const notNull = { column: 'a', expression: [{ column: 'a' }, ' IS NOT NULL'] } as const;
const before = schemaOf(
  table({
    name: 'users',
    columns: [column('a', 'integer', { default: '1', comment: 'c' }), column('b', 'integer')],
    indexes: [index('by_a', ['a'])],
    constraints: [check('a_check', [{ column: 'a' }, ' > 0'])],
  }),
);
const undo = (actions: readonly Action[], words: Parameters<typeof rollbackOf>[5] = { safeUntil: null }) =>
  rollbackOf(jsonDialect, actions, before, batch, context, words).rollback;
const kinds = (actions: readonly Action[]): readonly string[] => {
  const rollback = undo(actions);
  return rollback.possible
    ? rollback.units.flatMap((unit) => (JSON.parse(unit.sql) as Action[]).map((a) => a.kind))
    : [];
};
const on = { table: users } as const;

test('a column comes back with what belongs to it, before the copy; constraints after it', () => {
  const value = { from: 'expression', value: [{ column: 'b' }], lossless: true } as const;
  const pair = {
    mode: 'twoWay',
    source: 'a',
    target: 'b',
    forward: [],
    backward: [],
    representable: null,
    unique: false,
    record: 'r',
  } as const;
  const dropped: readonly Action[] = [
    { kind: 'dropSync', ...on, pair },
    { kind: 'setDefault', ...on, column: 'b', expression: '1' },
    { kind: 'dropColumn', ...on, column: 'a', recover: value },
  ];
  expect(kinds(dropped)).toEqual([
    // The other column's default goes first: while both live it must have none.
    'dropDefault',
    'addColumn',
    'setDefault',
    'setComment',
    'addSync',
    'fillColumns',
    'createIndex',
    'addCheck',
    'validateConstraint',
  ]);
});

test('a constraint that would come back only to be dropped again does not come, but one that a cut-off run left goes', () => {
  const proven: readonly Action[] = [
    { kind: 'addCheck', ...on, name: 'n', expression: notNull.expression, validated: false },
    { kind: 'validateConstraint', ...on, name: 'n' },
    { kind: 'setNotNull', ...on, column: 'a' },
    { kind: 'dropConstraint', ...on, name: 'n' },
  ];
  expect(kinds(proven)).toEqual(['dropNotNull', 'dropConstraint']);
});

test('a constraint of the same name on another table is another constraint', () => {
  const other = { schema: 'public', name: 'other' };
  const two = schemaOf(...before.tables, table({ name: 'other', constraints: [check('a_check', ['true'])] }));
  const actions: readonly Action[] = [
    { kind: 'addCheck', ...on, name: 'k', expression: ['true'], validated: false },
    { kind: 'dropConstraint', table: other, name: 'a_check' },
  ];
  const { rollback } = rollbackOf(jsonDialect, actions, two, batch, context, { safeUntil: null });
  const undone = rollback.possible
    ? rollback.units.flatMap((u) => (JSON.parse(u.sql) as Action[]).map((a) => a.kind))
    : [];
  expect(undone).toEqual(['dropConstraint', 'addCheck', 'validateConstraint']);
});

describe('words', () => {
  const add: Action = { kind: 'addColumn', ...on, column: column('c') };
  test('what the inverse loses is said, unless the strategy knows better', () => {
    expect(undo([add], { safeUntil: 'new' })).toMatchObject({ safeUntil: 'new', loses: 'values written to users.c' });
    expect(undo([add], { safeUntil: 'new', loses: null })).toMatchObject({ loses: null });
    expect(undo([add], { safeUntil: null, loses: 'all' })).toMatchObject({ loses: 'all' });
  });
  test('what cannot be undone says why', () => {
    expect(undo([{ kind: 'dropArchive', name: 'x' }])).toMatchObject({
      possible: false,
      reason: 'The archived values in flux.x are gone.',
    });
  });
});

test('of a planned rename: names back first, NOT NULL with its proof last', () => {
  const plan = planOf([[{ kind: 'renameColumn', table: users, from: 'code', to: 'short_code' }]], {
    dialect: jsonDialect,
  });
  const drop = plan.steps.at(-1);
  expect(undoing(drop).map((unit) => unit.map((action) => action.kind))).toEqual([
    // The renamed constraint goes, and its index with it: it is built again on the new column, and under its old name.
    ['dropConstraint', 'renameNotNull', 'addColumn', 'addSync'],
    ['fillColumns'],
    ['createIndex'],
    ['createIndex'],
    ['promoteIndex', 'addCheck'],
    ['validateConstraint'],
    ['setNotNull', 'dropConstraint'],
  ]);
});

test('of a planned change of type: the twin of a unique constraint is built on the shadow again', () => {
  const snapshot = schemaOf(
    ordersTable({
      indexes: [index('orders_amount_key', ['amount'], { unique: true })],
      constraints: [unique('orders_amount_key', ['amount']), check('amount_check', [{ column: 'amount' }, ' <> 13'])],
    }),
  );
  const retype: Action = { kind: 'changeType', table: orders, column: 'amount', type: 'bigint', using: null };
  const plan = planOf([[retype]], { dialect: jsonDialect, snapshot });
  let state = snapshot;
  for (const step of plan.steps) {
    if (step.kind !== 'sql' && step.kind !== 'backfill') continue;
    const next = applyActions(state, step.actions);
    expect(diffSnapshots(applyActions(next, undoing(step).flat()), state), step.title).toEqual([]);
    state = next;
  }
});
