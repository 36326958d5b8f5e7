import { postgresDriver } from '@flux/postgres';
import { applyPhase } from '@flux/runner';
import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { majors, stageOf, startServer } from './stage.ts';

let server: ScratchPostgres;
beforeAll(async () => {
  server = await startServer(majors[0]!);
});
afterAll(() => server.stop());

test('a fill that fails for a row leaves the row to the backfill: the old version’s request goes through', async () => {
  const stage = await stageOf(server, {
    name: 'a fill that divides',
    setup: 'UPDATE users SET age = 7',
    sql: 'ALTER TABLE "users" ADD COLUMN "share" integer NOT NULL',
    fills: { 'users.share': '100 / age' },
    mend: 'ALTER TABLE users ADD COLUMN share integer',
  });
  const { plan, url, session } = stage;
  await applyPhase({
    driver: postgresDriver,
    connect: () => postgresDriver.connect(url),
    plan,
    actor: 'test',
    until: plan.steps[0]!.id,
  });
  const [failing] = await session.query('INSERT INTO users (name, age) VALUES ($1, 0) RETURNING share', ['old']);
  const [filled] = await session.query('INSERT INTO users (name, age) VALUES ($1, 50) RETURNING share', ['old']);
  expect([failing, filled]).toEqual([{ share: null }, { share: 2 }]);
  await stage.close();
});
