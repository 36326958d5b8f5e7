import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyPhase, readStatus, releaseGate, runBackfill } from '../src/index.ts';
import type { RunEvent } from '../src/index.ts';
import { ids } from './rename-plan.ts';
import { driver, rowsThatDiffer, startTargets, value } from './target.ts';
import type { Target } from './target.ts';

let targets: Awaited<ReturnType<typeof startTargets>>;
beforeAll(async () => (targets = await startTargets()));
afterAll(() => targets.stop());

const base = ({ plan, session }: Target) => ({ plan, driver, session, actor: 'ops' });
const status = (target: Target, quietWindowMs = 60_000) => readStatus({ ...base(target), quietWindowMs });

test('applies up to the gate, is held, is released, and contracts; status tells each state', async () => {
  const target = await targets.target();
  expect(await status(target)).toMatchObject({
    record: null,
    lease: null,
    next: { kind: 'migrate', step: ids.expand },
  });

  const events: RunEvent[] = [];
  const first = await applyPhase({ ...base(target), onEvent: (event) => events.push(event) });
  expect(first).toMatchObject({ ran: [ids.expand, ids.backfill, ids.index, ids.parity], done: false });
  expect(first.held?.id).toBe(ids.deploy);
  expect(await rowsThatDiffer(target.session)).toBe(0);
  expect(events.filter((event) => event.kind === 'backfill').at(-1)).toMatchObject({
    rowsDone: 1_000,
    rowsEstimated: 1_000,
  });
  expect(events.filter((event) => event.kind === 'stepDone').every((event) => event.checkpoint?.holds)).toBe(true);

  // Again: nothing to do, still held.
  expect(await applyPhase(base(target))).toMatchObject({ ran: [], done: false });
  await target.session.query(`INSERT INTO users (name) VALUES ('written by the old release')`);
  expect(await status(target)).toMatchObject({
    next: { kind: 'deploy', release: 'new', phase: 1, reasons: [{ kind: 'writesSeen' }] },
    disagreements: [],
  });
  const refused = await releaseGate({ ...base(target), phase: 1, quietWindowMs: 60_000 });
  expect(refused).toMatchObject({ open: false, confirmable: true, blindSpots: [/readers/] });

  const quiet = 1_500;
  await new Promise((resolve) => setTimeout(resolve, quiet + 1_100));
  expect(await status(target, quiet)).toMatchObject({ next: { kind: 'release', phase: 1 } });
  expect(await releaseGate({ ...base(target), phase: 1, quietWindowMs: quiet })).toMatchObject({
    open: true,
    how: 'evidence',
  });
  expect(await releaseGate({ ...base(target), phase: 1, quietWindowMs: quiet })).toMatchObject({ how: 'already' });

  expect(await applyPhase(base(target))).toMatchObject({ ran: [ids.contract], held: null, done: true });
  const after = await status(target);
  expect(after).toMatchObject({ next: { kind: 'done' }, disagreements: [], record: { state: 'done' } });
  expect(after.steps.map((step) => step.checkpoint?.holds ?? null)).toEqual([true, null, true, null, null, true]);
});

test('a confirmation opens the gate and is recorded with who and what', async () => {
  const target = await targets.target();
  await applyPhase(base(target));
  await target.session.query(`UPDATE users SET name = 'again' WHERE id = 1`);
  const options = { ...base(target), phase: 1, quietWindowMs: 3_600_000 };
  expect(await releaseGate({ ...options, confirm: 'all pods run 2.0' })).toMatchObject({ how: 'confirmed' });
  const [gate] = (await driver.journal.readPlan(target.session, target.plan.id))!.gates;
  expect(gate).toMatchObject({ openedBy: 'ops', evidence: { how: 'confirmed', confirmed: 'all pods run 2.0' } });
  expect(gate!.openedAt).not.toBeNull();
});

test('rows that differ keep the gate closed, whatever is confirmed', async () => {
  const target = await targets.target();
  await applyPhase(base(target));
  await target.session.query(
    `SET session_replication_role = replica; UPDATE users SET name = 'behind the triggers' WHERE id = 7; RESET session_replication_role`,
  );
  const released = await releaseGate({ ...base(target), phase: 1, quietWindowMs: 0, confirm: 'gone' });
  expect(released).toMatchObject({ open: false, confirmable: false });
  expect(await status(target)).toMatchObject({ next: { kind: 'repair', step: ids.backfill } });
  await expect(applyPhase(base(target))).rejects.toMatchObject({ code: 'CHECKPOINT_FAILED' });
  expect(await runBackfill({ ...base(target), step: ids.backfill })).toMatchObject({ holds: true });
  expect(await releaseGate({ ...base(target), phase: 1, quietWindowMs: 0, confirm: 'gone' })).toMatchObject({
    open: true,
  });
});

test('an empty target is fresh: gates are open and one call goes through', async () => {
  const target = await targets.target({ rows: 0 });
  expect(await applyPhase(base(target))).toMatchObject({ held: null, done: true });
});

test('stops after the named step', async () => {
  const target = await targets.target();
  expect(await applyPhase({ ...base(target), until: ids.expand })).toEqual({
    ran: [ids.expand],
    held: null,
    done: false,
  });
  expect(await applyPhase({ ...base(target), until: ids.backfill })).toMatchObject({ ran: [ids.backfill] });
  await expect(applyPhase({ ...base(target), until: 'x' })).rejects.toMatchObject({ code: 'USAGE' });
});

test('a done step that does not hold stops the run, shows in status, and is mended by running it again', async () => {
  const target = await targets.target();
  await applyPhase(base(target));
  await target.session.query('DROP INDEX users_display_name_idx');
  await expect(applyPhase(base(target))).rejects.toMatchObject({
    code: 'CHECKPOINT_FAILED',
    message: /journal says that step 03-index is done, but the database disagrees: .*expected 1, found 0/,
  });
  expect(await status(target)).toMatchObject({ next: { kind: 'repair', step: ids.index } });
  expect(await applyPhase({ ...base(target), again: ids.index })).toMatchObject({ ran: [ids.index] });
  expect(await status(target)).toMatchObject({ disagreements: [], next: { kind: 'deploy' } });
});

test('an index build that was cut off is cleared away and built again', async () => {
  const target = await targets.target();
  await applyPhase({ ...base(target), until: ids.backfill });
  const { session, plan } = target;
  await session.query('CREATE INDEX users_display_name_idx ON users (display_name)');
  await session.query(`UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_display_name_idx'::regclass`);
  await driver.journal.record(session, {
    plan: plan.id,
    step: ids.index,
    unit: 0,
    state: 'done',
    actor: 'x',
    finishedAt: null,
  });
  expect(await applyPhase(base(target))).toMatchObject({ ran: [ids.index, ids.parity] });
  expect(await value(session, `SELECT count(*)::int FROM pg_index WHERE NOT indisvalid`)).toBe(0);
});

test('a plan for another schema is refused before anything is changed', async () => {
  const target = await targets.target();
  const other = { ...target.plan, fingerprint: 'another' };
  await expect(applyPhase({ ...base(target), plan: other })).rejects.toMatchObject({ code: 'PLAN_MISMATCH' });
  expect(await value(target.session, `SELECT to_regnamespace($$flux$$)`)).toBeNull();
  await applyPhase({ ...base(target), until: ids.expand });
  await expect(applyPhase({ ...base(target), plan: other })).rejects.toMatchObject({ code: 'PLAN_MISMATCH' });
});

test('a failing check stops with its own remedy', async () => {
  const target = await targets.target();
  const steps = target.plan.steps.map((step) =>
    step.kind === 'check' ? { ...step, checkpoint: { ...step.checkpoint, query: 'SELECT 3' } } : step,
  );
  const failing = applyPhase({ ...base(target), plan: { ...target.plan, steps } });
  await expect(failing).rejects.toMatchObject({ code: 'CHECKPOINT_FAILED', remedy: 'Run the backfill again.' });
});

test('an abort stops between batches and the next run goes on from there', async () => {
  const target = await targets.target({ batchRows: 50 });
  const abort = new AbortController();
  const run = applyPhase({
    ...base(target),
    signal: abort.signal,
    onEvent: (event) => {
      if (event.kind === 'backfill' && event.batches === 4) abort.abort();
    },
  });
  await expect(run).rejects.toThrow(/abort/i);
  expect(await status(target)).toMatchObject({
    steps: { 1: { state: 'partly', backfill: { rows: 200, done: false } } },
  });
  const events: RunEvent[] = [];
  await applyPhase({ ...base(target), onEvent: (event) => events.push(event) });
  expect(events.find((event) => event.kind === 'backfill')).toMatchObject({ rowsDone: 250, batches: 1 });
});
