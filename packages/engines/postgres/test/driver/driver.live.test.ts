import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { FluxError } from '@flux/core';
import type { Session } from '@flux/core';
import { startPostgres } from '@flux/scratch';
import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDialect } from '../../src/dialect/dialect.ts';
import { makePostgresDriver } from '../../src/driver/driver.ts';

const driver = makePostgresDriver(createDialect);
const { journal } = driver;
const secret = 's3cret/pw';

let server: ScratchPostgres;
let session: Session;
beforeAll(async () => {
  server = await startPostgres({ major: 15 });
  session = await driver.connect(server.url);
});
afterAll(async () => {
  await session?.end();
  await server?.stop();
});

async function failure(work: Promise<unknown>): Promise<FluxError> {
  const error: unknown = await work.then(
    () => new Error('did not fail'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof FluxError)) throw error;
  const everything = JSON.stringify([error.message, error.remedy, error.data, String(error.cause), error.stack]);
  expect(everything).not.toContain('s3cret');
  return error;
}

const at = (port: number, more = '') => `postgres://app:${encodeURIComponent(secret)}@127.0.0.1:${port}/shop${more}`;

describe('connect', () => {
  test('nobody listens', async () => {
    expect(await failure(driver.connect(at(1)))).toMatchObject({
      code: 'CONNECT_FAILED',
      message: '127.0.0.1:1, database shop: connect ECONNREFUSED 127.0.0.1:1',
    });
  });
  test('no such host', async () => {
    expect(await failure(driver.connect(at(5432).replace('127.0.0.1', 'no-such-host.invalid')))).toMatchObject({
      code: 'CONNECT_FAILED',
    });
  });
  test('no such database', async () => {
    expect(await failure(driver.connect(`${server.url}nope`))).toMatchObject({
      code: 'CONNECT_FAILED',
      message: expect.stringContaining('database "postgresnope" does not exist'),
    });
  });
  test('no such role', async () => {
    expect((await failure(driver.connect(at(server.port)))).code).toBe('AUTH_FAILED');
  });
  test('not a URL', async () => {
    expect((await failure(driver.connect(`postgres://app:${secret}@[broken:5432/x`))).code).toBe('CONNECT_FAILED');
  });
  test('a bare host: no other host is asked for', async () => {
    const error = await failure(driver.connect('localhost'));
    expect(error).toMatchObject({ code: 'CONNECT_FAILED', message: 'The connection URL cannot be read.' });
    expect(error.remedy).toContain('postgres://');
  });
  test('something that speaks another protocol', async () => {
    const other = createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const error = await failure(driver.connect(at((other.address() as AddressInfo).port, '?sslmode=disable')));
      expect(error.code).toBe('CONNECT_FAILED');
    } finally {
      other.close();
    }
  });
  test('says who it is', async () => {
    const named = await driver.connect(server.url, { application: 'flux test' });
    expect(await named.query('SHOW application_name')).toEqual([{ application_name: 'flux test' }]);
    expect(await session.query('SHOW application_name')).toEqual([{ application_name: 'flux' }]);
    await named.end();
    await named.end();
  });
});

describe('session', () => {
  test('rows of the last statement; parameters', async () => {
    expect(await session.query('SELECT 1 AS a; SELECT 2 AS b')).toEqual([{ b: 2 }]);
    expect(await session.query('SELECT $1::text[] AS a, $2::int AS b', [['x', null], '3'])).toEqual([
      { a: ['x', null], b: 3 },
    ]);
    expect(await session.query('CREATE TEMP TABLE t ()')).toEqual([]);
  });
  test('a connection that the server ends does not end the process; later queries say so', async () => {
    const doomed = await driver.connect(server.url);
    const [row] = await doomed.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await session.query('SELECT pg_terminate_backend($1)', [row!.pid]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const thrown: unknown = await doomed.query('SELECT 1').catch((error: unknown) => error);
    expect(driver.classify(thrown)).toMatchObject({ error: { code: 'CONNECT_FAILED' }, retryable: true });
    await doomed.end();
  });
  test('a lock timeout is retryable', async () => {
    const other = await driver.connect(server.url);
    await session.query('CREATE TABLE locked ()');
    await session.query('BEGIN; LOCK TABLE locked');
    const thrown: unknown = await other
      .query(`SET lock_timeout = 50; SELECT * FROM locked`)
      .catch((error: unknown) => error);
    await session.query('ROLLBACK');
    await other.end();
    expect(driver.classify(thrown)).toMatchObject({ error: { code: 'LOCK_TIMEOUT' }, retryable: true });
  });
});

test('dialect gets the server’s version, of PostgreSQL only', async () => {
  expect((await driver.dialect(session)).serverVersion).toBeGreaterThan(150_000);
  const claims = (number: string, text: string): Session => ({
    ...session,
    query: async () => [{ number, text }] as never,
  });
  for (const [number, text] of [
    ['110000', 'PostgreSQL 11.0'],
    ['190000', 'PostgreSQL 19.0'],
    ['130000', 'CockroachDB CCL v23'],
    ['80002', 'PostgreSQL 8.0.2 on i686, Redshift 1.0'],
  ] as const) {
    await expect(driver.dialect(claims(number, text))).rejects.toMatchObject({ code: 'UNSUPPORTED_SERVER' });
  }
});

describe('journal', () => {
  const plan = '20260101-p';

  test('an empty target has none', async () => {
    expect(await journal.readPlan(session, plan)).toBeNull();
    expect(await journal.listPlans(session)).toEqual([]);
    expect(await journal.leaseHolder(session)).toBeNull();
  });

  test('a role that may not create it is told the grant', async () => {
    await session.query('CREATE ROLE "No One" LOGIN; REVOKE CREATE ON DATABASE postgres FROM PUBLIC');
    const poor = await driver.connect(server.url.replace('postgres@', 'No%20One@'));
    expect(await failure(journal.ensure(poor))).toMatchObject({
      code: 'MISSING_PRIVILEGE',
      remedy: 'GRANT CREATE ON DATABASE "postgres" TO "No One";',
    });
    await poor.end();
  });

  test('made once, by several at the same time', async () => {
    const sessions = await Promise.all([1, 2, 3, 4].map(() => driver.connect(server.url)));
    await Promise.all(sessions.map((each) => journal.ensure(each)));
    await Promise.all(sessions.map((each) => each.end()));
    await journal.ensure(session);
    // Once it is there, no right to create is needed.
    await session.query('GRANT USAGE ON SCHEMA flux TO "No One"');
    const poor = await driver.connect(server.url.replace('postgres@', 'No%20One@'));
    await journal.ensure(poor);
    await poor.end();
  });

  test('what was written is read', async () => {
    await session.query(
      `INSERT INTO flux.plans (plan, fingerprint, tables, fresh) VALUES ($1, 'f', '[{"schema": "a", "name": "b"}]', false)`,
      [plan],
    );
    const unit = { plan, step: '01-a', unit: 0, state: 'done', actor: 'me', finishedAt: null } as const;
    await journal.record(session, unit);
    await journal.record(session, { ...unit, unit: 1, finishedAt: '2026-01-02T03:04:05.678Z' });
    await journal.record(session, { ...unit, unit: 1, state: 'undone', finishedAt: '2026-01-02T03:04:05.678Z' });
    await journal.openGate(session, { plan, phase: 1, openedBy: 'me', openedAt: null, evidence: { seen: [1, null] } });
    await journal.openGate(session, {
      plan,
      phase: 2,
      openedBy: 'me',
      openedAt: '2026-01-02T00:00:00.000Z',
      evidence: {},
    });
    await journal.closeGate(session, plan, 1);
    await journal.saveBackfill(session, { plan, step: '02-b', cursor: null, rows: 0, done: false });
    await journal.saveBackfill(session, { plan, step: '02-b', cursor: ['1', 'a "q", {b}'], rows: 5e9, done: true });
    await journal.saveBackfill(session, { plan, step: '03-c', cursor: null, rows: 1, done: false });
    await journal.clearBackfill(session, plan, '03-c');
    await journal.setState(session, plan, 'paused', 'me');
    const state = await journal.readPlan(session, plan);
    expect(state).toEqual({
      plan,
      fingerprint: 'f',
      tables: [{ schema: 'a', name: 'b' }],
      fresh: false,
      state: 'paused',
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      units: [
        { ...unit, unit: 1, state: 'undone', finishedAt: '2026-01-02T03:04:05.678Z' },
        { ...unit, finishedAt: expect.any(String) },
      ],
      gates: [{ plan, phase: 2, openedBy: 'me', openedAt: '2026-01-02T00:00:00.000Z', evidence: {} }],
      backfills: [{ plan, step: '02-b', cursor: ['1', 'a "q", {b}'], rows: 5e9, done: true }],
    });
    expect(await journal.listPlans(session)).toMatchObject([{ plan, state: 'paused' }]);
    expect(await journal.readPlan(session, 'other')).toBeNull();
  });

  test('one holder of the lease, until its heartbeat is stale', async () => {
    expect(await journal.lease(session, 'a', 60_000)).toBe(true);
    expect(await journal.lease(session, 'a', 60_000)).toBe(true);
    expect(await journal.lease(session, 'b', 60_000)).toBe(false);
    expect(await journal.leaseHolder(session)).toEqual({ holder: 'a', heartbeatAgeMs: expect.any(Number) });
    await journal.releaseLease(session, 'b');
    expect(await journal.lease(session, 'b', 60_000)).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await journal.lease(session, 'b', 50)).toBe(true);
    await journal.releaseLease(session, 'b');
    expect(await journal.leaseHolder(session)).toBeNull();
    const sessions = await Promise.all(['c', 'd', 'e'].map(() => driver.connect(server.url)));
    const many = await Promise.all(sessions.map((each, i) => journal.lease(each, `holder ${i}`, 60_000)));
    await Promise.all(sessions.map((each) => each.end()));
    expect(many.filter(Boolean)).toHaveLength(1);
  });
});
