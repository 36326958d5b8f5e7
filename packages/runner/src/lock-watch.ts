import { FluxError, tableLabel } from '@flux/core';
import type { Driver, LockWait, Session } from '@flux/core';
import type { OnEvent, WaitingEvent } from './events.ts';
import { pause } from './pause.ts';

export interface LockWatch {
  readonly driver: Driver;
  /** The one that may wait. */
  readonly session: Session;
  /** For a connection that can look on meanwhile; without it nothing is told. */
  readonly connect?: (() => Promise<Session>) | undefined;
  readonly step: string;
  readonly onEvent: OnEvent;
}

const lookAfterMs = 1_000;
// Guarded units and backfill pages wait for 250 ms at a time, with pauses that may be longer: every wait is to be seen.
const lookEveryMs = 150;
const tellEveryMs = 2_000;

/**
 * Runs `work`, and tells about every two seconds what it waits for. A LOCK_TIMEOUT that it ends with names the step, the
 * table and who was in the way.
 */
export async function watchingLocks<T>(watch: LockWatch, work: () => Promise<T>): Promise<T> {
  const { driver, session, connect } = watch;
  if (!connect) return work();
  const backend = await driver.backend(session);
  const ended = new AbortController();
  const seen: { last: LockWait | null } = { last: null };
  // Best effort: what cannot be watched is run all the same.
  const looking = look(watch, connect, backend, seen, ended.signal).catch(() => undefined);
  try {
    return await work();
  } catch (thrown) {
    throw seen.last ? named(driver, thrown, watch.step, seen.last) : thrown;
  } finally {
    ended.abort();
    await looking;
  }
}

async function look(
  { driver, step, onEvent }: LockWatch,
  connect: () => Promise<Session>,
  backend: number,
  seen: { last: LockWait | null },
  ended: AbortSignal,
): Promise<void> {
  const started = performance.now();
  await pause(lookAfterMs, ended);
  const session = await connect();
  try {
    for (let toldAt = Number.NEGATIVE_INFINITY; !ended.aborted; await pause(lookEveryMs, ended)) {
      const wait = await driver.lockWait(session, backend);
      if (!wait) continue;
      seen.last = wait;
      if (ended.aborted || performance.now() - toldAt < tellEveryMs) continue;
      toldAt = performance.now();
      onEvent({ kind: 'waiting', step, waitedMs: Math.round(toldAt - started), ...wait });
    }
  } finally {
    await session.end();
  }
}

function named(driver: Driver, thrown: unknown, step: string, wait: LockWait): unknown {
  const error = thrown instanceof FluxError ? thrown : driver.classify(thrown).error;
  if (error.code !== 'LOCK_TIMEOUT' || error.data['blocker'] !== undefined) return thrown;
  const { table, lock, blocker } = wait;
  return new FluxError(
    'LOCK_TIMEOUT',
    `Step ${step} did not get ${wantedText(wait)}; in the way: ${blockerText(wait)}.`,
    `Wait until process ${blocker.pid} has ended its transaction, or end it: SELECT pg_terminate_backend(${blocker.pid}). Then run the command again.`,
    { ...error.data, step, table: table && tableLabel(table), lock, blocker },
    error.cause ?? thrown,
  );
}

/** For a line of progress. */
export const waitingText = (event: WaitingEvent): string =>
  `waits for ${wantedText(event)}; in the way: ${blockerText(event)}`;

const wantedText = ({ table, lock }: LockWait): string => (table ? `${lock} on ${tableLabel(table)}` : lock);

function blockerText({ blocker: { pid, state, ageMs, query } }: LockWait): string {
  const parts = [
    `process ${pid}`,
    ...(state === null ? [] : [state]),
    ...(ageMs === null ? [] : [`in a transaction for ${Math.round(ageMs / 1000)} s`]),
  ];
  return `${parts.join(', ')}${query ? `: ${query.trim()}` : ''}`;
}
