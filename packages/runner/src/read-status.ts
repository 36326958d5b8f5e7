import type { DeployStep, GateRecord, JournalState, Plan, PlanRecord, Session, Step } from '@flux/core';
import type { Measurement } from './checkpoint.ts';
import { classifying } from './classified.ts';
import { withReader } from './connection.ts';
import type { Connection } from './connection.ts';
import { decideGate } from './gate-decision.ts';
import type { EvidenceSeen, GateDecision } from './gate-decision.ts';
import { databaseNow, readEvidence } from './gate-facts.ts';
import { readJournal } from './journal-state.ts';
import { readLosses } from './loss-record.ts';
import type { LossSeen } from './loss-record.ts';
import { nextCommand } from './next-command.ts';
import type { NextCommand } from './next-command.ts';
import { gateIsOpen, nextStep, stepStates } from './step-state.ts';
import { stepStatuses } from './step-status.ts';
import type { StepStatus } from './step-status.ts';
import { isPartlyUndone } from './undo-marks.ts';

export type StatusOptions = Connection & {
  readonly plan: Plan;
  /** As `releaseGate` takes it, to tell whether the next gate would open. */
  readonly quietWindowMs: number;
  readonly signal?: AbortSignal;
};

export interface GateStatus {
  /** The phase that it opens. */
  readonly phase: number;
  readonly deploy: DeployStep;
  readonly open: boolean;
  /** Who opened it, when and on what; null: closed, or open because the target is fresh. */
  readonly record: GateRecord | null;
  /** For the gate that comes next: what was seen now and what would be decided. */
  readonly decision: GateDecision | null;
  readonly evidence: readonly EvidenceSeen[];
}

export interface PlanStatus {
  readonly plan: string;
  /** Null: not begun on this target. */
  readonly record: PlanRecord | null;
  /** 0-based: the phase of the next step. */
  readonly phase: number;
  readonly steps: readonly StepStatus[];
  readonly gates: readonly GateStatus[];
  readonly disagreements: readonly Measurement[];
  /** What a rollback would lose by now. */
  readonly losses: readonly LossSeen[];
  readonly lease: { readonly holder: string; readonly heartbeatAgeMs: number } | null;
  readonly next: NextCommand;
}

/**
 * What the journal says and what is found in the database, measured now. Reads only; a target without Flux's schema is
 * one where nothing has begun.
 * @throws FluxError PLAN_MISMATCH, and the driver's
 */
export async function readStatus(options: StatusOptions): Promise<PlanStatus> {
  const { driver, plan, signal } = options;
  return withReader(options, (session) =>
    classifying(driver, signal, undefined, async () => {
      const journal = await readJournal(driver, session, plan);
      const states = stepStates(plan, journal);
      const steps = await stepStatuses(options, session, journal, states);
      const measurements = steps.flatMap(({ checkpoint }) => checkpoint ?? []);
      const disagreements = steps.flatMap((s) => (s.disagreement === 'doneButFails' ? s.checkpoint! : []));
      // Run by another tool, a step's last units may be unrecorded: the database has the word.
      const settled = states.map((state, i) => (steps[i]!.disagreement === 'unfinishedButHolds' ? 'done' : state));
      const step = nextStep(plan, settled);
      const gates = await gateStatuses(options, session, journal, step, measurements);
      const gate = gates.find((candidate) => candidate.deploy === step)?.decision ?? null;
      const halfUndone = plan.steps.find((each) => journal && isPartlyUndone(each, journal));
      return {
        plan: plan.id,
        record: journal && recordOf(journal),
        phase: step?.phase ?? plan.steps.at(-1)?.phase ?? 0,
        steps,
        gates,
        disagreements,
        losses: await readLosses(session, driver, plan, journal),
        lease: journal && (await driver.journal.leaseHolder(session)),
        next: nextCommand({ record: journal, step, halfUndone, disagreements, gate }),
      };
    }),
  );
}

const recordOf = ({ plan, fingerprint, tables, fresh, state, startedAt }: JournalState): PlanRecord => ({
  plan,
  fingerprint,
  tables,
  fresh,
  state,
  startedAt,
});

async function gateStatuses(
  { plan, driver, quietWindowMs }: StatusOptions,
  session: Session,
  journal: JournalState | null,
  step: Step | undefined,
  measurements: readonly Measurement[],
): Promise<readonly GateStatus[]> {
  const gates: GateStatus[] = [];
  for (const deploy of plan.steps) {
    if (deploy.kind !== 'deploy') continue;
    const phase = deploy.phase + 1;
    const record = journal?.gates.find((candidate) => candidate.phase === phase) ?? null;
    const open = journal !== null && gateIsOpen(deploy, journal);
    const isNext = deploy === step && journal !== null;
    const evidence = isNext ? await readEvidence(session, driver, deploy.gate.evidence) : [];
    const now = isNext ? await databaseNow(session) : '';
    const decision = isNext
      ? decideGate({ plan, deploy, journal, measurements, evidence, now, quietWindowMs, confirm: undefined })
      : null;
    gates.push({ phase, deploy, open, record, decision, evidence });
  }
  return gates;
}
