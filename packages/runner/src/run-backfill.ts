import type { BatchSettings, Plan } from '@flux/core';
import { backfillStep } from './backfill-step.ts';
import type { Measurement } from './checkpoint.ts';
import { classifying } from './classified.ts';
import { withWriter } from './connection.ts';
import type { Connection } from './connection.ts';
import { ignoreEvents } from './events.ts';
import type { OnEvent } from './events.ts';
import { requireOpen } from './journal-state.ts';
import { backfillNamed } from './step-named.ts';

export type BackfillOptions = Connection & {
  readonly plan: Plan;
  /** Id of the backfill step. */
  readonly step: string;
  readonly actor: string;
  readonly onEvent?: OnEvent;
  /** Takes effect between batches. */
  readonly signal?: AbortSignal;
  /** Instead of the plan's batch size and pause. */
  readonly batch?: Partial<BatchSettings>;
};

/**
 * Runs one backfill page by page, each in its own transaction together with its progress. Goes on where an earlier run
 * stopped, however it stopped; on one that is done it goes over all rows again, which changes only rows that differ.
 * @throws FluxError CHECKPOINT_FAILED when rows are left after three passes, GATE_CLOSED, LEASE_HELD, and the driver's
 */
export async function runBackfill(options: BackfillOptions): Promise<Measurement> {
  const { plan, driver, actor, onEvent = ignoreEvents, signal, batch } = options;
  const step = backfillNamed(plan, options.step);
  return withWriter(options, { actor, onEvent, signal }, (session, held, connect) =>
    classifying(driver, held, { plan: plan.id, step: step.id }, async () => {
      await requireOpen(driver, session, plan, step.phase);
      return backfillStep({ plan, driver, session, connect, actor, onEvent, signal: held }, step, {
        batch,
        again: false,
      });
    }),
  );
}
