import type { Driver, JournalState, Plan, Session } from '@flux/core';
import { readEvidence } from './gate-facts.ts';
import { begun, stepStates } from './step-state.ts';

/** A rollback of this step loses something, for certain. */
export interface LossSeen {
  readonly step: string;
  /** `values were written to orders.amount that integer cannot hold`. */
  readonly what: string;
  /** ISO time of the last such write. */
  readonly lastSeen: string;
}

/** Of the steps that are done or begun here: what their rollback would lose by now. */
export async function readLosses(
  session: Session,
  driver: Driver,
  plan: Plan,
  journal: JournalState | null,
): Promise<readonly LossSeen[]> {
  const states = stepStates(plan, journal);
  const losses: LossSeen[] = [];
  for (const [index, step] of plan.steps.entries()) {
    if (!begun(states[index]!) || !('rollback' in step) || !step.rollback.possible || !step.rollback.lossRecord)
      continue;
    // No answer where the record is gone: the sync was dropped, and its step says what its rollback loses.
    for (const { what, lastSeen } of await readEvidence(session, driver, [step.rollback.lossRecord]))
      if (lastSeen !== null) losses.push({ step: step.id, what, lastSeen });
  }
  return losses;
}

export const lossText = ({ what, lastSeen }: LossSeen): string => `rollback is lossy: ${what}, the last at ${lastSeen}`;
