import { undoStep } from '@flux/core';
import type { Driver, Plan, Session, Step } from '@flux/core';
import { classifying } from './classified.ts';
import { withReader, withWriter } from './connection.ts';
import type { Connection } from './connection.ts';
import { ignoreEvents } from './events.ts';
import type { OnEvent } from './events.ts';
import { readLosses } from './loss-record.ts';
import type { LossSeen } from './loss-record.ts';
import { begunPlan } from './journal-state.ts';
import { costsNotAccepted, planRollback } from './rollback-plan.ts';
import type { RollbackCost, RollbackPlan } from './rollback-plan.ts';
import { unitsToRun } from './resume-units.ts';
import { runUnit } from './run-units.ts';
import type { StepRun } from './step-run.ts';
import { begun, stepStates } from './step-state.ts';
import { inTransaction } from './transaction.ts';
import { rollbackUnits, undoRecords } from './undo-marks.ts';

export type RollbackOptions = Connection & {
  readonly plan: Plan;
  /** Everything after this step is undone, the step itself stays; `start`: everything. */
  readonly to: string;
  readonly actor: string;
  /** What it costs now was said to the operator (see `previewRollback`), who wants it all the same. */
  readonly acceptCosts?: boolean;
  /** The command to run then, in the caller's words; part of the refusal. */
  readonly acceptCommand?: string;
  readonly onEvent?: OnEvent;
  /** Takes effect between units. */
  readonly signal?: AbortSignal;
};

export interface RollbackResult {
  /** Steps undone by this call, in the order it undid them. */
  readonly undone: readonly string[];
  /** What was lost, as the plan says it. */
  readonly costs: readonly RollbackCost[];
}

/**
 * Undoes this target step by step, last first. From its beginning on the plan is `paused` there (`rolled back` when
 * nothing of it is left), so that no pipeline applies again what was undone. Safe to call again after an interruption.
 * @throws FluxError UNSUPPORTED_CHANGE and ANSWER_NEEDED before anything is run when a step cannot be undone or its costs
 * were not accepted, GATE_CLOSED when the plan has not begun, LEASE_HELD, and the driver's
 */
export async function rollbackTo(options: RollbackOptions): Promise<RollbackResult> {
  const { plan, driver, actor, onEvent = ignoreEvents, signal, to } = options;
  return withWriter(options, { actor, onEvent, signal }, (session, held, connect) =>
    classifying(driver, held, undefined, async () => {
      const run = { plan, driver, session, connect, actor, onEvent, signal: held };
      const { steps, costs } = planRollback(plan, await begunPlan(driver, session, plan), to);
      const due = costs.filter((cost) => cost.tooLate);
      if (due.length > 0 && !options.acceptCosts) throw costsNotAccepted(plan, to, due, options.acceptCommand);
      if (steps.length > 0) await driver.journal.setState(session, plan.id, 'paused', actor);
      for (const step of steps) await undo(run, step);
      const left = stepStates(plan, await begunPlan(driver, session, plan));
      const none = plan.steps.every((step, index) => step.kind === 'deploy' || !begun(left[index]!));
      if (none) await driver.journal.setState(session, plan.id, 'rolled back', actor);
      return { undone: steps.map((step) => step.id), costs };
    }),
  );
}

/** What `rollbackTo` would undo and what it would cost now; changes nothing. */
export async function previewRollback(
  options: Connection & { readonly plan: Plan; readonly to: string },
): Promise<RollbackPlan & { readonly losses: readonly LossSeen[] }> {
  const { plan, driver, to } = options;
  return withReader(options, (session) =>
    classifying(driver, undefined, undefined, async () => {
      const journal = await begunPlan(driver, session, plan);
      const rollback = planRollback(plan, journal, to);
      const undone = new Set(rollback.steps.map((step) => step.id));
      const losses = await readLosses(session, driver, plan, journal);
      return { ...rollback, losses: losses.filter(({ step }) => undone.has(step)) };
    }),
  );
}

async function undo(run: StepRun, step: Step): Promise<void> {
  const { plan, driver, session, actor } = run;
  const started = performance.now();
  const units = rollbackUnits(step);
  const journal = await begunPlan(driver, session, plan);
  for (const unit of unitsToRun(units, undoRecords(step, journal))) {
    run.signal?.throwIfAborted();
    const place = { plan: plan.id, step: step.id, unit };
    await runUnit({ ...run, place }, units[unit]!, () =>
      driver.journal.record(session, { ...place, step: undoStep(step.id), state: 'done', actor, finishedAt: null }),
    );
  }
  await inTransaction(session, () => markUndone(driver, session, plan, step, actor));
  run.onEvent({ kind: 'stepUndone', step: step.id, ms: Math.round(performance.now() - started) });
}

async function markUndone(driver: Driver, session: Session, plan: Plan, step: Step, actor: string): Promise<void> {
  if (step.kind === 'deploy') return driver.journal.closeGate(session, plan.id, step.phase + 1);
  const journal = await driver.journal.readPlan(session, plan.id);
  const own = step.kind === 'sql' ? step.units.length : step.kind === 'backfill' ? step.inline.length : 1;
  const units = new Set(journal?.units.filter((unit) => unit.step === step.id).map((unit) => unit.unit));
  for (let unit = 0; unit < Math.max(own, 1); unit += 1) units.add(unit);
  for (const unit of units)
    await driver.journal.record(session, {
      plan: plan.id,
      step: step.id,
      unit,
      state: 'undone',
      actor,
      finishedAt: null,
    });
  for (const name of [step.id, undoStep(step.id)]) await driver.journal.clearBackfill(session, plan.id, name);
}
