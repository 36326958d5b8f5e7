import { FluxError } from '@flux/core';
import type { Driver, Session } from '@flux/core';
import { classifying } from './classified.ts';
import { ignoreEvents } from './events.ts';
import type { OnEvent } from './events.ts';
import { pause } from './pause.ts';

export interface LeaseOptions {
  readonly driver: Driver;
  /** For a connection of the lease's own: a heartbeat must not queue behind a long statement. */
  readonly connect: () => Promise<Session>;
  /** Unique among everything that may run on the target. */
  readonly holder: string;
  readonly onEvent?: OnEvent;
  readonly signal?: AbortSignal | undefined;
  /** Default 5,000. */
  readonly heartbeatMs?: number;
  /** A holder that has been silent for longer is gone. Default 30,000. */
  readonly staleAfterMs?: number;
}

/**
 * Runs `work` as the only runner on the target. A row with a heartbeat, because session locks leak through transaction
 * poolers. While another holder is silent it waits until that one is stale; as soon as it shows life it gives up.
 * `work` gets a signal that is aborted when `signal` is, or when the lease is lost.
 * @throws FluxError LEASE_HELD, and what `work` throws
 */
export async function withLease<T>(options: LeaseOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { driver, holder, signal } = options;
  let session = await options.connect();
  try {
    await classifying(driver, signal, undefined, async () => {
      await driver.journal.ensure(session);
      await acquire(session, options);
    });
    const lost = new AbortController();
    const heartbeat = beat(options, session, lost, (fresh) => (session = fresh));
    try {
      return await work(signal ? AbortSignal.any([signal, lost.signal]) : lost.signal);
    } catch (error) {
      // What `work` makes of its signal is less than why the signal was given.
      if (lost.signal.aborted && !signal?.aborted) throw lost.signal.reason;
      throw error;
    } finally {
      await heartbeat.stop();
      // Best effort: unreleased, it is stale soon.
      await driver.journal.releaseLease(session, holder).catch(() => undefined);
    }
  } finally {
    await session.end();
  }
}

const staleAfter = (options: LeaseOptions): number => options.staleAfterMs ?? 30_000;

async function acquire(session: Session, options: LeaseOptions): Promise<void> {
  const { driver, holder, signal, onEvent = ignoreEvents } = options;
  let quietFor = -1;
  let told = false;
  for (;;) {
    signal?.throwIfAborted();
    if (await driver.journal.lease(session, holder, staleAfter(options))) return;
    const other = await driver.journal.leaseHolder(session);
    if (!other) continue;
    // A younger heartbeat than last time is a sign of life.
    if (other.heartbeatAgeMs < quietFor) throw leaseHeld(other, staleAfter(options));
    quietFor = other.heartbeatAgeMs;
    if (!told) onEvent({ kind: 'waitingForLease', ...other });
    told = true;
    await pause(Math.min(500, Math.max(20, staleAfter(options) - other.heartbeatAgeMs)), signal);
  }
}

function leaseHeld(other: { holder: string; heartbeatAgeMs: number }, staleAfterMs: number): FluxError {
  const age = `${(other.heartbeatAgeMs / 1000).toFixed(1)} s`;
  return new FluxError(
    'LEASE_HELD',
    `Another runner is at work on this target: ${other.holder}; its last heartbeat was ${age} ago.`,
    `Wait until it has finished. A runner that was killed is replaced within ${Math.round(staleAfterMs / 1000)} s of silence: run the command again.`,
    { ...other, staleAfterMs },
  );
}

/** Renews the lease until stopped; aborts `lost` when it was taken over or could not be renewed in time. */
function beat(
  options: LeaseOptions,
  first: Session,
  lost: AbortController,
  replaced: (session: Session) => void,
): { stop(): Promise<void> } {
  const { driver, holder, heartbeatMs = 5_000 } = options;
  const ended = new AbortController();
  let session = first;
  let renewedAt = performance.now();

  const renew = async (): Promise<void> => {
    try {
      if (await driver.journal.lease(session, holder, staleAfter(options))) {
        renewedAt = performance.now();
        return;
      }
      const other = await driver.journal.leaseHolder(session);
      lost.abort(leaseHeld(other ?? { holder: 'unknown', heartbeatAgeMs: 0 }, staleAfter(options)));
    } catch (error) {
      if (performance.now() - renewedAt > staleAfter(options)) return lost.abort(driver.classify(error).error);
      await reconnect();
    }
  };
  const reconnect = async (): Promise<void> => {
    await session.end().catch(() => undefined);
    try {
      session = await options.connect();
      replaced(session);
    } catch {
      // The next beat tries again; after staleAfterMs without success the lease counts as lost.
    }
  };
  const loop = (async () => {
    while (!lost.signal.aborted) {
      try {
        await pause(heartbeatMs, ended.signal);
      } catch {
        return;
      }
      await renew();
    }
  })();
  return {
    stop: () => {
      ended.abort();
      return loop;
    },
  };
}
