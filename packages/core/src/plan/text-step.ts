import type { DeployStep, Lock, Plan, Rollback } from './types.ts';

/** Every lock of a step, worded for somebody who sees one migration file and nothing else. */
export const locksText = (locks: readonly Lock[]): string =>
  locks.length === 0 ? 'none' : locks.map(lockText).join('; ');

export function lockText({ mode, object, blocks, held, waitBoundMs }: Lock): string {
  const wait = waitBoundMs === null ? 'no request waits for it' : `a request waits at most ${waitBoundMs} ms`;
  return `${mode} on ${object}, blocks ${blocks}, held ${held === 'milliseconds' ? 'for milliseconds' : held}, ${wait}`;
}

/** Until when a step can be undone, and what that costs. */
export function undoText({ safeUntil, loses }: Extract<Rollback, { possible: true }>): string {
  const until = safeUntil === null ? 'at any time' : `until the ${safeUntil} release is deployed`;
  return `${until}, loses ${loses ?? 'nothing'}`;
}

/** The release that stands between this phase and the next one. */
export const deployAfter = (plan: Plan, phase: number): DeployStep | undefined =>
  plan.steps.find((step): step is DeployStep => step.kind === 'deploy' && step.phase === phase);
