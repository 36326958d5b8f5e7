import { describe, expect, test } from 'vitest';
import { duration } from '../../src/plan/text-lines.ts';
import { createPlan, estimateText, renderPlanText } from '../../src/index.ts';
import type { Action, Hazard, Plan, Snapshot } from '../../src/index.ts';
import { column, index, schemaOf, table } from '../sample-schema.ts';
import { statement, testDialect } from '../test-dialect.ts';

const name = { schema: 'public', name: 'users' } as const;
const columns = Array.from({ length: 40 }, (_, i) => column(`c${i}`, 'text', { nullable: i % 2 > 0 }));
const snapshot: Snapshot = schemaOf(
  table({
    name: 'users',
    columns: [column('id', 'integer', { nullable: false }), ...columns],
    indexes: [index('by_c0', ['c0'])],
  }),
);

function planOf(actions: readonly Action[], dualWrite: 'trigger' | 'application' = 'trigger'): Plan {
  return createPlan({
    id: '20261120-users',
    createdAt: '2026-11-20T00:00:00Z',
    statements: actions.map((action, i) => statement(`statement ${i}`, [action])),
    snapshot,
    dialect: testDialect(),
    answers: { renames: [], fills: {}, dualWrite },
    releaseCommand: 'flux release 20261120-users',
  });
}

const rename = (n: number): Action => ({ kind: 'renameColumn', table: name, from: `c${n}`, to: `n${n}` });
const add = (n: number): Action => ({ kind: 'addColumn', table: name, column: column(`added_${n}`) });
const many = <T>(length: number, make: (n: number) => T): readonly T[] => Array.from({ length }, (_, n) => make(n));

const plans: readonly (readonly [steps: number, Plan])[] = (
  [
    planOf([add(0)]),
    planOf(many(2, rename)),
    planOf(many(10, add)),
    planOf(many(9, rename)),
    planOf(many(20, rename)),
    planOf(many(12, rename), 'application'),
    planOf([...many(20, rename), ...many(30, add)]),
  ] as const
).map((plan) => [plan.steps.length, plan]);

describe.each(plans)('a plan of %i steps', (_, plan) => {
  const text = renderPlanText(plan);
  const lines = text.trimEnd().split('\n');

  test('has at most 40 lines of at most 80 columns', () => {
    expect(lines.length, text).toBeLessThanOrEqual(40);
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80);
    for (const line of lines) expect(line).toBe(line.trimEnd());
  });

  test('begins with a box', () => {
    const [top, ...rest] = lines.slice(0, 4);
    expect(top).toMatch(/^┌─ Migration: .+ ─+┐$/);
    expect(rest[0]).toMatch(new RegExp(`^│ Steps: ${plan.steps.length} │ Type: ${plan.type} │ testbase 15 +│$`));
    expect(rest[1]).toMatch(/^│ Plan: 20261120-users │ users 500,000 rows +│$/);
    expect(rest[2]).toMatch(/^└─+┘$/);
    expect(new Set(lines.slice(0, 4).map((line) => line.length))).toEqual(new Set([78]));
  });

  test('shows every deploy, says what is hidden, and ends with the checklist', () => {
    const deploys = plan.steps.filter((step) => step.kind === 'deploy');
    for (const { release, gate } of deploys) {
      expect(text).toContain(`══ DEPLOY the ${release} release ═`);
      expect(text).toContain(`go on when ${gate.gone} is gone`);
    }
    const numbered = lines.filter((line) => /^ ?\d+\./.test(line)).length;
    const hidden = [...text.matchAll(/… (\d+) more steps/g)].reduce((sum, [, n]) => sum + Number(n), 0);
    expect(numbered + hidden, text).toBe(plan.steps.length);
    if (plan.pointOfNoReturn !== null) expect(text).toContain('▲');
    expect(text).toContain('Rollback, last step first');
    expect(text).toContain('[ ] backup verified and restored once   [ ] tried on production-sized data\n');
    expect(text).toContain('[ ] not at peak   [ ] connection slots free\n');
  });
});

test('a short plan, whole', () => {
  expect(renderPlanText(planOf([{ kind: 'renameColumn', table: name, from: 'c0', to: 'display_name' }]))).toBe(
    `┌─ Migration: users.c0 → display_name ───────────────────────────────────────┐
│ Steps: 6 │ Type: expand-contract │ testbase 15                             │
│ Plan: 20261120-users │ users 500,000 rows                                  │
└────────────────────────────────────────────────────────────────────────────┘
Deployment sequence (estimates uncalibrated) estimate   lock
 1. Add users.display_name, synced with c0   <0.3s      AccessExclusive ≤250ms
 2. Copy users.c0 into display_name          2s-8s      blocks nothing
 3. Build index by_c0 on display_name        <0.3s      AccessExclusive ≤250ms
 4. Set users.display_name NOT NULL, proven  <0.3s      AccessExclusive ≤250ms
      first
 5. ══ DEPLOY the new release ════════════════════════════════════════════════
     · Reads and writes users.display_name instead of c0.
     go on when the version from before this plan is gone
 6.▲Drop the triggers and users.c0           <0.3s      AccessExclusive ≤250ms

Rollback, last step first; ▲ 6 ends the instant way back, after it: rebuild
  1, 3, 4  loses nothing; once the new release is out, withdraw it first
  2        at any time, loses nothing
  6        at any time, rebuilt from the new form, loses nothing

! COLUMN_ORDER: The columns of public.users change their order: INSERT without
  a column list and SELECT * by position break.

[ ] backup verified and restored once   [ ] tried on production-sized data
[ ] not at peak   [ ] connection slots free
[ ] run outside a transaction: steps 2, 3
`,
  );
});

test('what Flux does not know, it does not estimate', () => {
  const plan = createPlan({
    id: 'p',
    createdAt: '',
    statements: [statement('CREATE EXTENSION citext', null)],
    snapshot,
    dialect: testDialect(),
    answers: { renames: [], fills: {}, dualWrite: 'trigger' },
    releaseCommand: '',
  });
  expect(renderPlanText(plan)).toContain(' Type: safe (not all of it is known) │');
  expect(renderPlanText(plan)).toContain(' 1.▲As written: CREATE EXTENSION citext      not known  not known\n');
});

test('names cannot break out of their line or speak to a terminal', () => {
  const plan = planOf([add(0)]);
  const hostile = `a\nb\u001b[31m\u2028│ c`;
  const text = renderPlanText({
    ...plan,
    title: hostile,
    steps: plan.steps.map((step) => ({ ...step, title: hostile })),
  });
  expect(text.split('\n')).toHaveLength(renderPlanText(plan).split('\n').length);
  // eslint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028]/);
});

test('hazards are told once per code, and only named where many are', () => {
  const hazard = (code: string): Hazard => ({ code, message: 'word '.repeat(60), advice: '', step: null });
  const told = renderPlanText({ ...planOf([add(0)]), hazards: [hazard('ONE'), hazard('ONE'), hazard('TWO')] });
  expect(told).toContain('! ONE (1 of 2): word word');
  expect(told).toContain('! TWO: word');
  expect(told).toMatch(/ word…\n/);
  const named = renderPlanText({ ...planOf([add(0)]), hazards: 'ABCDE'.split('').map(hazard) });
  expect(named).toContain('! Hazards, in full in plan.json: A, B, C, D, E\n');
});

test.each([
  [0, 250, '<0.3s'],
  [10, 400, '<0.4s'],
  [800, 1500, '0.8s-2s'],
  [1000, 1400, '1s'],
  [60_000, 240_000, '60s-4m'],
  [7_200_000, 90_000_000, '2h-25h'],
])('%i to %i ms reads %s', (lowMs, highMs, expected) => {
  expect(estimateText({ lowMs, highMs })).toBe(expected);
});

test('durations', () => {
  expect([40, 999, 119_999, 120_000, 7_199_999].map(duration)).toEqual(['0s', '1s', '120s', '2m', '120m']);
});
