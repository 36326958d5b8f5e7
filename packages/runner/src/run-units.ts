import type { Driver, FluxError, Session, SqlUnit } from '@flux/core';
import { classified } from './classified.ts';
import type { Place } from './classified.ts';
import type { OnEvent } from './events.ts';
import { watchingLocks } from './lock-watch.ts';
import { retrying } from './retry.ts';
import { inTransaction, runAlone, runGuarded } from './transaction.ts';

export interface UnitRun {
  readonly driver: Driver;
  readonly session: Session;
  readonly connect?: (() => Promise<Session>) | undefined;
  readonly place: Place;
  readonly onEvent: OnEvent;
  readonly signal?: AbortSignal | undefined;
}

// A guarded unit has spent its own attempts when it fails, and an `alone` unit's leftovers must be cleared first.
const plainAttempts = 8;

/**
 * Runs one unit in the way it asks for and writes it down: with a plain unit in the same transaction, otherwise after.
 * A guarded unit also writes itself down, in its own transaction.
 */
export async function runUnit(run: UnitRun, unit: SqlUnit, record: (() => Promise<void>) | null): Promise<void> {
  const { driver, session, connect, place, onEvent } = run;
  await watchingLocks({ driver, session, connect, step: place.step, onEvent }, () => runNow(run, unit, record));
}

async function runNow(run: UnitRun, unit: SqlUnit, record: (() => Promise<void>) | null): Promise<void> {
  const { driver, session, place, signal } = run;
  if (unit.run === 'plain') {
    const onRetry = (attempt: number, waitMs: number, error: FluxError): void =>
      run.onEvent({ kind: 'retry', step: place.step, attempt, waitMs, error });
    await retrying({ driver, place, attempts: plainAttempts, signal, onRetry }, () =>
      inTransaction(session, async () => {
        await session.query(unit.sql);
        await record?.();
      }),
    );
    return;
  }
  try {
    await (unit.run === 'guarded' ? runGuarded(session, unit) : runAlone(session, unit));
    await record?.();
  } catch (thrown) {
    throw classified(driver, thrown, place).error;
  }
}
