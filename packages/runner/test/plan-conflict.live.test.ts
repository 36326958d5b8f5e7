import type { Plan, Session } from '@flux/core';
import { postgresDriver as driver } from '@flux/postgres';
import { connectOrStart } from '@flux/scratch';
import type { PostgresServer } from '@flux/scratch';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { applyPhase, planMigration, rollbackTo } from '../src/index.ts';

let server: PostgresServer;
let session: Session;
beforeAll(async () => (server = await connectOrStart()));
afterAll(() => server.stop());
beforeEach(async () => {
  session = await driver.connect(await server.createDatabase());
  await session.query(`CREATE TABLE users (id int PRIMARY KEY, name text, note text); INSERT INTO users VALUES (1, 'a');
    CREATE TABLE orders (id int PRIMARY KEY, amount int)`);
});
afterEach(() => session.end());

const planned = (id: string, sql: string): Promise<Plan> =>
  planMigration(driver, session, {
    id,
    createdAt: '2026-11-20T10:00:00.000Z',
    sql,
    renames: [],
    fills: {},
    dualWrite: 'trigger',
    releaseCommand: `flux release ${id}`,
  });
const on = (plan: Plan) => ({ driver, session, plan, actor: 'ops' });
const index = 'CREATE INDEX users_note_idx ON users (note)';

test('a plan on a table that another one is at work on is refused, until that one is over', async () => {
  const first = await planned('first', 'ALTER TABLE users DROP COLUMN name');
  await applyPhase(on(first));
  expect(await driver.journal.listPlans(session)).toMatchObject([
    { plan: 'first', tables: [{ schema: 'public', name: 'users' }] },
  ]);
  await expect(planned('second', index)).rejects.toMatchObject({
    code: 'PLAN_CONFLICT',
    message: 'Plan first is active in this database and works on public.users too.',
  });
  expect(await planned('other', 'CREATE INDEX orders_amount_idx ON orders (amount)')).toMatchObject({ id: 'other' });
  await rollbackTo({ ...on(first), to: 'start', acceptCosts: true });
  expect(await planned('second', index)).toMatchObject({ id: 'second' });
});

test('files of another plan of the same id are stopped by the guard', async () => {
  await applyPhase(on(await planned('same', 'CREATE INDEX orders_amount_idx ON orders (amount)')));
  const other = await planned('same', index);
  const [guard] = other.phases[0]!.guard;
  const thrown: unknown = await session.query(guard!.sql).catch((error: unknown) => error);
  expect(driver.classify(thrown).error).toMatchObject({
    code: 'PLAN_MISMATCH',
    message: 'plan same was made for another schema',
  });
});
