import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPlan } from '@flux/core';
import type { Plan, Snapshot, SqlUnit, Step } from '@flux/core';
import { createDialect, loadParser } from '@flux/postgres';
import type { GoldenCase } from './cases.ts';

/** The server that the committed snapshot was read from. */
export const serverVersion = 150_000;

export const file = (...path: readonly string[]): string => join(import.meta.dirname, ...path);
export const updating = process.env['UPDATE_GOLDEN'] === '1';
export const committedSnapshot = (): Snapshot => JSON.parse(readFileSync(file('snapshot.json'), 'utf8')) as Snapshot;

export async function planOf(one: GoldenCase, snapshot: Snapshot): Promise<Plan> {
  await loadParser();
  const dialect = createDialect(serverVersion);
  return createPlan({
    id: one.name,
    createdAt: '2026-11-20T00:00:00Z',
    statements: dialect.parse(one.sql),
    snapshot,
    dialect,
    answers: {
      renames: one.renames ?? [],
      fills: Object.fromEntries(
        Object.entries(one.fills ?? {}).map(([key, sql]) => [key, dialect.parseExpression(sql)]),
      ),
      dualWrite: one.dualWrite ?? 'trigger',
    },
    batch: { rows: 100, pauseMs: 1 },
    releaseCommand: `flux release ${one.name}`,
  });
}

/** One piece of SQL of a golden file with the line that heads it. */
export interface GoldenUnit {
  readonly head: string;
  readonly sql: string;
}

/** Everything forward, then everything back, last step first; null where a step cannot be undone. */
export function unitsOf(plan: Plan): {
  readonly forward: readonly GoldenUnit[];
  readonly back: readonly GoldenUnit[] | null;
} {
  const forward = plan.phases.flatMap((phase, number) => [
    ...phase.guard.map((unit) => golden(`phase ${number + 1}, ${phase.name}: guard`, unit)),
    ...plan.steps.filter((step) => step.phase === number).flatMap((step) => forwardUnits(plan, step)),
  ]);
  const undoable = plan.steps.every((step) => !('rollback' in step) || step.rollback.possible);
  const back = plan.steps.toReversed().flatMap((step) => {
    if (step.kind === 'deploy') return [];
    const units = 'rollback' in step ? step.rollback.units : [];
    return [
      ...units.map((unit, i) => golden(`${step.id}: rollback ${i} (${until(step)})`, unit)),
      golden(`${step.id}: taken back`, step.undone),
    ];
  });
  return { forward, back: undoable ? back : null };
}

function forwardUnits(plan: Plan, step: Step): readonly GoldenUnit[] {
  if (step.kind === 'deploy') {
    const gate = `INSERT INTO flux.gates (plan, phase) VALUES ('${plan.id}', ${step.phase + 1})`;
    return [
      golden(`${step.id}: ${step.application.join(' ')} When ${step.gate.gone} is gone`, { run: 'plain', sql: gate }),
      ...step.gate.evidence.map(({ what, query }) =>
        golden(`${step.id}: evidence, ${what}`, { run: 'plain', sql: query }),
      ),
    ];
  }
  const units = step.kind === 'backfill' ? step.inline : step.units;
  return [
    ...units.map((unit, i) => golden(`${step.id}: unit ${i}`, unit)),
    golden(`${step.id}: proof, expected ${step.checkpoint.expect}`, { run: 'plain', sql: step.checkpoint.query }),
  ];
}

const until = (step: Step): string =>
  'rollback' in step && step.rollback.possible
    ? `${step.rollback.safeUntil === null ? 'at any time' : `until ${step.rollback.safeUntil} is out`}, loses ${step.rollback.loses ?? 'nothing'}`
    : '';

const golden = (head: string, { sql, run }: SqlUnit): GoldenUnit => ({
  head: `-- ── ${head.replaceAll(/\s+/g, ' ')} [${run}]`,
  sql: `${sql.replace(/;\s*$/, '')};`,
});

const turn = '-- ══ ROLLBACK, last step first';

/** A golden file: it runs from top to bottom, in psql too, and ends where it began. */
export function renderGolden(one: GoldenCase, plan: Plan): string {
  const { forward, back } = unitsOf(plan);
  const written = (units: readonly GoldenUnit[]): string =>
    units.map(({ head, sql }) => `${head}\n${sql}\n`).join('\n');
  return [
    `-- ${one.title}`,
    ...one.sql.split('\n').map((line) => `-- source: ${line}`),
    '-- Made by the planner (UPDATE_GOLDEN=1 writes it again). Each piece is a query of its own, in the order it runs.',
    '',
    written(forward),
    turn,
    '',
    back === null ? '-- Not all of it can be undone.\n' : written(back),
  ].join('\n');
}

/** Reads a golden file back: what the live test runs is what was committed. */
export function readGolden(text: string): { readonly forward: readonly string[]; readonly back: readonly string[] } {
  const [forward = '', back = ''] = text.split(`${turn}\n`);
  const pieces = (part: string): readonly string[] =>
    part.split(/^(?=-- ── )/m).filter((piece) => piece.startsWith('-- ── '));
  return { forward: pieces(forward), back: pieces(back) };
}
