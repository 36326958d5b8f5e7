import type { Session, SqlUnit } from '@flux/core';

/**
 * The session statements the runner needs around a plan's own SQL, all in this file: an engine that says them otherwise
 * makes them part of its driver.
 */
const noTimeout = 'SET LOCAL statement_timeout = 0';
// A runner that is cut off in mid-transaction must not hold rows until the server's TCP keepalive gives up.
const endWhenForsaken = `SET LOCAL idle_in_transaction_session_timeout = '60s'`;

/** Runs `work` in a transaction; on any error rolls back and throws that error. */
export async function inTransaction<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.query(`BEGIN; ${noTimeout}; ${endWhenForsaken}`);
  try {
    const result = await work();
    await session.query('COMMIT');
    return result;
  } catch (error) {
    await rollBack(session);
    throw error;
  }
}

/**
 * One simple query, so that no round trip lies between taking a lock and COMMIT: a runner that is suspended or cut
 * off there would hold the lock. The unit's own block retries the lock.
 */
export async function runGuarded(session: Session, unit: SqlUnit): Promise<void> {
  try {
    // On a line of its own: the unit may end in a comment.
    await session.query(`BEGIN; ${noTimeout};\n${unit.sql}\n;\nCOMMIT`);
  } catch (error) {
    await rollBack(session);
    throw error;
  }
}

/**
 * Bare, as the only statement of its query. A lock_timeout would end a concurrent index build in its harmless waits and
 * leave an invalid index.
 */
export async function runAlone(session: Session, unit: SqlUnit): Promise<void> {
  await session.query('SET statement_timeout = 0');
  await session.query('SET lock_timeout = 0');
  try {
    await session.query(unit.sql);
  } finally {
    await quietly(session, 'RESET statement_timeout');
    await quietly(session, 'RESET lock_timeout');
  }
}

// When the connection is gone the server rolls back by itself, and the first error is the one to report.
const rollBack = (session: Session): Promise<void> => quietly(session, 'ROLLBACK');

async function quietly(session: Session, sql: string): Promise<void> {
  try {
    await session.query(sql);
  } catch {
    // See the callers: an earlier error says more.
  }
}
