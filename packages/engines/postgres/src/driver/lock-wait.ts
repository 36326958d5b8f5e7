import type { LockWait, Session } from '@flux/core';

export async function backend(session: Session): Promise<number> {
  const [row] = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return row?.pid ?? 0;
}

/**
 * The view first: pg_blocking_pids() stops the whole lock manager for a moment, so it is only asked where something
 * waits. String constants are left out of the query's text: they may be anything, a password too.
 * https://www.postgresql.org/docs/current/functions-info.html
 */
const waitSql = `
WITH waiting AS MATERIALIZED (
  SELECT pid FROM pg_catalog.pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'
), wanted AS MATERIALIZED (
  SELECT l.pid, l.mode, coalesce(l.relation, (
    -- Who waits for a row waits for a transaction, and holds the row's place in the queue.
    SELECT t.relation FROM pg_catalog.pg_locks t WHERE t.pid = l.pid AND t.locktype = 'tuple' LIMIT 1)) AS relation
  FROM pg_catalog.pg_locks l JOIN waiting USING (pid) WHERE NOT l.granted
), blocking AS MATERIALIZED (
  SELECT unnest(pg_catalog.pg_blocking_pids(pid)) AS pid FROM waiting
)
SELECT n.nspname AS schema, c.relname AS name, wanted.mode AS lock, blocking.pid,
  round(extract(epoch FROM clock_timestamp() - b.xact_start) * 1000)::float8 AS "ageMs", b.state,
  left(regexp_replace(regexp_replace(b.query, '''[^'']*(''|$)', '''…''', 'g'), '\\s+', ' ', 'g'), 60) AS query
FROM wanted CROSS JOIN blocking
LEFT JOIN pg_catalog.pg_stat_activity b ON b.pid = blocking.pid
LEFT JOIN pg_catalog.pg_class c ON c.oid = wanted.relation
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
ORDER BY b.xact_start NULLS LAST LIMIT 1`;

interface Row {
  readonly schema: string | null;
  readonly name: string | null;
  readonly lock: string;
  readonly pid: number;
  readonly ageMs: number | null;
  readonly state: string | null;
  readonly query: string | null;
}

export async function lockWait(session: Session, waiting: number): Promise<LockWait | null> {
  const [row] = await session.query<Row>(waitSql, [waiting]);
  if (!row) return null;
  const { schema, name, lock, pid, ageMs, state, query } = row;
  const table = schema === null || name === null ? null : { schema, name };
  return { table, lock, blocker: { pid, ageMs, state, query } };
}
