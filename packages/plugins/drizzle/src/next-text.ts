import type { Plan } from '@flux/core';
import { mainTarget } from './target.ts';
import type { GateReason, NextCommand } from '@flux/runner';
import type { PlanReport, TargetReport } from './status.ts';

/**
 * The runner's next step in this tool's words: a command to paste, or what to do before it.
 * @param written the plan's steps whose files are in the migrations folder
 */
export function nextText(plan: Plan, next: NextCommand, written: ReadonlySet<string>, target: string): string {
  const to = toTarget(target);
  switch (next.kind) {
    case 'migrate':
      if (!written.has(next.step) && written.size > 0)
        return `npx drizzle-flux release ${plan.id}   (open here; the files come when it is open on every target)`;
      return `npx drizzle-flux migrate${to}`;
    case 'deploy':
      return `deploy the ${next.release} release; when ${next.gone} is gone: npx drizzle-flux release ${plan.id}`;
    case 'release':
      return `npx drizzle-flux release ${plan.id}, commit the files, npx drizzle-flux migrate${to}`;
    case 'rollback':
      return `npx drizzle-flux rollback ${plan.id} --now${to}   (finishes the one that was cut off in ${next.step})`;
    case 'resume':
      return next.state === 'paused'
        ? `npx drizzle-flux migrate --resume ${plan.id}${to}, or npx drizzle-flux rollback ${plan.id}`
        : `npx drizzle-flux rollback ${plan.id} (files that take it back everywhere), or migrate --resume ${plan.id}${to}`;
    case 'repair':
      return `npx drizzle-flux rollback ${plan.id}, or mend by hand: ${next.why}`;
    case 'done':
      return 'nothing: the plan is done';
  }
}

/**
 * What to do next for the plan on one target; null where that cannot be said. A rollback that is written goes before
 * everything else: the files of the plan's way on are behind it.
 */
export function nextOnTarget(
  { plan, written, takenBack }: PlanReport,
  { target, record, status, rollbackFiles }: TargetReport,
): string | null {
  if (rollbackFiles > 0) return `npx drizzle-flux migrate${toTarget(target)}`;
  if (status === null || (takenBack && (record === null || record.state === 'rolled back'))) return null;
  return nextText(plan, status.next, written, target);
}

/** `13 files not applied on main`. */
export const rollbackWaiting = ({ target, rollbackFiles }: TargetReport): string =>
  `rollback written, ${rollbackFiles} file${rollbackFiles === 1 ? '' : 's'} not applied on ${target}`;

export const toTarget = (target: string): string => (target === mainTarget ? '' : ` --target ${target}`);

export function reasonText(reason: GateReason): string {
  switch (reason.kind) {
    case 'notBegun':
      return 'the plan has not begun here: npx drizzle-flux migrate';
    case 'stopped':
      return `the plan is ${reason.state} here`;
    case 'earlierGate':
      return `the gate ${reason.step} before it is closed`;
    case 'stepNotDone':
      return `step ${reason.step} is ${reason.state}: npx drizzle-flux migrate`;
    case 'checkpoint':
      return `${reason.measured.step}: ${reason.measured.what}: expected ${reason.measured.expect}, found ${reason.measured.got ?? reason.measured.error ?? 'nothing'}`;
    case 'writesSeen':
      return `${reason.what}: ${reason.lastSeen}; quiet long enough in ${spanText(reason.quietInMs)}`;
    case 'watchedTooShort':
      return `${reason.what}: none seen, but not watched for long enough; ${spanText(reason.quietInMs)} to go`;
    case 'noEvidence':
      return reason.what === null
        ? 'nothing shows by itself that the old release is gone'
        : reason.error === null
          ? `nothing shows by itself that this release is everywhere: ${reason.what}`
          : `${reason.what} could not be read: ${reason.error}`;
  }
}

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `24h`, `30m`, `90s`, `7d`, `0`; `undefined` when it is none of these. */
export function readSpan(text: string): number | undefined {
  const match = /^(\d+)([smhd]?)$/.exec(text.trim());
  if (match === null) return undefined;
  const value = Number(match[1]);
  if (match[2] === '') return value === 0 ? 0 : undefined;
  return value * units[match[2] as keyof typeof units];
}

export function spanText(ms: number): string {
  if (ms < 90_000) return `${Math.ceil(ms / 1000)} s`;
  if (ms < 5_400_000) return `${Math.ceil(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}
