import { tableLabel } from '@flux/core';
import type { BackfillStep, Plan, SqlStep, SqlUnit } from '@flux/core';
import { Client } from 'pg';

/** Object → strongest lock mode; weaker than RowExclusiveLock is left out: every read takes that. */
export type Locks = Readonly<Record<string, string>>;

const strength = [
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];

/**
 * Runs a plan's steps by hand, in order and to the end, and reads pg_locks while each unit holds what it took: at the
 * end of its transaction, or from outside while a writer keeps a concurrent build waiting.
 */
export async function observeLocks(url: string, plan: Plan): Promise<ReadonlyMap<string, Locks>> {
  const worker = await connect(url);
  const watcher = await connect(url);
  const observed = new Map<string, Locks>();
  try {
    for (const [phase, { guard }] of plan.phases.entries()) {
      if (phase > 0) await watcher.query('INSERT INTO flux.gates (plan, phase) VALUES ($1, $2)', [plan.id, phase]);
      for (const unit of guard) await worker.query(unit.sql);
      for (const step of plan.steps) {
        if (step.phase !== phase) continue;
        if (step.kind === 'sql') observed.set(step.id, await observeSql(worker, watcher, step));
        if (step.kind === 'backfill') observed.set(step.id, await observeBackfill(worker, step));
      }
    }
  } finally {
    await worker.end();
    await watcher.end();
  }
  return observed;
}

/** As the plan states them, in the same form. */
export function predictedLocks(step: SqlStep | BackfillStep): Locks {
  return merge(step.locks.map((lock) => ({ [lock.object]: lock.mode })));
}

async function observeSql(worker: Client, watcher: Client, step: SqlStep): Promise<Locks> {
  const seen: Locks[] = [];
  for (const unit of step.units) {
    seen.push(
      unit.run === 'alone' ? await observeAlone(worker, watcher, step, unit) : await observeInTransaction(worker, unit),
    );
  }
  return merge(seen);
}

async function observeInTransaction(worker: Client, unit: SqlUnit): Promise<Locks> {
  await worker.query('BEGIN');
  await worker.query(unit.sql);
  const locks = await heldBy(worker, 'pg_backend_pid()');
  await worker.query('COMMIT');
  return locks;
}

/** A concurrent build waits for writers: one that stays open holds it still while we look. */
async function observeAlone(worker: Client, watcher: Client, step: SqlStep, unit: SqlUnit): Promise<Locks> {
  const [table] = step.actions.flatMap((action) => ('table' in action ? action.table : []));
  const { rows } = await worker.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await watcher.query('BEGIN');
  await watcher.query(`LOCK TABLE "${table!.schema}"."${table!.name}" IN ROW EXCLUSIVE MODE`);
  const running = worker.query(unit.sql);
  let locks: Locks = {};
  for (let look = 0; look < 100 && Object.keys(locks).length === 0; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    locks = await heldBy(watcher, String(rows[0]!.pid));
  }
  await watcher.query('COMMIT');
  await running;
  return locks;
}

async function observeBackfill(worker: Client, step: BackfillStep): Promise<Locks> {
  const { rows } = await worker.query<Record<string, string>>(step.pages.next, [String(step.batch.rows)]);
  await worker.query('BEGIN');
  for (const sql of step.pages.before) await worker.query(sql);
  const keys = step.pages.keys.map((_, i) => rows[0]?.[`k${i + 1}`] ?? null);
  await worker.query(step.pages.run, keys);
  const locks = await heldBy(worker, 'pg_backend_pid()');
  await worker.query('COMMIT');
  for (const unit of step.inline) await worker.query(unit.sql);
  return locks;
}

async function heldBy(client: Client, pid: string): Promise<Locks> {
  const { rows } = await client.query<{ schema: string; name: string; mode: string }>(
    `SELECT n.nspname AS schema, c.relname AS name, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
     JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE l.pid = ${pid} AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
       AND n.nspname NOT IN ('flux', 'pg_catalog', 'information_schema')`,
  );
  return merge(rows.map((row) => ({ [tableLabel(row)]: row.mode })));
}

function merge(all: readonly Locks[]): Locks {
  const strongest: Record<string, string> = {};
  for (const [object, mode] of all.flatMap((locks) => Object.entries(locks))) {
    if (!strength.includes(mode)) continue;
    const known = strongest[object];
    if (known === undefined || strength.indexOf(mode) > strength.indexOf(known)) strongest[object] = mode;
  }
  return strongest;
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'flux-verify-locks' });
  await client.connect();
  return client;
}
