import { describe, expect, test } from 'vitest';
import type { Action, Answers, Operation, ParsedStatement } from '../../src/index.ts';
import { claimStatements } from '../../src/planner/claim.ts';
import { column, index, orders, users } from '../sample-schema.ts';
import { statement } from '../test-dialect.ts';

const none: Answers = { renames: [], fills: {}, dualWrite: 'trigger' };
const drop = (name: string, table = users): Action => ({ kind: 'dropColumn', table, column: name, recover: null });
const add = (name: string, table = users): Action => ({ kind: 'addColumn', table, column: column(name) });
const notNull = (name: string): Action => ({ kind: 'setNotNull', table: users, column: name });
const setDefault: Action = { kind: 'setDefault', table: users, column: 'name', expression: '1' };
const rename = (from: string, to: string, table = 'users') => ({ ...none, renames: [{ table, from, to }] });

const claimed = (statements: readonly ParsedStatement[], answers = none) =>
  claimStatements(statements, answers).map((o) => [o.kind, ...o.statements]);
const of = (...clauses: readonly (readonly Action[] | null)[]): readonly ParsedStatement[] =>
  clauses.map((actions, i) => statement(`statement ${i}`, actions));

describe('each statement is claimed once, in order', () => {
  test.each<[string, readonly ParsedStatement[], Answers, readonly (readonly (string | number)[])[]]>([
    ['one clause', of([add('a')]), none, [['addColumn', 0]]],
    [
      'several clauses of one statement',
      of([add('a'), drop('b')]),
      none,
      [
        ['addColumn', 0],
        ['dropColumn', 0],
      ],
    ],
    [
      'several statements',
      of([drop('b')], [notNull('c')], [add('a')]),
      none,
      [
        ['dropColumn', 0],
        ['setNotNull', 1],
        ['addColumn', 2],
      ],
    ],
    [
      'DROP + ADD without an answer',
      of([drop('a')], [add('b')]),
      none,
      [
        ['dropColumn', 0],
        ['addColumn', 1],
      ],
    ],
    ['DROP + ADD with an answer', of([drop('a')], [add('b')]), rename('a', 'b'), [['renameColumn', 0, 1]]],
    ['DROP + ADD in one statement', of([drop('a'), add('b')]), rename('a', 'b', 'public.users'), [['renameColumn', 0]]],
    [
      'ADD + DROP around another',
      of([add('b')], [notNull('c')], [drop('a')]),
      rename('a', 'b'),
      [
        ['renameColumn', 0, 2],
        ['setNotNull', 1],
      ],
    ],
    [
      'a statement that is not known',
      of([add('a')], null, [add('b')]),
      none,
      [
        ['addColumn', 0],
        ['unknown', 1],
        ['addColumn', 2],
      ],
    ],
    [
      'a clause that nothing claims makes the whole statement unknown',
      of([add('a'), setDefault]),
      none,
      [['unknown', 0]],
    ],
    ['nothing to do', of([]), none, [['unknown', 0]]],
    ['no statements', [], none, []],
  ])('%s', (_, statements, answers, expected) => {
    expect(claimed(statements, answers)).toEqual(expected);
  });

  test('a rename whose half stands in an unknown statement frees the other half', () => {
    const statements = of([drop('a'), setDefault], [add('b')]);
    // The answer then matches nothing, which is said.
    expect(() => claimStatements(statements, rename('a', 'b'))).toThrow(
      expect.objectContaining({ code: 'ANSWER_UNUSED' }),
    );
  });
});

describe('direct actions', () => {
  test('are the clauses as written', () => {
    expect(claimStatements(of([add('a')]), none)[0]!.direct).toEqual([add('a')]);
  });
  test('of a rename by DROP + ADD are a rename', () => {
    expect(claimStatements(of([drop('a')], [add('b')]), rename('a', 'b'))[0]!.direct).toEqual([
      { kind: 'renameColumn', table: users, from: 'a', to: 'b' },
    ]);
  });
  test('of what is unknown keep its known effect', () => {
    const [unknown] = claimStatements([statement('ALTER ...', [setDefault], { place: { phase: 'contract' } })], none);
    expect(unknown).toMatchObject({
      kind: 'unknown',
      reason: 'no operation of Flux covers it',
      place: { phase: 'contract' },
      direct: [{ kind: 'verbatim', sql: 'ALTER ...', effect: [setDefault] }],
    });
  });
});

test('what happens to a table that the migration creates passes through, in its place', () => {
  const notes = { schema: 'public', name: 'notes' };
  const statements = [
    statement('CREATE INDEX before', [
      { kind: 'createIndex', table: notes, index: index('i', ['a']), concurrently: false },
    ]),
    statement('CREATE TABLE', null, { creates: [notes] }),
    statement('DROP COLUMN', [drop('a', notes)], { place: { phase: 'contract' } }),
    statement('ADD COLUMN', [add('b')]),
  ];
  const operations = claimStatements(statements, none);
  expect(operations.map((o) => o.kind)).toEqual(['addIndex', 'unknown', 'unknown', 'addColumn']);
  // Nothing is live there: no release is waited for, and no effect on tables that exist.
  expect(operations[2]).toMatchObject({ place: { phase: 'expand' }, direct: [{ effect: [] }] });
});

describe('answers', () => {
  const required: Action = { kind: 'addColumn', table: users, column: column('plan', 'text', { nullable: false }) };
  const fills = (key: string): Answers => ({ ...none, fills: { [key]: ['0'] } });

  test.each(['users.plan', 'public.users.plan'])('a fill for %s is taken', (key) => {
    expect(claimStatements(of([required]), fills(key))[0]).toMatchObject({ fill: ['0'] });
  });

  test.each<[string, readonly ParsedStatement[], Answers]>([
    ['a fill for another column', of([required]), fills('users.plans')],
    ['a fill for a table whose name ends the same', of([required]), fills('superusers.plan')],
    ['a fill for another schema', of([required]), fills('app.users.plan')],
    ['a fill where nothing takes one', of([drop('plan')]), fills('users.plan')],
    ['a rename of another column', of([drop('a')], [add('b')]), rename('a', 'c')],
    ['a rename on another table', of([drop('a')], [add('b')]), rename('a', 'b', 'orders')],
    ['a rename that spans two tables', of([drop('a')], [add('b', orders)]), rename('a', 'b')],
    [
      'a rename on another table than the one renamed',
      of([{ kind: 'renameColumn', table: users, from: 'a', to: 'b' }]),
      rename('a', 'b', 'orders'),
    ],
  ])('%s is refused', (_, statements, answers) => {
    expect(() => claimStatements(statements, answers)).toThrow(expect.objectContaining({ code: 'ANSWER_UNUSED' }));
  });

  test('a rename answer for what is a rename already is no mistake', () => {
    const renamed: Action = { kind: 'renameColumn', table: users, from: 'a', to: 'b' };
    const operations: readonly Operation[] = claimStatements(of([renamed]), rename('a', 'b'));
    expect(operations.map((o) => o.kind)).toEqual(['renameColumn']);
  });
});
