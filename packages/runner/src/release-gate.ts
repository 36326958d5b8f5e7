import type { GateRecord, JournalState, Plan } from '@flux/core';
import { classifying } from './classified.ts';
import { withWriter } from './connection.ts';
import type { Connection } from './connection.ts';
import { ignoreEvents } from './events.ts';
import { decideGate } from './gate-decision.ts';
import type { EvidenceSeen, GateDecision } from './gate-decision.ts';
import { databaseNow, deployBefore, measureBefore, readEvidence } from './gate-facts.ts';
import { readJournal } from './journal-state.ts';
import type { Measurement } from './checkpoint.ts';
import { runGuard } from './run-step.ts';
import type { StepRun } from './step-run.ts';

export type ReleaseOptions = Connection & {
  readonly plan: Plan;
  /** The phase to open, 1 or more. */
  readonly phase: number;
  readonly actor: string;
  /** How long the old release must have been silent. */
  readonly quietWindowMs: number;
  /** The operator's word, in a sentence, that the old release is gone; recorded with who and when. */
  readonly confirm?: string;
  readonly signal?: AbortSignal;
};

export type ReleaseResult = GateDecision & {
  /** Empty when the gate was open already. */
  readonly measurements: readonly Measurement[];
  readonly evidence: readonly EvidenceSeen[];
  /** What the evidence cannot see; the operator should know before confirming. */
  readonly blindSpots: readonly string[];
};

/**
 * Measures every checkpoint before the phase and the gate's evidence, and opens the gate when they allow it. A closed
 * gate is an answer, not an error.
 * @throws FluxError USAGE, PLAN_MISMATCH, LEASE_HELD, and the driver's
 */
export async function releaseGate(options: ReleaseOptions): Promise<ReleaseResult> {
  const { plan, driver, actor, signal, quietWindowMs, confirm } = options;
  const deploy = deployBefore(plan, options.phase);
  const { blindSpots } = deploy.gate;
  return withWriter(options, { actor, onEvent: ignoreEvents, signal }, (session, held) =>
    classifying(driver, held, undefined, async () => {
      const journal = await refreshed({ plan, driver, session, actor, onEvent: ignoreEvents, signal: held });
      const nothing = { measurements: [], evidence: [], blindSpots };
      if (!journal || journal.gates.some((gate) => gate.phase === options.phase)) {
        const facts = { plan, deploy, journal, ...nothing, now: '', quietWindowMs, confirm };
        return { ...decideGate(facts), ...nothing };
      }
      const measurements = await measureBefore(session, driver, plan, deploy, journal);
      const evidence = await readEvidence(session, driver, deploy.gate.evidence);
      const now = await databaseNow(session);
      const decision = decideGate({ plan, deploy, journal, measurements, evidence, now, quietWindowMs, confirm });
      // What is open because nothing is stored closes when something is: that is no decision to write down.
      if (decision.open && decision.how !== 'fresh') {
        const record: GateRecord['evidence'] = {
          how: decision.how,
          evidence,
          quietWindowMs,
          ...(decision.how === 'confirmed' ? { confirmed: confirm } : {}),
        };
        await driver.journal.openGate(session, {
          plan: plan.id,
          phase: options.phase,
          openedBy: actor,
          openedAt: null,
          evidence: record,
        });
      }
      return { ...decision, measurements, evidence, blindSpots };
    }),
  );
}

/** What was empty when the plan began may be live now: the guard of the first phase asks again. */
async function refreshed(run: StepRun): Promise<JournalState | null> {
  const journal = await readJournal(run.driver, run.session, run.plan);
  if (!journal?.fresh || journal.state === 'paused' || journal.state === 'rolled back') return journal;
  await runGuard(run, 0);
  return readJournal(run.driver, run.session, run.plan);
}
