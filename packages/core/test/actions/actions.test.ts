import { describe, expect, test } from 'vitest';
import { actionDefinitions, invertActions } from '../../src/actions/index.ts';
import { diffSnapshots } from '../../src/schema/diff.ts';
import { applyActions, describeAction } from '../../src/index.ts';
import type { Action, Snapshot, Table } from '../../src/index.ts';
import { check, column, index, schemaOf, table, unique, users } from '../sample-schema.ts';
import { actionCases } from './cases.ts';

const usersOf = (parts: Partial<Table>): Snapshot =>
  schemaOf(table({ name: 'users', ...parts }), table({ name: 'other' }));
const syncsOf = (snapshot: Snapshot) => snapshot.tables.map((t) => t.syncs);

describe('every action', () => {
  test.each(actionCases.map((one) => [describeAction(one.action), one] as const))('%s', (_, one) => {
    const before = usersOf(one.before);
    const frozen = structuredClone(before);
    expect(applyActions(before, [one.action])).toEqual(usersOf(one.after));
    expect(before).toEqual(frozen);
  });

  test.each(actionCases.map((one) => [describeAction(one.action), one] as const))('undo: %s', (_, one) => {
    const before = usersOf(one.before);
    const inverse = invertActions(before, [one.action]);
    if (one.irreversible !== undefined) {
      expect(inverse.irreversible).toContain(one.irreversible);
      expect(inverse.actions).toEqual([]);
      return;
    }
    expect({ loses: inverse.loses, irreversible: inverse.irreversible }).toEqual({
      loses: one.loses ?? null,
      irreversible: null,
    });
    const undone = applyActions(applyActions(before, [one.action]), inverse.actions);
    // Validated is not taken back: the constraint accepts the same rows either way.
    if (one.action.kind !== 'validateConstraint') expect(diffSnapshots(before, undone)).toEqual([]);
    expect(syncsOf(undone)).toEqual(syncsOf(before));
  });

  test('has a case', () => {
    expect([...new Set(actionCases.map(({ action }) => action.kind))].toSorted()).toEqual(
      Object.keys(actionDefinitions).toSorted(),
    );
  });
});

test('a column comes back empty, filled, and only then under its constraints', () => {
  const before = usersOf({
    columns: [column('a', 'integer', { nullable: false, default: '1' }), column('b')],
    indexes: [index('by_a', ['a'])],
    constraints: [check('a_check', [{ column: 'a' }, ' > 0'])],
  });
  const recover = { from: 'expression', value: [{ column: 'b' }], lossless: true } as const;
  const { actions } = invertActions(before, [{ kind: 'dropColumn', table: users, column: 'a', recover }]);
  expect(actions.map((action) => action.kind)).toEqual([
    'addColumn',
    'setDefault',
    'fillColumns',
    'addCheck',
    'validateConstraint',
    'createIndex',
    'setNotNull',
  ]);
  expect(actions[0]).toMatchObject({ column: { nullable: true, default: null } });
});

test.each<[string, Action, string]>([
  ['an unknown table', { kind: 'setNotNull', table: { schema: 'public', name: 'user' }, column: 'a' }, 'UNKNOWN_TABLE'],
  ['an unknown column', { kind: 'setNotNull', table: users, column: 'nope' }, 'UNKNOWN_COLUMN'],
  ['dropping an unknown column', { kind: 'dropColumn', table: users, column: 'nope', recover: null }, 'UNKNOWN_COLUMN'],
  ['renaming an unknown column', { kind: 'renameColumn', table: users, from: 'nope', to: 'c' }, 'UNKNOWN_COLUMN'],
  ['renaming to a name that is taken', { kind: 'renameColumn', table: users, from: 'a', to: 'b' }, 'NAME_TAKEN'],
  ['a column that is there', { kind: 'addColumn', table: users, column: column('a') }, 'NAME_TAKEN'],
  [
    'a constraint that is there',
    { kind: 'addCheck', table: users, name: 'one_a', expression: [], validated: true },
    'NAME_TAKEN',
  ],
  [
    'an index that is there',
    { kind: 'createIndex', table: users, index: index('one_a', ['a']), concurrently: true },
    'NAME_TAKEN',
  ],
  [
    'an index on an unknown column',
    { kind: 'createIndex', table: users, index: index('i', ['nope']), concurrently: true },
    'UNKNOWN_COLUMN',
  ],
  [
    'an index on an unknown table',
    { kind: 'createIndex', table: { schema: 'x', name: 'users' }, index: index('i', []), concurrently: true },
    'UNKNOWN_TABLE',
  ],
  [
    'filling an unknown column',
    { kind: 'fillColumns', table: users, set: [{ column: 'nope', value: [] }], where: [], quiet: true },
    'UNKNOWN_COLUMN',
  ],
  ['archiving an unknown column', { kind: 'archiveColumn', table: users, column: 'nope', into: 'x' }, 'UNKNOWN_COLUMN'],
  ['restoring an unknown column', { kind: 'restoreColumn', table: users, column: 'nope', from: 'x' }, 'UNKNOWN_COLUMN'],
  [
    'promoting an index that is not unique',
    { kind: 'promoteIndex', table: users, index: 'by_b', name: 'x' },
    'INTERNAL',
  ],
])('%s is refused', (_, action, code) => {
  const before = usersOf({
    columns: [column('a'), column('b')],
    indexes: [index('one_a', ['a'], { unique: true }), index('by_b', ['b'])],
    constraints: [unique('one_a', ['a'])],
  });
  expect(() => applyActions(before, [action])).toThrow(expect.objectContaining({ code }));
});

test('a later action sees what the earlier ones did, in both directions', () => {
  const before = usersOf({ columns: [column('a')] });
  const actions: readonly Action[] = [
    { kind: 'renameColumn', table: users, from: 'a', to: 'b' },
    { kind: 'setDefault', table: users, column: 'b', expression: '1' },
  ];
  const inverse = invertActions(before, actions);
  expect(inverse.actions).toEqual([
    { kind: 'dropDefault', table: users, column: 'b' },
    { kind: 'renameColumn', table: users, from: 'b', to: 'a' },
  ]);
});

test('one action that cannot be undone makes the whole list so; losses are told together', () => {
  const before = usersOf({ columns: [column('a'), column('b')] });
  const drop = (name: string): Action => ({ kind: 'dropColumn', table: users, column: name, recover: null });
  expect(invertActions(before, [drop('a'), drop('b')]).loses).toBe('values of users.b; values of users.a');
  expect(invertActions(before, [drop('a'), { kind: 'dropArchive', name: 'x' }])).toEqual({
    actions: [],
    loses: null,
    irreversible: 'The archived values in flux.x are gone.',
  });
});
