import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observeLocks, predictedLocks } from '../src/observe-locks.ts';
import { cases } from './cases.ts';
import { majors, stageOf, startServer } from './stage.ts';

/** What a statement that is passed through locks is not known, and said so. */
const known = cases.filter((one) => one.name !== 'an unknown statement');

describe.each(majors)('locks seen in pg_locks on PostgreSQL %i', (major) => {
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startServer(major);
  });
  afterAll(() => server.stop());

  test.each(known)('$name', async (one) => {
    const stage = await stageOf(server, one);
    const observed = await observeLocks(stage.url, stage.plan);
    const predicted = new Map(
      stage.plan.steps.flatMap((step) =>
        step.kind === 'sql' || step.kind === 'backfill' ? [[step.id, predictedLocks(step)]] : [],
      ),
    );
    expect(Object.fromEntries(observed), stage.text).toEqual(Object.fromEntries(predicted));
    await stage.close();
  });
});
