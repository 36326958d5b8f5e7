import { array, assert, property } from 'fast-check';
import { expect, test } from 'vitest';
import { diffSnapshots } from '../../src/schema/diff.ts';
import { applyActions, createPlan, FluxError, renderPlanText } from '../../src/index.ts';
import type { Action, Answers, ParsedStatement, Plan, Snapshot } from '../../src/index.ts';
import { testDialect } from '../test-dialect.ts';
import { live, randomAnswers, randomStatement } from './random-migrations.ts';

const seed = Number(process.env['FLUX_SEED'] ?? 1);
const dialect = testDialect({ write: (actions) => JSON.stringify(actions) });
const migrations = array(randomStatement, { minLength: 1, maxLength: 4 });

function planned(statements: readonly ParsedStatement[], answers: Answers): Plan | FluxError {
  try {
    return createPlan({
      id: 'random',
      createdAt: '2026-11-20T00:00:00Z',
      statements,
      snapshot: live(),
      dialect,
      answers,
      releaseCommand: 'flux release random',
    });
  } catch (error) {
    if (error instanceof FluxError) return error;
    throw error;
  }
}

test(`any migration is planned or refused with a reason (seed ${seed}; FLUX_SEED repeats it)`, () => {
  let plans = 0;
  const codes = new Set<string>();
  assert(
    property(migrations, randomAnswers, (statements, answers) => {
      const result = planned(statements, answers);
      const shown = JSON.stringify({ answers, statements: statements.map((s) => s.actions ?? s.sql) }, null, 1);
      if (result instanceof FluxError) {
        codes.add(result.code);
        expect(result.code, `${result.message}\n${shown}`).not.toBe('INTERNAL');
        return;
      }
      plans += 1;
      wholeClaims(result, statements);
      inPhases(result, shown);
      undone(result, shown);
      const lines = renderPlanText(result).split('\n');
      expect(lines.length - 1, shown).toBeLessThanOrEqual(40);
      expect(Math.max(...lines.map((line) => line.length)), shown).toBeLessThanOrEqual(80);
    }),
    { seed, numRuns: 5000 },
  );
  expect(plans).toBeGreaterThan(200);
  expect(codes.size).toBeGreaterThan(3);
});

/** Each statement exactly once. */
function wholeClaims({ operations }: Plan, statements: readonly ParsedStatement[]): void {
  const claimed = operations.flatMap((operation) => operation.statements);
  expect([...new Set(claimed)].toSorted((a, b) => a - b)).toEqual(statements.map((_, i) => i));
  const unknown = operations.filter((o) => o.kind === 'unknown').flatMap((o) => o.statements);
  for (const one of unknown) expect(claimed.filter((i) => i === one)).toHaveLength(1);
}

function inPhases({ steps, phases }: Plan, shown: string): void {
  let phase = 0;
  for (const step of steps) {
    // A deploy closes the phase that it stands in.
    expect(step.phase, shown).toBe(phase);
    if (step.kind === 'deploy') phase += 1;
  }
  expect(phases).toHaveLength(phase + 1);
  expect(steps.at(-1)?.kind, shown).not.toBe('deploy');
  expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
}

/** Every rollback, in the order that its units run, ends in the schema before its step. */
function undone({ steps }: Plan, shown: string): void {
  let state = live();
  for (const step of steps) {
    if (step.kind !== 'sql' && step.kind !== 'backfill') continue;
    const before = state;
    state = applyActions(state, step.actions);
    if (!step.rollback.possible) continue;
    const actions = step.rollback.units.flatMap((unit) => JSON.parse(unit.sql) as Action[]);
    const after = applyActions(state, actions);
    expect(diffSnapshots(asValidated(after), asValidated(before)), `${step.title}\n${shown}`).toEqual([]);
  }
}

const asValidated = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  tables: snapshot.tables.map((t) => ({
    ...t,
    constraints: t.constraints.map((c) => ('validated' in c ? { ...c, validated: true } : c)),
  })),
});
