import type { Plan, Session } from '@flux/core';
import { postgresDriver as driver } from '@flux/postgres';
import { connectOrStart } from '@flux/scratch';
import type { PostgresServer } from '@flux/scratch';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { applyPhase, planMigration, readStatus, releaseGate } from '../src/index.ts';
import { value } from './target.ts';

let server: PostgresServer;
let url: string;
let session: Session;
beforeAll(async () => (server = await connectOrStart()));
afterAll(() => server.stop());
beforeEach(async () => {
  url = await server.createDatabase();
  session = await driver.connect(url);
  await session.query('CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE jobs (id int PRIMARY KEY, name text)');
});
afterEach(() => session.end());

const rename = (sql = 'ALTER TABLE jobs RENAME COLUMN name TO title'): Promise<Plan> =>
  planMigration(driver, session, {
    id: 'rename-jobs-name',
    createdAt: '2026-11-20T10:00:00.000Z',
    sql,
    renames: [],
    fills: {},
    dualWrite: 'trigger',
    releaseCommand: 'flux release rename-jobs-name',
    ownTables: [{ schema: 'public', name: 'schema_migrations' }],
  });
const on = (plan: Plan, to = session) => ({ driver, session: to, plan, actor: 'ops' });
const hasOldColumn = () =>
  value(session, `SELECT count(*)::int FROM pg_attribute WHERE attrelid = 'jobs'::regclass AND attname = 'name'`);

test('an empty table in a database with rows is live', async () => {
  await session.query('INSERT INTO users SELECT generate_series(1, 1000)');
  const result = await applyPhase(on(await rename()));
  expect(result).toMatchObject({ done: false, held: { kind: 'deploy' } });
  expect(await hasOldColumn()).toBe(1);
});

test('rows that came after the beginning close the gates', async () => {
  const plan = await rename();
  const last = plan.steps.findLast((step) => step.kind !== 'deploy' && step.phase === 0)!;
  await applyPhase({ ...on(plan), until: last.id });
  expect((await readStatus({ ...on(plan), quietWindowMs: 0 })).record?.fresh).toBe(true);
  await session.query(`INSERT INTO jobs (id, name) SELECT i, 'job' FROM generate_series(1, 1000) i`);
  expect(await releaseGate({ ...on(plan), phase: 1, quietWindowMs: 3_600_000 })).toMatchObject({ open: false });
  expect(await applyPhase(on(plan))).toMatchObject({ done: false, ran: [] });
  // Once live, live: also when the rows are gone again.
  await session.query('TRUNCATE jobs');
  expect(await applyPhase(on(plan))).toMatchObject({ done: false, ran: [] });
  expect(await hasOldColumn()).toBe(1);
});

test('rows that come while the plan is run close the gate too', async () => {
  const plan = await rename();
  await applyPhase({ ...on(plan), until: plan.steps.findLast((s) => s.kind !== 'deploy' && s.phase === 0)!.id });
  await session.query(`INSERT INTO jobs VALUES (1, 'job')`);
  const [guard] = plan.phases[1]!.guard;
  await expect(session.query(guard!.sql)).rejects.toMatchObject({
    message: expect.stringContaining('gate closed'),
    hint: expect.stringMatching(/^Run: flux release rename-jobs-name\. .*PGOPTIONS='-c flux\.fresh=on'/),
  });
});

test("nothing but the tool's own books and extensions is stored: all gates are open", async () => {
  await session.query(`CREATE TABLE schema_migrations (version text); INSERT INTO schema_migrations VALUES ('1')`);
  expect(await applyPhase(on(await rename()))).toMatchObject({ done: true });
});

test('a session that says so opens all gates, also where the plan was begun as live', async () => {
  await session.query(`INSERT INTO jobs VALUES (1, 'seed')`);
  const plan = await rename();
  expect(await applyPhase(on(plan))).toMatchObject({ done: false });
  const fresh = await driver.connect(url, { fresh: true });
  expect(await applyPhase(on(plan, fresh))).toMatchObject({ done: true });
  await fresh.end();
  expect(await hasOldColumn()).toBe(0);
});
