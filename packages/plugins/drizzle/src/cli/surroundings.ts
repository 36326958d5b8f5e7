import { randomUUID } from 'node:crypto';
import { FluxError } from '@flux/core';
import { readSpan } from '@flux/runner';

/** Clock and identities, read here and passed on. */
export const surroundings = () => ({ now: Date.now(), newId: () => randomUUID() });

export function quietWindow(text: string): number {
  const span = readSpan(text);
  if (span !== undefined) return span;
  throw new FluxError('USAGE', `--quiet-window ${text} is no span of time.`, 'Write it as 24h, 30m, 90s, 7d or 0.');
}
