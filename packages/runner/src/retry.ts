import type { Driver, FluxError } from '@flux/core';
import { classified } from './classified.ts';
import type { Place } from './classified.ts';
import { pause } from './pause.ts';

export interface RetryOptions {
  readonly driver: Driver;
  readonly place: Place;
  readonly attempts: number;
  readonly signal?: AbortSignal | undefined;
  readonly onRetry: (attempt: number, waitMs: number, error: FluxError) => void;
}

const firstWaitMs = 50;
const longestWaitMs = 3_000;

/** Repeats what failed with an error that the driver calls retryable, waiting longer each time. */
export async function retrying<T>(options: RetryOptions, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (thrown) {
      const { error, retryable } = classified(options.driver, thrown, options.place);
      // A lost connection does not come back: the next run goes on with another.
      if (!retryable || error.code === 'CONNECT_FAILED' || attempt >= options.attempts) throw error;
      const waitMs = waitBefore(attempt, Math.random());
      options.onRetry(attempt, waitMs, error);
      await pause(waitMs, options.signal);
    }
  }
}

/** Doubles up to the longest; a random half keeps two runners from meeting again. */
export function waitBefore(attempt: number, random: number): number {
  const full = Math.min(firstWaitMs * 2 ** (attempt - 1), longestWaitMs);
  return Math.round(full * (0.5 + random / 2));
}
