import { postgresDriver } from '@flux/postgres';
import { applyPhase, rollbackTo } from '@flux/runner';
import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Ledger } from '../src/ledger.ts';
import { lineDifferences, schemaLines } from '../src/schema-lines.ts';
import { shapesOf } from '../src/shape.ts';
import { verifyAll } from '../src/row-check.ts';
import { Traffic } from '../src/traffic.ts';
import { cases } from './cases.ts';
import { majors, stageOf, startServer } from './stage.ts';

const names = [
  'the demo: rename, int to bigint, NOT NULL, index',
  'rename column with unique constraint, check and comment',
];

describe.each(majors)('rollback from each step before the contract, PostgreSQL %i', (major) => {
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startServer(major);
  });
  afterAll(() => server.stop());

  test.each(cases.filter((one) => names.includes(one.name)))('$name', async (one) => {
    const stage = await stageOf(server, one);
    const { url, plan, before } = stage;
    const connection = { driver: postgresDriver, connect: () => postgresDriver.connect(url), plan, actor: 'test' };
    const ledgers = new Map(plan.tables.map((table) => [`${table.schema}.${table.name}`, new Ledger()]));
    const shapes = shapesOf(plan, before, 'old');
    const old = new Traffic({ url, shapes, ledgers, clients: 3, seed: 5, pauseMs: 4 });
    for (const step of plan.steps.filter((s) => s.phase === 0 && s.kind !== 'deploy')) {
      await applyPhase({ ...connection, until: step.id, resume: true });
      await rollbackTo({ ...connection, to: 'start', acceptCosts: true });
      expect(lineDifferences(await schemaLines(url), stage.beforeLines), `after ${step.id}\n${stage.text}`).toEqual([]);
    }
    const { failures, requests } = await old.stop();
    expect(failures, stage.text).toEqual({});
    expect(requests).toBeGreaterThan(100);
    await verifyAll(url, shapes, ledgers);
    expect([...ledgers.values()].flatMap((ledger) => ledger.lost)).toEqual([]);
    await stage.close();
  });
});
