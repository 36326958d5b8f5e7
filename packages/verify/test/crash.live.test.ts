import type { ScratchPostgres } from '@flux/scratch';
import { startPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crashing } from '../src/crashing.ts';
import { rehearse } from '../src/rehearse.ts';
import { lineDifferences, schemaLines } from '../src/schema-lines.ts';
import { seeded } from '../src/values.ts';
import { cases } from './cases.ts';
import { majors, stageOf } from './stage.ts';

const crashed = [
  'the demo: rename, int to bigint, NOT NULL, index',
  'rename column, application',
  'drop nullable column',
];
const seed = Number(process.env['FLUX_SEED'] ?? 1);

describe.each(majors)('SIGKILL of the runner at every step, PostgreSQL %i', (major) => {
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startPostgres({ major, durable: true });
  });
  afterAll(() => server.stop());

  test.each(cases.filter((one) => crashed.includes(one.name)))('$name', async (one) => {
    const stage = await stageOf(server, one, { rows: 250, pauseMs: 10 });
    const random = seeded(seed);
    const kills = new Map<string, number>();
    const { apply, killed } = crashing({
      url: stage.url,
      planFile: stage.planFile,
      // Every step once or twice, at any moment of it; a backfill of twenty pages takes some 300 ms.
      killAfter: (step) => {
        const times = kills.get(step) ?? 0;
        kills.set(step, times + 1);
        const backfill = stage.plan.steps.find((s) => s.id === step)?.kind === 'backfill';
        return times < (backfill ? 2 : 1) ? Math.floor(random() * (backfill ? 200 : 15)) : null;
      },
    });
    const result = await rehearse({
      url: stage.url,
      plan: stage.plan,
      before: stage.before,
      seed,
      overlapMs: 300,
      apply,
    });
    for (const [version, traffic] of Object.entries(result.traffic)) {
      expect(traffic.failures, `${version} seed ${seed}\n${stage.text}`).toEqual({});
    }
    expect(result.lost, `seed ${seed}\n${stage.text}`).toEqual([]);
    expect(result.parity.broken).toEqual([]);
    expect(lineDifferences(await schemaLines(stage.url), stage.directLines), stage.text).toEqual([]);
    // A kill may come after the step is through; most must have hit.
    expect(killed.length).toBeGreaterThan(stage.plan.steps.length / 3);
    await stage.close();
  });
});
