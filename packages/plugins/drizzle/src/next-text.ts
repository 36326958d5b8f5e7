import type { Plan } from '@flux/core';
import { mainTarget } from './target.ts';
import { gateReasonText } from '@flux/runner';
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

/** Why a gate stays closed, with this tool's commands. */
export const reasonText = (reason: GateReason): string =>
  gateReasonText(reason, { run: 'npx drizzle-flux migrate', resume: 'npx drizzle-flux migrate --resume <plan>' });
