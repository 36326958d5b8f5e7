import type { Action, SyncPair, Table } from '../../src/index.ts';
import { check, column, index, unique, users } from '../sample-schema.ts';

/** One action on `users` with only these parts set; whole parts before and after. */
export interface ActionCase {
  readonly action: Action;
  readonly before: Partial<Table>;
  readonly after: Partial<Table>;
  /** Undone by its own inverse, schema and data: null. Otherwise the start of what it loses, or why it cannot. */
  readonly loses?: string;
  readonly irreversible?: string;
}

export const pair: SyncPair = {
  mode: 'forward',
  source: 'a',
  target: 'b',
  forward: [{ column: 'a' }],
  backward: null,
  representable: null,
  unique: false,
  record: 'users_a__old',
};
const back: SyncPair = { ...pair, target: 'a_old' };
const table = users;
const notZero = ['(', { column: 'a' }, ' <> 0)'] as const;
const values = { keys: [{ expression: [{ column: 'a' }], suffix: 'DESC' }] };

export const actionCases: readonly ActionCase[] = [
  {
    action: { kind: 'addColumn', table, column: column('b') },
    before: { columns: [column('a')] },
    after: { columns: [column('a'), column('b')] },
    loses: 'values written to users.b',
  },
  {
    action: { kind: 'dropColumn', table, column: 'a', recover: null },
    before: {
      columns: [column('a', 'integer', { nullable: false, default: '1', comment: 'first' }), column('b')],
      indexes: [index('by_a', ['a']), index('by_b', ['b']), index('one_a', ['a'], { unique: true })],
      constraints: [check('a_check', notZero), unique('one_a', ['a']), check('late', notZero, false)],
    },
    after: { columns: [column('b')], indexes: [index('by_b', ['b'])], constraints: [] },
    loses: 'values of users.a',
  },
  {
    action: { kind: 'dropColumn', table, column: 'a', recover: { from: 'archive', name: 'users_a' } },
    before: { columns: [column('a')] },
    after: { columns: [] },
  },
  {
    action: {
      kind: 'dropColumn',
      table,
      column: 'a',
      recover: { from: 'expression', value: [{ column: 'b' }], lossless: false },
    },
    before: { columns: [column('a', 'integer', { nullable: false }), column('b')] },
    after: { columns: [column('b')] },
    loses: 'some values of users.a',
  },
  {
    action: { kind: 'renameColumn', table, from: 'a', to: 'b' },
    before: {
      columns: [
        column('a'),
        column('double', 'integer', { generated: { expression: [{ column: 'a' }, ' * 2'], stored: true } }),
      ],
      indexes: [index('by_a', ['a'], { include: ['a'], predicate: notZero, ...values })],
      constraints: [check('a_check', notZero), unique('one_a', ['a'])],
    },
    after: {
      columns: [
        column('b'),
        column('double', 'integer', { generated: { expression: [{ column: 'b' }, ' * 2'], stored: true } }),
      ],
      indexes: [
        index('by_a', ['b'], {
          include: ['b'],
          predicate: ['(', { column: 'b' }, ' <> 0)'],
          keys: [{ expression: [{ column: 'b' }], suffix: 'DESC' }],
        }),
      ],
      constraints: [check('a_check', ['(', { column: 'b' }, ' <> 0)']), unique('one_a', ['b'])],
    },
  },
  {
    action: { kind: 'setNotNull', table, column: 'a' },
    before: { columns: [column('a')] },
    after: { columns: [column('a', 'text', { nullable: false })] },
  },
  {
    action: { kind: 'dropNotNull', table, column: 'a' },
    before: { columns: [column('a', 'text', { nullable: false })] },
    after: { columns: [column('a')] },
  },
  {
    action: { kind: 'handOverNotNull', table, from: 'a', to: 'b' },
    before: { columns: [column('a', 'text', { nullable: false }), column('b', 'text', { nullable: false })] },
    after: { columns: [column('a'), column('b', 'text', { nullable: false })] },
  },
  {
    action: { kind: 'renameNotNull', table, column: 'a' },
    before: { columns: [column('a', 'text', { nullable: false })] },
    after: { columns: [column('a', 'text', { nullable: false })] },
  },
  {
    action: { kind: 'allowDivergence', table, source: 'a', target: 'b', differs: ['a <> b'] },
    before: { columns: [column('a'), column('b')] },
    after: { columns: [column('a'), column('b')] },
  },
  {
    action: { kind: 'setDefault', table, column: 'a', expression: '2' },
    before: { columns: [column('a', 'integer', { default: '1' })] },
    after: { columns: [column('a', 'integer', { default: '2' })] },
  },
  {
    action: { kind: 'setDefault', table, column: 'a', expression: '2' },
    before: { columns: [column('a', 'integer')] },
    after: { columns: [column('a', 'integer', { default: '2' })] },
  },
  {
    action: { kind: 'dropDefault', table, column: 'a' },
    before: { columns: [column('a', 'integer', { default: '1' })] },
    after: { columns: [column('a', 'integer')] },
  },
  {
    action: { kind: 'changeType', table, column: 'a', type: 'text', using: null },
    before: { columns: [column('a', 'character varying(20)')] },
    after: { columns: [column('a')] },
  },
  {
    action: { kind: 'setComment', table, column: 'a', comment: null },
    before: { columns: [column('a', 'text', { comment: 'first' })] },
    after: { columns: [column('a')] },
  },
  {
    action: { kind: 'addCheck', table, name: 'a_check', expression: notZero, validated: false },
    before: { columns: [column('a')] },
    after: { columns: [column('a')], constraints: [check('a_check', notZero, false)] },
  },
  {
    action: { kind: 'validateConstraint', table, name: 'a_check' },
    before: { constraints: [check('a_check', notZero, false), check('other', notZero, false)] },
    after: { constraints: [check('a_check', notZero), check('other', notZero, false)] },
  },
  {
    action: { kind: 'dropConstraint', table, name: 'a_check' },
    before: { columns: [column('a')], constraints: [check('a_check', notZero)] },
    after: { columns: [column('a')], constraints: [] },
  },
  {
    action: { kind: 'dropConstraint', table, name: 'one_a' },
    before: {
      columns: [column('a')],
      indexes: [index('one_a', ['a'], { unique: true })],
      constraints: [unique('one_a', ['a'])],
    },
    after: { columns: [column('a')], indexes: [], constraints: [] },
  },
  {
    action: { kind: 'dropConstraint', table, name: 'no_overlap' },
    before: { constraints: [{ kind: 'exclusion', name: 'no_overlap', columns: ['a'], definition: 'EXCLUDE' }] },
    after: { constraints: [] },
    irreversible: 'exclusion no_overlap would have to be re-created by hand.',
  },
  {
    action: { kind: 'renameConstraint', table, from: 'one_a', to: 'only_a' },
    before: {
      columns: [column('a')],
      indexes: [index('one_a', ['a'], { unique: true })],
      constraints: [unique('one_a', ['a'])],
    },
    after: {
      columns: [column('a')],
      indexes: [index('only_a', ['a'], { unique: true })],
      constraints: [unique('only_a', ['a'])],
    },
  },
  {
    action: { kind: 'createIndex', table, index: index('by_a', ['a']), concurrently: true },
    before: { columns: [column('a')] },
    after: { columns: [column('a')], indexes: [index('by_a', ['a'])] },
  },
  {
    action: { kind: 'dropIndex', table, name: 'by_a', concurrently: true },
    before: { columns: [column('a')], indexes: [index('by_a', ['a'], values)] },
    after: { columns: [column('a')], indexes: [] },
  },
  {
    action: { kind: 'renameIndex', table, from: 'by_a', to: 'a_idx' },
    before: { columns: [column('a')], indexes: [index('by_a', ['a'])] },
    after: { columns: [column('a')], indexes: [index('a_idx', ['a'])] },
  },
  {
    action: { kind: 'promoteIndex', table, index: 'by_a', name: 'one_a' },
    before: { columns: [column('a')], indexes: [index('by_a', ['a'], { unique: true })] },
    after: {
      columns: [column('a')],
      indexes: [index('one_a', ['a'], { unique: true })],
      constraints: [unique('one_a', ['a'])],
    },
  },
  {
    action: { kind: 'addSync', table, pair },
    before: { columns: [column('a'), column('b')] },
    after: { columns: [column('a'), column('b')], syncs: [pair] },
  },
  {
    action: { kind: 'dropSync', table, pair },
    before: { columns: [column('a'), column('b')], syncs: [pair] },
    after: { columns: [column('a'), column('b')], syncs: [] },
  },
  {
    action: {
      kind: 'exchangeColumns',
      table,
      column: 'a',
      shadow: 'b',
      retired: 'a_old',
      before: pair,
      after: back,
      default: '7',
    },
    before: {
      columns: [column('a', 'integer', { nullable: false, default: '7' }), column('b', 'bigint', { nullable: false })],
      indexes: [index('by_a', ['a']), index('by_b', ['b'])],
      syncs: [pair],
    },
    after: {
      columns: [column('a_old', 'integer'), column('a', 'bigint', { nullable: false, default: '7' })],
      indexes: [index('by_a', ['a_old']), index('by_b', ['a'])],
      syncs: [back],
    },
  },
  {
    action: { kind: 'recreateFunction', function: { schema: 'public', name: 'f' }, definition: 'CREATE ...' },
    before: {},
    after: {},
  },
  {
    action: { kind: 'fillColumns', table, set: [{ column: 'a', value: ['0'] }], where: ['true'], quiet: true },
    before: { columns: [column('a')] },
    after: { columns: [column('a')] },
  },
  {
    action: { kind: 'archiveColumn', table, column: 'a', into: 'users_a' },
    before: { columns: [column('a')] },
    after: { columns: [column('a')] },
  },
  {
    action: { kind: 'restoreColumn', table, column: 'a', from: 'users_a' },
    before: { columns: [column('a')] },
    after: { columns: [column('a')] },
  },
  {
    action: { kind: 'dropArchive', name: 'users_a' },
    before: {},
    after: {},
    irreversible: 'The archived values in flux.users_a are gone.',
  },
  {
    action: {
      kind: 'verbatim',
      sql: 'ALTER TABLE users ALTER a DROP DEFAULT',
      effect: [{ kind: 'dropDefault', table, column: 'a' }],
    },
    before: { columns: [column('a', 'integer', { default: '1' })] },
    after: { columns: [column('a', 'integer')] },
    irreversible: 'Flux does not know this statement',
  },
];
