import type { DeployStep, JournalState, Plan, Step } from '@flux/core';
import { isPartlyUndone } from './undo-marks.ts';

/** `partly`: begun and not finished, or a rollback that was cut off. */
export type StepState = 'done' | 'partly' | 'pending' | 'undone';

/**
 * What the journal says of each step, in the plan's order. Steps run in order, so everything before a step that has
 * begun is done, also where the runner of the files could not write it down (an index build has no transaction to do so).
 */
export function stepStates(plan: Plan, journal: JournalState | null): readonly StepState[] {
  const recorded = plan.steps.map((step) => recordedState(step, journal));
  const last = recorded.findLastIndex((state, index) => begun(state) && plan.steps[index]!.kind !== 'deploy');
  return recorded.map((state, index) =>
    index < last && plan.steps[index]!.kind !== 'deploy' && state !== 'undone' ? 'done' : state,
  );
}

export const begun = (state: StepState): boolean => state === 'done' || state === 'partly';

function recordedState(step: Step, journal: JournalState | null): StepState {
  if (!journal) return 'pending';
  if (step.kind === 'deploy') return gateIsOpen(step, journal) ? 'done' : 'pending';
  if (isPartlyUndone(step, journal)) return 'partly';
  const units = journal.units.filter((unit) => unit.step === step.id);
  const done = new Set(units.filter((unit) => unit.state === 'done').map((unit) => unit.unit));
  if (step.kind === 'backfill') {
    const progress = journal.backfills.find((backfill) => backfill.step === step.id);
    if (progress) return progress.done ? 'done' : 'partly';
    // One unit is one resumable block: recorded is done.
    if (done.size > 0) return done.size >= step.inline.length ? 'done' : 'partly';
  } else {
    const wanted = step.kind === 'sql' ? Math.max(step.units.length, 1) : 1;
    if (done.size >= wanted) return 'done';
    if (done.size > 0) return 'partly';
  }
  return units.length > 0 ? 'undone' : 'pending';
}

/** A target where every touched table was empty at the start has no old release to wait for. */
export const gateIsOpen = (step: DeployStep, journal: JournalState): boolean =>
  journal.fresh || journal.gates.some((gate) => gate.phase === step.phase + 1);

/** True when the step that ends this one's checkpoint has begun: what it measures then says nothing. */
export function isOvertaken(plan: Plan, states: readonly StepState[], index: number): boolean {
  const step = plan.steps[index]!;
  if (step.kind === 'deploy') return true;
  const until = plan.steps.findIndex((later) => later.id === step.checkpoint.until);
  return until !== -1 && begun(states[until]!);
}

/** Steps whose checkpoint must hold now: done, and not overtaken. */
export function mustHold(plan: Plan, states: readonly StepState[]): readonly Exclude<Step, DeployStep>[] {
  return plan.steps.filter(
    (step, index): step is Exclude<Step, DeployStep> =>
      step.kind !== 'deploy' && states[index] === 'done' && !isOvertaken(plan, states, index),
  );
}

/** The first step that is not done; undefined: the plan is through. */
export const nextStep = (plan: Plan, states: readonly StepState[]): Step | undefined =>
  plan.steps[states.findIndex((state) => state !== 'done')];
