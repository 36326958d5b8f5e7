import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { FluxError } from '@flux/core';
import { readSpan } from '@flux/runner';

/** Clock and identities, read here and passed on. */
export const surroundings = () => ({ now: Date.now(), newId: () => randomUUID() });

export function actor(): string {
  const given = process.env['FLUX_ACTOR'];
  if (given) return given;
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no name.
    return 'unknown';
  }
}

export function quietWindow(text: string): number {
  const span = readSpan(text);
  if (span !== undefined) return span;
  throw new FluxError('USAGE', `--quiet-window ${text} is no span of time.`, 'Write it as 24h, 30m, 90s, 7d or 0.');
}

/** Runs `work` with a signal that the first Ctrl-C gives: it stops between two pieces; a second one ends at once. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const interrupt = () =>
    stop.abort(
      new FluxError('INTERRUPTED', 'Stopped on request; what was done stays.', 'Run the command again to go on.'),
    );
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, interrupt);
  try {
    return await work(stop.signal);
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, interrupt);
  }
}
