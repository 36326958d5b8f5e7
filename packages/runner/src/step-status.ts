import type { BackfillProgress, Driver, JournalState, Plan, Session, Step } from '@flux/core';
import { checkpointOf, measure } from './checkpoint.ts';
import type { Measurement } from './checkpoint.ts';
import { isOvertaken } from './step-state.ts';
import type { StepState } from './step-state.ts';

export interface StepStatus {
  readonly step: string;
  readonly title: string;
  readonly kind: Step['kind'];
  readonly phase: number;
  readonly state: StepState;
  /** Measured now; null where it says nothing: not begun, overtaken by a later step, or a deploy. */
  readonly checkpoint: Measurement | null;
  /** Journal and database do not say the same. */
  readonly disagreement: 'doneButFails' | 'unfinishedButHolds' | null;
  readonly backfill: (BackfillProgress & { readonly rowsEstimated: number | null }) | null;
}

export async function stepStatuses(
  { plan, driver, signal }: { readonly plan: Plan; readonly driver: Driver; readonly signal?: AbortSignal },
  session: Session,
  journal: JournalState | null,
  states: readonly StepState[],
): Promise<readonly StepStatus[]> {
  const statuses: StepStatus[] = [];
  for (const [index, step] of plan.steps.entries()) {
    signal?.throwIfAborted();
    const state = states[index]!;
    const telling = (state === 'done' || state === 'partly') && !isOvertaken(plan, states, index);
    const query = telling ? checkpointOf(step) : null;
    const checkpoint = query && (await measure(session, driver, step.id, query));
    const disagreement =
      checkpoint === null || (state === 'done') === checkpoint.holds
        ? null
        : checkpoint.holds
          ? 'unfinishedButHolds'
          : 'doneButFails';
    const { id, title, kind, phase } = step;
    const backfill = backfillOf(plan, step, journal);
    statuses.push({ step: id, title, kind, phase, state, checkpoint, disagreement, backfill });
  }
  return statuses;
}

function backfillOf(plan: Plan, step: Step, journal: JournalState | null): StepStatus['backfill'] {
  if (step.kind !== 'backfill') return null;
  const progress = journal?.backfills.find((candidate) => candidate.step === step.id);
  const table = plan.tables.find((t) => t.schema === step.table.schema && t.name === step.table.name);
  return progress ? { ...progress, rowsEstimated: table?.rows ?? null } : null;
}
