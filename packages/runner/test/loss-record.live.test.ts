import { postgresDriver as driver } from '@flux/postgres';
import { connectOrStart } from '@flux/scratch';
import type { PostgresServer } from '@flux/scratch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyPhase, lossText, planMigration, previewRollback, readStatus } from '../src/index.ts';

let server: PostgresServer;
beforeAll(async () => (server = await connectOrStart()));
afterAll(() => server.stop());

test('status and rollback say that a value was written that the old type cannot hold', async () => {
  const session = await driver.connect(await server.createDatabase());
  await session.query('CREATE TABLE orders (id int PRIMARY KEY, amount int); INSERT INTO orders VALUES (1, 1)');
  const plan = await planMigration(driver, session, {
    id: 'widen',
    createdAt: '2026-11-20T10:00:00.000Z',
    sql: 'ALTER TABLE orders ALTER COLUMN amount TYPE bigint',
    renames: [],
    fills: {},
    dualWrite: 'trigger',
    releaseCommand: 'flux release widen',
  });
  const on = { driver, session, plan, actor: 'ops' };
  await applyPhase(on);
  const losses = async () => (await readStatus({ ...on, quietWindowMs: 0 })).losses;
  await session.query('UPDATE orders SET amount = 2');
  expect(await losses()).toEqual([]);
  await session.query('UPDATE orders SET amount = 5000000000');
  const [loss, ...more] = await losses();
  expect(more).toEqual([]);
  expect(plan.steps.find(({ id }) => id === loss!.step)?.title).toContain('Exchange');
  expect(lossText(loss!)).toMatch(
    /^rollback is lossy: values were written to orders\.amount that integer cannot hold, the last at 20/,
  );
  expect((await previewRollback({ ...on, to: 'start' })).losses).toEqual([loss]);
  expect((await previewRollback({ ...on, to: loss!.step })).losses).toEqual([]);
  await session.end();
});
