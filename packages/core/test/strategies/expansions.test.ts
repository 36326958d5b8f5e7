import { describe, expect, test } from 'vitest';
import type { Action, Answers, Plan } from '../../src/index.ts';
import { renderPlanText, strategies } from '../../src/index.ts';
import { planOf } from '../planner/plans.ts';
import { live } from '../planner/random-migrations.ts';
import { column, index, orders, ordersTable, schemaOf, users, usersTable } from '../sample-schema.ts';
import { testDialect } from '../test-dialect.ts';

const on = { table: users } as const;
const add = (name: string, over: Parameters<typeof column>[2] = {}): Action => ({
  kind: 'addColumn',
  ...on,
  column: column(name, 'text', over),
});
const retype = (type: string): Action => ({ kind: 'changeType', table: orders, column: 'amount', type, using: null });
const bigAmount = schemaOf(
  usersTable(),
  ordersTable({ columns: [column('id', 'integer', { nullable: false }), column('amount', 'bigint')] }),
);

/** `phase title`, deploys marked. */
const shown = ({ steps }: Plan): readonly string[] =>
  steps.map((s) => (s.kind === 'deploy' ? `── ${s.release}` : s.title));

describe('the steps of every strategy', () => {
  test.each<[string, Action | null, Partial<Answers>, ReturnType<typeof live>, readonly string[]]>([
    ['add-column-plain', add('plan'), {}, live(), ['Add users.plan']],
    ['add-column-plain, default', add('plan', { nullable: false, default: `'free'` }), {}, live(), ['Add users.plan']],
    [
      'add-column-default',
      add('dice', { default: 'random()' }),
      {},
      live(),
      ['Add users.dice, default for new rows', 'Fill users.dice'],
    ],
    [
      'add-column-default, NOT NULL',
      add('dice', { nullable: false, default: 'random()' }),
      {},
      live(),
      ['Add users.dice, default for new rows', 'Fill users.dice', 'Set users.dice NOT NULL, proven first'],
    ],
    [
      'add-column-required',
      add('handle', { nullable: false }),
      { fills: { 'users.handle': ['0'] } },
      live(),
      [
        'Add users.handle, filled by trigger for old writers',
        'Fill users.handle',
        '── new',
        'No NULL left in users.handle',
        'Set users.handle NOT NULL, proven first',
        'Stop filling users.handle',
      ],
    ],
    [
      'rename-column-trigger',
      { kind: 'renameColumn', ...on, from: 'age', to: 'years' },
      {},
      live(),
      [
        'Add users.years, synced with age',
        'Copy users.age into years',
        'Build index users_adult_idx on years',
        'Carry check users_age_check over to years',
        '── new',
        'Drop the triggers and users.age',
      ],
    ],
    [
      'rename-column-application',
      { kind: 'renameColumn', ...on, from: 'name', to: 'label' },
      { dualWrite: 'application' },
      live(),
      [
        'Add users.label',
        '── dual-write',
        'Copy users.name into label',
        'name and label are equal in every row',
        'Build index users_name_idx on label',
        'Build index users_adult_idx on label',
        'Set users.label NOT NULL, proven first',
        '── read-new',
        'Let the next release leave out users.name',
        '── new',
        'Drop users.name',
      ],
    ],
    [
      'set-not-null',
      { kind: 'setNotNull', ...on, column: 'email' },
      {},
      live(),
      ['── new', 'No NULL left in users.email', 'Set users.email NOT NULL, proven first'],
    ],
    [
      'set-not-null, filled',
      { kind: 'setNotNull', ...on, column: 'email' },
      { fills: { 'users.email': ['0'] } },
      live(),
      [
        '── new',
        'Fill the NULLs in users.email',
        'No NULL left in users.email',
        'Set users.email NOT NULL, proven first',
      ],
    ],
    ['set-not-null, nothing to do', { kind: 'setNotNull', ...on, column: 'name' }, {}, live(), []],
    [
      'change-type-in-place',
      { kind: 'changeType', ...on, column: 'name', type: 'character varying(20)', using: null },
      {},
      live(),
      ['Widen users.name to character varying(20)'],
    ],
    [
      'change-type-shadow, wider: before the release that needs it',
      retype('bigint'),
      {},
      live(),
      [
        'Add a shadow of orders.amount as bigint',
        'Copy orders.amount into its shadow',
        'Build index orders_amount_idx on amount__flux_new',
        'Carry check orders_amount_check over to amount__flux_new',
        'Set orders.amount__flux_new NOT NULL, proven first',
        'Exchange orders.amount and its shadow',
        '── new',
        'Drop the old form of orders.amount',
      ],
    ],
    [
      'change-type-shadow, narrower: after the release that no longer needs the old form',
      retype('integer'),
      {},
      bigAmount,
      [
        'Add a shadow of orders.amount as integer',
        'Copy orders.amount into its shadow',

        '── new',
        'Every value of orders.amount fits integer',
        'Build index orders_amount_idx on amount__flux_new',
        'Exchange orders.amount and its shadow',
        'Drop the old form of orders.amount',
      ],
    ],
    [
      'add-index-concurrently',
      { kind: 'createIndex', ...on, index: index('i', ['age']), concurrently: false },
      {},
      live(),
      ['Build index i'],
    ],
    [
      'add-index-concurrently, unique',
      { kind: 'createIndex', ...on, index: index('i', ['age'], { unique: true }), concurrently: false },
      {},
      live(),
      ['── new', 'No duplicates for i', 'Build index i'],
    ],
    [
      'drop-column',
      { kind: 'dropColumn', ...on, column: 'code', recover: null },
      {},
      live(),
      ['Let the new version leave out users.code', '── new', 'Archive users.code', 'Drop users.code'],
    ],
    [
      'drop-column, nullable, no key to archive by',
      { kind: 'dropColumn', table: orders, column: 'note', recover: null },
      {},
      live(),
      ['── new', 'Drop orders.note'],
    ],
    ['verbatim', null, {}, live(), ['As written: statement 0']],
    [
      'verbatim, a CHECK goes',
      { kind: 'dropConstraint', ...on, name: 'users_age_check' },
      {},
      live(),
      ['As written: statement 0'],
    ],
    [
      'verbatim, a unique constraint goes',
      { kind: 'dropConstraint', ...on, name: 'users_code_key' },
      {},
      live(),
      ['── new', 'As written: statement 0'],
    ],
    [
      'verbatim, an unknown constraint goes',
      { kind: 'dropConstraint', ...on, name: 'unheard_of' },
      {},
      live(),
      ['── new', 'As written: statement 0'],
    ],
  ])('%s', (_, action, answers, snapshot, expected) => {
    const fits =
      snapshot === bigAmount ? schemaOf(usersTable(), { ...bigAmount.tables[1]!, constraints: [] }) : snapshot;
    expect(shown(planOf([action === null ? null : [action]], { ...answers, snapshot: fits }))).toEqual(expected);
  });
});

test('a strategy is taken only where the engine can do what it needs; what lacks is named', () => {
  const { capabilities } = testDialect();
  for (const strategy of Object.values(strategies).flat()) {
    for (const need of strategy.needs) expect(Object.keys(capabilities)).toContain(need);
  }
  const dialect = testDialect({ capabilities: { ...capabilities, rowTriggers: false } });
  const rename: Action = { kind: 'renameColumn', ...on, from: 'age', to: 'years' };
  expect(() => planOf([[rename]], { dialect })).toThrow('rename-column-trigger needs rowTriggers');
  expect(shown(planOf([[rename]], { dialect, dualWrite: 'application' }))).toContain('── dual-write');
});

test('the last step of a rename is the point of no return; a drop that is archived is none', () => {
  const renamed = planOf([[{ kind: 'renameColumn', ...on, from: 'age', to: 'years' }]]);
  expect(renamed.pointOfNoReturn).toBe(renamed.steps.at(-1)!.id);
  expect(planOf([[{ kind: 'dropColumn', ...on, column: 'code', recover: null }]]).pointOfNoReturn).toBeNull();
  const unkept = planOf([[{ kind: 'dropColumn', table: orders, column: 'note', recover: null }]], { snapshot: live() });
  expect(unkept.pointOfNoReturn).toBe(unkept.steps.at(-1)!.id);
});

test('cached plans break at a step: the exchange, or the change in place', () => {
  for (const [type, title] of [
    ['bigint', 'Exchange orders.amount and its shadow'],
    ['numeric', 'Widen orders.amount to numeric'],
  ] as const) {
    const plan = planOf([[retype(type)]], { snapshot: live() });
    const step = plan.steps.find((each) => each.title === title);
    expect(step, shown(plan).join()).toBeDefined();
    const hazard = plan.hazards.find(({ code }) => code === 'CACHED_PLAN')!;
    expect(hazard.step).toBe(step!.id);
    expect(Object.keys(hazard)).toEqual(['code', 'message', 'advice', 'step']);
    expect(renderPlanText(plan)).toMatch(new RegExp(`CACHED_PLAN at step ${plan.steps.indexOf(step!) + 1}\\b`));
  }
});
