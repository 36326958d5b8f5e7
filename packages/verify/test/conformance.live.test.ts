import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rehearse } from '../src/rehearse.ts';
import type { Rehearsal } from '../src/rehearse.ts';
import { lineDifferences, schemaLines } from '../src/schema-lines.ts';
import { cases } from './cases.ts';
import { dumpLines, pgDumpMajor } from './dump.ts';
import { majors, stageOf, startServer } from './stage.ts';
import type { Stage } from './stage.ts';

/**
 * A step states 250 ms for each lock that one of its transactions waits for; the rest is two cores shared with the server
 * and other tests. It finds a wait without a bound, not a slow machine.
 */
const longestWaitMs = 2_500;

const seed = Number(process.env['FLUX_SEED'] ?? 1);

describe.each(majors)('PostgreSQL %i', (major) => {
  // Where the machine has a pg_dump for this server, it is a second judge beside the catalogue.
  const dumps = (pgDumpMajor() ?? 0) >= major;
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startServer(major);
  });
  afterAll(() => server.stop());

  test.each(cases)('$name: forward, under traffic', async (one) => {
    const stage = await stageOf(server, one);
    const { url, plan, before } = stage;
    const result = await rehearse({ url, plan, before, seed, overlapMs: 400, ignore: one.ignore ?? [] });
    expectNothingNoticed(result, stage);
    expect(lineDifferences(await schemaLines(url), stage.directLines), stage.text).toEqual([]);
    if (dumps) expect(await dumpLines(url), stage.text).toEqual(await dumpLines(stage.directUrl));
    await stage.close();
  });

  test.each(cases)('$name: there and back, under traffic', async (one) => {
    const stage = await stageOf(server, one);
    const { url, plan, before } = stage;
    const lastDeploy = plan.steps.findLast((step) => step.kind === 'deploy');
    const undoable = plan.steps.every((step) => !('rollback' in step) || step.rollback.possible);
    if (lastDeploy === undefined && !undoable) return stage.close();
    const result = await rehearse({
      url,
      plan,
      before,
      seed,
      overlapMs: 400,
      rollbackAfter: lastDeploy?.id ?? 'end',
      ignore: one.ignore ?? [],
    });
    expectNothingNoticed(result, stage);
    expect(lineDifferences(await schemaLines(url), stage.beforeLines), stage.text).toEqual([]);
    await stage.close();
  });
});

function expectNothingNoticed(result: Rehearsal, stage: Stage): void {
  for (const [version, traffic] of Object.entries(result.traffic)) {
    expect(traffic.failures, `${version} seed ${seed}\n${stage.text}`).toEqual({});
    expect(traffic.requests).toBeGreaterThan(20);
    expect(traffic.longestWaitMs, `${version} seed ${seed}\n${stage.text}`).toBeLessThan(longestWaitMs);
  }
  expect(result.lost, `seed ${seed}\n${stage.text}`).toEqual([]);
  expect(result.parity.broken, `seed ${seed}\n${stage.text}`).toEqual([]);
  expect(result.verified).toBeGreaterThan(10);
}
