import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyPhase, readStatus, runBackfill, writePlan } from '../src/index.ts';
import type { RunEvent } from '../src/index.ts';
import { ids } from './rename-plan.ts';
import { driver, rowsThatDiffer, startTargets, value } from './target.ts';
import type { Target } from './target.ts';

let targets: Awaited<ReturnType<typeof startTargets>>;
let directory: string;
beforeAll(async () => {
  targets = await startTargets();
  directory = await mkdtemp(join(tmpdir(), 'flux-crash-'));
});
afterAll(async () => {
  await targets.stop();
  await rm(directory, { recursive: true });
});

const base = ({ plan, session }: Target) => ({ plan, driver, session, actor: 'ops' });
const here = dirname(fileURLToPath(import.meta.url));

/** Runs the child until it ends, or kills it `afterMs` after its first step began. */
async function runChild(
  url: string,
  plan: string,
  afterMs: number | null,
): Promise<{ killed: boolean; output: string }> {
  const child = spawn(
    process.execPath,
    ['--conditions=flux-source', '--import', 'tsx', join(here, 'apply-child.ts'), url, plan],
    { cwd: join(here, '..'), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  let timer: NodeJS.Timeout | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (afterMs !== null && output.includes('stepStarted')) timer ??= setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearTimeout(timer);
  if (code !== 0 && signal === null) throw new Error(output);
  return { killed: signal === 'SIGKILL', output };
}

/** mulberry32 */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Writers of the old release, until stopped; returns what they wrote last per row. */
function traffic(target: Target, next: () => number): () => Promise<Map<number, string>> {
  const written = new Map<number, string>();
  const ended = new AbortController();
  const loop = (async () => {
    const session = await target.connect();
    for (let i = 0; !ended.signal.aborted; i += 1) {
      const id = 1 + Math.floor(next() * 12_000);
      await session.query('UPDATE users SET name = $2 WHERE id = $1', [id, `old ${i}`]);
      await session.query(`INSERT INTO users (name) VALUES ('inserted')`);
      written.set(id, `old ${i}`);
      await sleep(3);
    }
    await session.end();
  })();
  return async () => {
    ended.abort();
    await loop;
    return written;
  };
}

test.each([1, 2, 3, 4, 5])(
  'seed %i: killed at random moments and run again, under traffic: nothing lost, no row done twice',
  async (seed) => {
    const target = await targets.target({ rows: 12_000, batchRows: 100, pauseMs: 15 });
    const { json } = await writePlan(join(directory, String(seed)), target.plan, () => 'text');
    const next = random(seed);
    const stop = traffic(target, next);
    let kills = 0;
    let killedInBackfill = 0;
    let last: Awaited<ReturnType<typeof runChild>>;
    do {
      last = await runChild(target.url, json, kills < 5 ? next() * 900 : null);
      if (last.killed) kills += 1;
      if (last.killed && last.output.trimEnd().endsWith('backfill')) killedInBackfill += 1;
    } while (last.killed);
    const written = await stop();
    const { session } = target;
    expect(kills, `seed ${seed}`).toBeGreaterThan(1);
    expect(killedInBackfill, `seed ${seed}`).toBeGreaterThan(0);
    expect(await rowsThatDiffer(session)).toBe(0);
    for (const [id, name] of written)
      expect(await value(session, `SELECT name || '/' || display_name FROM users WHERE id = ${id}`)).toBe(
        `${name}/${name}`,
      );
    expect(
      await value(
        session,
        'SELECT count(*)::int FROM (SELECT id FROM touches WHERE by_backfill GROUP BY id HAVING count(*) > 1) s',
      ),
    ).toBe(0);
    expect(await readStatus({ ...base(target), quietWindowMs: 0 })).toMatchObject({
      disagreements: [],
      steps: { 1: { backfill: { done: true } } },
    });
  },
);

test('rows that are locked make the batch wait and come again, and block nobody for long', async () => {
  const target = await targets.target();
  await applyPhase({ ...base(target), until: ids.expand });
  const blocker = await target.connect();
  await blocker.query('BEGIN; UPDATE users SET touched = 1 WHERE id = 455');
  const events: RunEvent[] = [];
  const run = runBackfill({ ...base(target), step: ids.backfill, onEvent: (event) => events.push(event) });
  await sleep(1_200);
  expect((await driver.journal.readPlan(await target.connect(), target.plan.id))!.backfills).toMatchObject([
    { cursor: ['400'] },
  ]);
  await blocker.query('COMMIT');
  await blocker.end();
  expect(await run).toMatchObject({ holds: true });
  const retries = events.filter((event) => event.kind === 'retry');
  expect(retries.length).toBeGreaterThan(2);
  expect(retries[0]).toMatchObject({ step: ids.backfill, attempt: 1, error: { code: 'LOCK_TIMEOUT' } });
});

test('a connection cut in mid-batch is a classified error with its place, and the next run goes on', async () => {
  const target = await targets.target({ batchRows: 20 });
  await applyPhase({ ...base(target), until: ids.expand });
  const cut = await target.connect();
  const pid = await value(cut, 'SELECT pg_backend_pid()');
  const run = runBackfill({
    ...base(target),
    session: cut,
    step: ids.backfill,
    batch: { pauseMs: 5 },
    onEvent: (event) => {
      if (event.kind === 'backfill' && event.batches === 10)
        void target.session.query('SELECT pg_terminate_backend($1)', [pid]);
    },
  });
  await expect(run).rejects.toMatchObject({ code: 'CONNECT_FAILED', data: { step: ids.backfill } });
  const saved = (await driver.journal.readPlan(target.session, target.plan.id))!.backfills[0]!;
  expect(saved.rows).toBeGreaterThanOrEqual(200);
  const events: RunEvent[] = [];
  await runBackfill({ ...base(target), step: ids.backfill, onEvent: (event) => events.push(event) });
  expect(events[0]).toMatchObject({ rowsDone: saved.rows + 20 });
  expect(await rowsThatDiffer(target.session)).toBe(0);
});

test('a backfill that leaves rows behind is gone over three times, then says so', async () => {
  const target = await targets.target({ rows: 100 });
  await applyPhase({ ...base(target), until: ids.expand });
  const steps = target.plan.steps.map((step) =>
    step.kind === 'backfill' ? { ...step, pages: { ...step.pages, run: 'SELECT $1::bigint' } } : step,
  );
  const events: RunEvent[] = [];
  const run = runBackfill({
    ...base(target),
    plan: { ...target.plan, steps },
    step: ids.backfill,
    onEvent: (event) => events.push(event),
  });
  await expect(run).rejects.toMatchObject({ code: 'CHECKPOINT_FAILED', data: { got: '90' } });
  expect(events.filter((event) => event.kind === 'backfill')).toHaveLength(3);
});

test.each([
  ['page lengths told', false],
  ['page lengths not told', true],
])(
  'ends under inserts that come in behind it, %s',
  async (_, silent) => {
    const target = await targets.target({ rows: 2_000, batchRows: 100, pauseMs: 30 });
    await applyPhase({ ...base(target), until: ids.expand });
    const untold = (sql: string): string => (silent ? sql.replace(', count(*) AS rows', '') : sql);
    const steps = target.plan.steps.map((step) =>
      step.kind === 'backfill'
        ? {
            ...step,
            pages: { ...step.pages, next: untold(step.pages.next), nextFrom: untold(step.pages.nextFrom) },
          }
        : step,
    );
    const stop = traffic(target, Math.random);
    const run = runBackfill({ ...base(target), plan: { ...target.plan, steps }, step: ids.backfill });
    expect(await run).toMatchObject({ holds: true });
    await stop();
    expect(await rowsThatDiffer(target.session)).toBe(0);
  },
  20_000,
);
