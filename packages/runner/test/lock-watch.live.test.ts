import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyPhase, watchingLocks } from '../src/index.ts';
import type { RunEvent } from '../src/index.ts';
import { progressLine } from '../src/progress.ts';
import { ids } from './rename-plan.ts';
import { driver, startTargets } from './target.ts';

let targets: Awaited<ReturnType<typeof startTargets>>;
beforeAll(async () => (targets = await startTargets()));
afterAll(() => targets.stop());

test('what waits says for which table and who is in the way, and ends with that', { timeout: 30_000 }, async () => {
  const { connect } = await targets.target();
  const [blocker, session] = [await connect(), await connect()];
  const pid = await driver.backend(blocker);
  await blocker.query(`BEGIN; UPDATE users SET name = 'secret word' WHERE id = 1`);
  const events: RunEvent[] = [];
  const watch = { driver, session, connect, step: '01-x', onEvent: (event: RunEvent) => void events.push(event) };
  await expect(
    watchingLocks(watch, () => session.query(`SET lock_timeout = '4s'; ALTER TABLE users ADD COLUMN other integer`)),
  ).rejects.toMatchObject({
    code: 'LOCK_TIMEOUT',
    message: expect.stringMatching(
      new RegExp(
        `^Step 01-x did not get AccessExclusiveLock on (public\\.)?users; in the way: process ${pid}, idle in transaction`,
      ),
    ),
    data: { step: '01-x', lock: 'AccessExclusiveLock', blocker: { pid, state: 'idle in transaction' } },
  });
  expect(events.length).toBeGreaterThanOrEqual(2);
  expect(events.length).toBeLessThanOrEqual(3);
  expect(events[0]).toMatchObject({ kind: 'waiting', step: '01-x', table: { name: 'users' }, blocker: { pid } });
  expect(progressLine(events[0]!)).toMatch(
    / {2}01-x {2}waits for AccessExclusiveLock on .*UPDATE users SET name = '…'/,
  );
  expect(JSON.stringify(events)).not.toContain('secret');
  await blocker.end();
  await session.end();
});

test('a row lock names the table too, in a run of the plan', { timeout: 30_000 }, async () => {
  const target = await targets.target();
  const { plan, connect } = target;
  await applyPhase({ plan, driver, connect, actor: 'ops', until: ids.expand });
  const blocker = await connect();
  await blocker.query('BEGIN; SELECT FROM users WHERE id = 7 FOR UPDATE');
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent): void => {
    events.push(event);
    if (event.kind === 'waiting') void blocker.end();
  };
  await applyPhase({ plan, driver, connect, actor: 'ops', onEvent, until: ids.backfill });
  expect(events.find(({ kind }) => kind === 'waiting')).toMatchObject({ step: ids.backfill, table: { name: 'users' } });
});
