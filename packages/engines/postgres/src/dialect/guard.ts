import { undoStep, undoneStep } from '@flux/core';
import type { CompileContext, SqlUnit } from '@flux/core';
import { indent } from './indent.ts';
import { dollarQuote, shortHash } from './names.ts';
import { quoteLiteral } from './quote.ts';
import { isUserTable } from './user-tables.ts';

/**
 * One transaction's worth of a lock wait stays far below deadlock_timeout (1 s), or the application becomes the
 * deadlock victim. Source: docs/facts/postgres.md C0.1 (2 s: 1-3 failed requests, 250 ms: none).
 */
export const lockTimeoutMs = 250;
export const lockAttempts = 60;
/** Pause between attempts, ± 50 %: nothing is held while it lasts. */
const pauseSeconds = 0.3;

/** Marks units `from`..`to` of a step done; an undo and its step take each other's marks away. */
export function journalSql({ plan, step }: CompileContext, from: number, to: number): string {
  const undone = undoneStep(step);
  const other =
    undone !== null
      ? `UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = ${quoteLiteral(plan)} AND step = ${quoteLiteral(undone)};`
      : `DELETE FROM flux.journal WHERE plan = ${quoteLiteral(plan)} AND step = ${quoteLiteral(undoStep(step))};`;
  return [
    `INSERT INTO flux.journal (plan, step, unit) SELECT ${quoteLiteral(plan)}, ${quoteLiteral(step)}, n FROM generate_series(${from}, ${to}) AS n`,
    `  ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();`,
    other,
  ].join('\n');
}

/**
 * Runs statements in one transaction with a short lock_timeout, again and again until the locks are granted. Between
 * attempts everything is rolled back and nothing is held. Refuses to run where the session already holds a strong
 * lock: that lock would be held through the pauses.
 */
export function guardedUnit(statements: readonly string[], context: CompileContext, firstUnit = context.unit): SqlUnit {
  const { plan, step, unit } = context;
  const done = `EXISTS (SELECT FROM flux.journal WHERE plan = ${quoteLiteral(plan)} AND step = ${quoteLiteral(step)} AND unit = ${unit} AND state = 'done')`;
  const body = `
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF ${done} THEN
    RETURN;
  END IF;
${indent(refuseHeldLocks(context.ownTables), 2)}
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '${lockTimeoutMs}ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(${runLock}, ${numberOf(plan)});
      EXIT WHEN ${done};
${indent(statements.map((s) => `${s};`).join('\n'), 6)}
${indent(journalSql(context, firstUnit, unit), 6)}
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= ${lockAttempts} THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(${pauseSeconds} * (0.5 + random()));
  END LOOP;
END
`;
  return { run: 'guarded', sql: `DO ${dollarQuote(body)}` };
}

/** First half of the advisory lock: "flux" as a number. */
const runLock = 0x666c7578;
const numberOf = (text: string): number => Number.parseInt(shortHash(text), 16) | 0;

/** Only tables of the user: a runner's own bookkeeping is no harm. */
const refuseHeldLocks = (ownTables: CompileContext['ownTables']): string => `IF EXISTS (
  SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
    AND ${isUserTable(ownTables)}
    AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
) THEN
  RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
    HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
END IF;`;

/** Harmless to run twice, takes no lock that a request waits for. */
export const plainUnit = (sql: string): SqlUnit => ({ run: 'plain', sql });
export const aloneUnit = (sql: string): SqlUnit => ({ run: 'alone', sql });
