import { createPlan, fingerprint } from '@flux/core';
import type { Answers, Plan, Session } from '@flux/core';
import { postgresDriver as driver } from '@flux/postgres';
import { connectOrStart } from '@flux/scratch';
import type { PostgresServer } from '@flux/scratch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyPhase, previewRollback, readStatus, releaseGate, rollbackTo } from '../src/index.ts';
import { value } from './target.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await connectOrStart();
});
afterAll(() => server.stop());

const schema = `
  CREATE TABLE users (id serial PRIMARY KEY, name varchar(80) NOT NULL, email text);
  CREATE INDEX users_name_idx ON users (name);
  CREATE TABLE orders (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users, amount int NOT NULL);
  INSERT INTO users (name, email) SELECT 'user ' || i, CASE WHEN i % 7 > 0 THEN i || '@x' END FROM generate_series(1, 3000) i;
  INSERT INTO orders (user_id, amount) SELECT 1 + i % 3000, i FROM generate_series(1, 3000) i`;

const answers = (fills: Answers['fills']): Answers => ({ renames: [], fills, dualWrite: 'trigger' });

async function planFor(session: Session, sql: string, fill?: string): Promise<Plan> {
  const dialect = await driver.dialect(session);
  return createPlan({
    id: 'planned',
    createdAt: '2026-11-20T00:00:00.000Z',
    statements: dialect.parse(sql),
    snapshot: await driver.introspect(session),
    dialect,
    answers: answers(fill === undefined ? {} : { 'users.email': dialect.parseExpression(fill) }),
    batch: { rows: 500, pauseMs: 0 },
    releaseCommand: 'flux release planned',
  });
}

/** Plans as the planner makes them, not by hand: every step there and back. */
const cases = [
  ['rename', 'ALTER TABLE users RENAME COLUMN name TO display_name', undefined],
  ['widen', 'ALTER TABLE orders ALTER COLUMN amount TYPE bigint', undefined],
  ['index', 'CREATE INDEX orders_amount_idx ON orders (amount)', undefined],
  ['not null', 'ALTER TABLE users ALTER COLUMN email SET NOT NULL', `id || '@none'`],
  ['drop', 'ALTER TABLE users DROP COLUMN email', undefined],
  ['add', `ALTER TABLE users ADD COLUMN active boolean NOT NULL DEFAULT true`, undefined],
] as const;

const tables = [
  { schema: 'public', name: 'users' },
  { schema: 'public', name: 'orders' },
];
const print = async (session: Session): Promise<string> => fingerprint(await driver.introspect(session), tables);
const sums = (session: Session): Promise<unknown> =>
  value(
    session,
    `SELECT (SELECT md5(string_agg(to_jsonb(u)::text, ',' ORDER BY id)) FROM users u) || (SELECT sum(amount) FROM orders)`,
  );

async function start(): Promise<Session> {
  const session = await driver.connect(await server.createDatabase());
  await session.query(schema);
  await session.query('ANALYZE');
  return session;
}

test.each(cases)('%s: ends where the migration ends, step by step', async (_, sql, fill) => {
  const session = await start();
  const direct = await start();
  if (fill !== undefined) await direct.query(`UPDATE users SET email = ${fill} WHERE email IS NULL`);
  await direct.query(sql);
  const plan = await planFor(session, sql, fill);
  const base = { plan, driver, session, actor: 'test' };
  for (const step of plan.steps) {
    if (step.kind === 'deploy') {
      expect((await applyPhase(base)).held?.id, step.id).toBe(step.id);
      const released = await releaseGate({ ...base, phase: step.phase + 1, quietWindowMs: 0, confirm: 'gone' });
      expect(released, step.id).toMatchObject({ open: true });
    } else expect((await applyPhase({ ...base, until: step.id })).ran, step.id).toEqual([step.id]);
    const status = await readStatus({ ...base, quietWindowMs: 0 });
    expect(status.disagreements, step.id).toEqual([]);
  }
  expect(await readStatus({ ...base, quietWindowMs: 0 })).toMatchObject({ next: { kind: 'done' } });
  expect(await print(session)).toBe(await print(direct));
  await session.end();
  await direct.end();
});

test.each(cases)('%s: back to the start from every step, and forward again', async (_, sql, fill) => {
  const session = await start();
  const before = [await print(session), await sums(session)];
  const plan = await planFor(session, sql, fill);
  const base = { plan, driver, session, actor: 'test', resume: true };
  for (const step of plan.steps) {
    if (step.kind === 'deploy') continue;
    for (let phase = 0; phase <= step.phase; phase += 1) {
      const { held } = await applyPhase({ ...base, until: step.id });
      if (held) await releaseGate({ ...base, phase: phase + 1, quietWindowMs: 0, confirm: 'gone' });
    }
    expect((await previewRollback({ ...base, to: 'start' })).steps[0]?.id).toBe(step.id);
    const { costs } = await rollbackTo({ ...base, to: 'start', acceptCosts: true });
    expect((await print(session)) === before[0], `schema after undoing ${step.id}`).toBe(true);
    if (costs.every((cost) => cost.loses === null))
      expect((await sums(session)) === before[1], `rows after undoing ${step.id}`).toBe(true);
  }
  await session.end();
});
