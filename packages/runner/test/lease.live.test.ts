import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyPhase, readStatus, withLease } from '../src/index.ts';
import type { RunEvent } from '../src/index.ts';
import { driver, startTargets, value } from './target.ts';

let targets: Awaited<ReturnType<typeof startTargets>>;
beforeAll(async () => (targets = await startTargets()));
afterAll(() => targets.stop());

const quick = { driver, heartbeatMs: 50, staleAfterMs: 1_000 };

test('a second runner is refused while the first shows life, and the error says who and how long ago', async () => {
  const { plan, connect, session } = await targets.target();
  await withLease({ ...quick, connect, holder: 'first' }, async () => {
    expect(await driver.journal.leaseHolder(session)).toMatchObject({ holder: 'first' });
    const second = applyPhase({ plan, driver, connect, actor: 'second', lease: quick });
    await expect(second).rejects.toMatchObject({
      code: 'LEASE_HELD',
      message: /first; its last heartbeat was \d+\.\d s ago/,
    });
  });
  expect(await driver.journal.leaseHolder(session)).toBeNull();
  expect(await applyPhase({ plan, driver, connect, actor: 'second', lease: quick })).toMatchObject({ done: false });
  expect(await readStatus({ plan, driver, session, quietWindowMs: 0 })).toMatchObject({ lease: null });
});

test('of three that begin at once, one works at a time', async () => {
  const { connect } = await targets.target();
  let inside = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    expect(inside).toBe(1);
    await sleep(300);
    inside -= 1;
  };
  const ended = await Promise.allSettled(
    ['a', 'b', 'c'].map((holder) => withLease({ ...quick, connect, holder }, work)),
  );
  // The others wait while they have seen no sign of life, and may come in after it.
  for (const end of ended) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'LEASE_HELD' });
  expect(ended.some((end) => end.status === 'fulfilled')).toBe(true);
});

test('a dead holder is waited for and taken over when it is stale', async () => {
  const { connect, session } = await targets.target();
  await driver.journal.ensure(session);
  await driver.journal.lease(session, 'killed', 1_000);
  const events: RunEvent[] = [];
  await withLease({ ...quick, connect, holder: 'next', onEvent: (event) => events.push(event) }, () =>
    Promise.resolve(),
  );
  expect(events).toMatchObject([{ kind: 'waitingForLease', holder: 'killed' }]);
});

test('a holder that lost its lease is stopped with the reason', async () => {
  const { connect, session } = await targets.target();
  const work = withLease({ ...quick, connect, holder: 'slow' }, async (signal) => {
    await session.query(`UPDATE flux.leases SET holder = 'thief', heartbeat = clock_timestamp()`);
    await sleep(5_000, undefined, { signal });
  });
  await expect(work).rejects.toMatchObject({ code: 'LEASE_HELD', message: /thief/ });
  expect(await value(session, 'SELECT holder FROM flux.leases')).toBe('thief');
});

test('a heartbeat whose connection is cut goes on with another', async () => {
  const { connect, session } = await targets.target();
  await withLease({ ...quick, connect, holder: 'cut' }, async (signal) => {
    await session.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    const beat = (): Promise<unknown> => value(session, 'SELECT heartbeat::text FROM flux.leases');
    const before = await beat();
    await expect.poll(beat, { timeout: 30_000 }).not.toBe(before);
    expect(signal.aborted).toBe(false);
  });
});

test('a holder that missed a heartbeat is replaced at once when its connection is gone, and not before', async () => {
  const { connect, session } = await targets.target();
  await driver.journal.ensure(session);
  const killed = await connect();
  expect(await driver.journal.lease(killed, 'killed', 30_000)).toBe(true);
  await session.query(`UPDATE flux.leases SET heartbeat = clock_timestamp() - interval '8 seconds'`);
  expect(await driver.journal.lease(session, 'next', 30_000)).toBe(false);
  await killed.end();
  // The server notices the closed connection in its own time.
  await expect.poll(() => driver.journal.lease(session, 'next', 30_000), { timeout: 30_000 }).toBe(true);
  // Its heartbeat is fresh: a closed connection alone says nothing.
  const other = await connect();
  await session.query(`UPDATE flux.leases SET backend = 0`);
  expect(await driver.journal.lease(other, 'third', 30_000)).toBe(false);
  await other.end();
});
