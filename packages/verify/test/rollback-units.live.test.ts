import type { Step } from '@flux/core';
import { postgresDriver } from '@flux/postgres';
import { applyPhase, releaseGate, rollbackTo } from '@flux/runner';
import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lineDifferences, schemaLines } from '../src/schema-lines.ts';
import { cases } from './cases.ts';
import { majors, stageOf, startServer } from './stage.ts';
import type { Stage } from './stage.ts';

const names = [
  'the demo: rename, int to bigint, NOT NULL, index',
  'rename column with unique constraint, check and comment',
];

describe.each(majors)('cut off after each single unit, then rolled back, PostgreSQL %i', (major) => {
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startServer(major);
  });
  afterAll(() => server.stop());

  test.each(cases.filter((one) => names.includes(one.name)))('$name', async (one) => {
    const stage = await stageOf(server, one);
    for (const step of stage.plan.steps) {
      for (let unit = 0; unit < unitsOf(step); unit += 1) {
        await runUntil(stage, step.id, unit);
        await rollbackTo({ ...connection(stage), to: 'start', acceptCosts: true });
        const differences = lineDifferences(await schemaLines(stage.url), stage.beforeLines);
        expect(differences, `after unit ${unit} of ${step.id}\n${stage.text}`).toEqual([]);
      }
    }
    await stage.close();
  });

  test('what was put aside of an interrupted build goes with the index', async () => {
    const stage = await stageOf(
      server,
      cases.find((one) => one.name === 'add index')!,
    );
    await runUntil(stage, stage.plan.steps[0]!.id, 1);
    await stage.session.query(
      `ALTER INDEX orders_user_id_idx RENAME TO flux_invalid_1; UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'flux_invalid_1'::regclass`,
    );
    await rollbackTo({ ...connection(stage), to: 'start', acceptCosts: true });
    expect(lineDifferences(await schemaLines(stage.url), stage.beforeLines)).toEqual([]);
    await stage.close();
  });
});

const unitsOf = (step: Step): number => (step.kind === 'sql' ? step.units.length : 0);

const connection = ({ url, plan }: Stage) =>
  ({ driver: postgresDriver, connect: () => postgresDriver.connect(url), plan, actor: 'test' }) as const;

/** Runs from where the plan stands, through the gates, and stops right after the unit. */
async function runUntil(stage: Stage, step: string, unit: number): Promise<void> {
  const cut = new AbortController();
  const run = connection(stage);
  for (let phase = 1; ; phase += 1) {
    try {
      await applyPhase({
        ...run,
        resume: true,
        until: step,
        signal: cut.signal,
        onEvent: (event) => {
          if (event.kind === 'unitDone' && event.step === step && event.unit === unit) cut.abort();
        },
      });
    } catch (error) {
      if (!cut.signal.aborted) throw error;
    }
    if (cut.signal.aborted) return;
    const gate = await releaseGate({ ...run, phase, quietWindowMs: 0, confirm: 'the test stopped it' });
    if (!gate.open) throw new Error(JSON.stringify(gate.reasons));
  }
}
