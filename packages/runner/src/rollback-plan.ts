import { FluxError, releases } from '@flux/core';
import type { DeployStep, JournalState, Plan, Release, Step } from '@flux/core';
import { stepNamed } from './step-named.ts';
import { begun, stepStates } from './step-state.ts';

/** What one step's rollback costs at this moment. */
export interface RollbackCost {
  readonly step: string;
  readonly safeUntil: Release | null;
  readonly loses: string | null;
  /** True when the release that it is safe until may be out: its deploy was reached on this target. */
  readonly tooLate: boolean;
}

export interface RollbackPlan {
  /** In the order to undo them: last first. */
  readonly steps: readonly Step[];
  /** Steps that lose something or need a release to be out of service, last first. */
  readonly costs: readonly RollbackCost[];
}

/**
 * What undoing everything after `to` means; `to` itself stays done. `start`: everything. Pure: nothing is run.
 * @throws FluxError UNSUPPORTED_CHANGE when a step in between cannot be undone, USAGE
 */
export function planRollback(plan: Plan, journal: JournalState, to: string): RollbackPlan {
  const keep = to === 'start' ? -1 : plan.steps.indexOf(stepNamed(plan, to));
  const states = stepStates(plan, journal);
  const steps = plan.steps.filter((_, index) => index > keep && begun(states[index]!)).toReversed();
  const costs: RollbackCost[] = [];
  for (const step of steps) {
    if (step.kind !== 'sql' && step.kind !== 'backfill') continue;
    const { rollback } = step;
    if (!rollback.possible) throw irreversible(plan, step, rollback.reason);
    const { safeUntil, loses } = rollback;
    if (safeUntil === null && loses === null) continue;
    costs.push({
      step: step.id,
      safeUntil,
      loses,
      tooLate: safeUntil === null || mayBeOut(plan, journal, safeUntil),
    });
  }
  return { steps, costs };
}

/** `loses x; the new release must be out of service first`. */
export function rollbackCostText({ step, safeUntil, loses, tooLate }: RollbackCost): string {
  const losing = loses === null ? 'loses nothing' : `loses ${loses}`;
  if (safeUntil === null) return `${step}: ${losing}`;
  if (!tooLate) return `${step}: safe until the ${safeUntil} release; then ${losing}`;
  return `${step}: ${losing}; the ${safeUntil} release must be out of service first`;
}

const priceText = (costs: readonly RollbackCost[]): string =>
  costs.some(({ loses }) => loses !== null)
    ? 'Undoing loses something'
    : 'Undoing loses nothing, but a release that may be out must be withdrawn first';

export const costsNotAccepted = (
  plan: Plan,
  to: string,
  costs: readonly RollbackCost[],
  command: string | undefined,
): FluxError =>
  new FluxError(
    'ANSWER_NEEDED',
    `${priceText(costs)}:\n${costs.map((cost) => `  · ${rollbackCostText(cost)}`).join('\n')}`,
    `Nothing was undone. If that is what you want: ${command ?? 'run it again with the costs accepted.'}`,
    { plan: plan.id, to, costs, answer: 'acceptCosts' },
  );

/** A release may be out once every step before its deploy is through. */
function mayBeOut(plan: Plan, journal: JournalState, release: Release): boolean {
  const rank = releases.indexOf(release);
  const states = stepStates(plan, journal);
  return plan.steps.some(
    (step, index) =>
      isDeploy(step) &&
      releases.indexOf(step.release) >= rank &&
      plan.steps.every((earlier, at) => at >= index || states[at] === 'done' || earlier.id === step.id),
  );
}

const isDeploy = (step: Step): step is DeployStep => step.kind === 'deploy';

function irreversible(plan: Plan, step: Step, reason: string): FluxError {
  return new FluxError(
    'UNSUPPORTED_CHANGE',
    `Step ${step.id} cannot be rolled back: ${reason} Nothing was undone.`,
    `Roll back to ${step.id} at most, which undoes only what came after it.`,
    { plan: plan.id, step: step.id, reason },
  );
}
