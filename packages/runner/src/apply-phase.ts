import { FluxError } from '@flux/core';
import type { CheckStep, DeployStep, JournalState, Plan, SqlStep, Step } from '@flux/core';
import { backfillStep } from './backfill-step.ts';
import { checkpointFailed, disagreement, measure } from './checkpoint.ts';
import type { Measurement } from './checkpoint.ts';
import { classifying } from './classified.ts';
import { withWriter } from './connection.ts';
import type { Connection } from './connection.ts';
import { ignoreEvents } from './events.ts';
import type { OnEvent } from './events.ts';
import { readJournal } from './journal-state.ts';
import { stepNamed } from './step-named.ts';
import { unitsToRun } from './resume-units.ts';
import { runUnit } from './run-units.ts';
import type { StepRun } from './step-run.ts';
import { gateIsOpen, mustHold, stepStates } from './step-state.ts';
import { checkSchema } from './schema-check.ts';
import { isPartlyUndone, undoRecords } from './undo-marks.ts';

export type ApplyOptions = Connection & {
  readonly plan: Plan;
  /** Who runs it, for the journal. */
  readonly actor: string;
  readonly onEvent?: OnEvent;
  /** Takes effect between units and between batches; what was done stays, the next run goes on from there. */
  readonly signal?: AbortSignal;
  /** Stop after this step. */
  readonly until?: string;
  /** Go on although the plan was paused or rolled back on this target. */
  readonly resume?: boolean;
  /** Run this step again although the journal has it as done: the repair of a disagreement. */
  readonly again?: string;
};

export interface ApplyResult {
  /** Steps that this call ran, in order. */
  readonly ran: readonly string[];
  /** The release that must go out, and whose gate must open, before the rest; null: none. */
  readonly held: DeployStep | null;
  /** True when every step of the plan is done. */
  readonly done: boolean;
}

/**
 * Runs the plan's steps in order, from where the journal says, until a closed gate, `until`, or the end. Safe to call
 * again after any interruption.
 * @throws FluxError CHECKPOINT_FAILED, GATE_CLOSED (paused), LEASE_HELD, PLAN_MISMATCH, and the driver's
 */
export async function applyPhase(options: ApplyOptions): Promise<ApplyResult> {
  const { plan, driver, actor, onEvent = ignoreEvents, signal } = options;
  for (const named of [options.until, options.again]) if (named !== undefined) stepNamed(plan, named);
  return withWriter(options, { actor, onEvent, signal }, (session, held) =>
    classifying(driver, held, undefined, async () => {
      await driver.journal.ensure(session);
      return runSteps({ plan, driver, session, actor, onEvent, signal: held }, options);
    }),
  );
}

async function runSteps(run: StepRun, options: ApplyOptions): Promise<ApplyResult> {
  const { plan, driver, session } = run;
  const before = await readJournal(driver, session, plan);
  await goOn(run, before, options.resume ?? false);
  const states = stepStates(plan, before);
  if (states.every((state) => state !== 'done' && state !== 'partly')) await checkSchema(run);
  await verifyDone(run, before, options.again);

  const ran: string[] = [];
  const guarded = new Set<number>();
  for (const [index, step] of plan.steps.entries()) {
    run.signal?.throwIfAborted();
    if (step.kind === 'deploy') {
      const journal = await readJournal(driver, session, plan);
      if (!journal || !gateIsOpen(step, journal)) {
        run.onEvent({ kind: 'held', step });
        return { ran, held: step, done: false };
      }
    } else if (states[index] !== 'done' || step.id === options.again) {
      if (!guarded.has(step.phase)) await runGuard(run, step.phase);
      guarded.add(step.phase);
      await runStep(run, step, before, step.id === options.again);
      ran.push(step.id);
    }
    if (step.id === options.until) return { ran, held: null, done: index === plan.steps.length - 1 };
  }
  await driver.journal.setState(session, plan.id, 'done', run.actor);
  return { ran, held: null, done: true };
}

/** A plan that was stopped on purpose goes on only on purpose, and not from the middle of a rollback. */
async function goOn(run: StepRun, journal: JournalState | null, resume: boolean): Promise<void> {
  const half = journal && run.plan.steps.find((step) => isPartlyUndone(step, journal));
  if (half)
    throw new FluxError(
      'GATE_CLOSED',
      `The rollback of step ${half.id} of plan ${run.plan.id} was cut off on this target.`,
      'Finish the rollback first: run it again with the same aim. Then resume the plan.',
      { plan: run.plan.id, step: half.id },
    );
  if (!journal || journal.state === 'active' || journal.state === 'done') return;
  if (!resume)
    throw new FluxError(
      'GATE_CLOSED',
      `Plan ${run.plan.id} is ${journal.state} on this target.`,
      'Resume it explicitly to run it there.',
      { plan: run.plan.id, state: journal.state },
    );
  await run.driver.journal.setState(run.session, run.plan.id, 'active', run.actor);
}

async function verifyDone(run: StepRun, journal: JournalState | null, again: string | undefined): Promise<void> {
  const { plan } = run;
  const states = stepStates(plan, journal);
  const last = plan.steps.findLastIndex((step, index) => states[index] === 'done' && step.kind !== 'deploy');
  for (const step of mustHold(plan, states)) {
    // Counting rows again on every run is dear: a gate does it, and here the step that everything next builds on.
    if (step.id === again || (step.kind !== 'sql' && plan.steps[last] !== step)) continue;
    const measured = await measure(run.session, run.driver, step.id, step.checkpoint);
    if (!measured.holds) throw disagreement(plan.id, measured);
  }
}

/** Every time: it is quick, registers the plan, and has the last word on the gate. */
async function runGuard(run: StepRun, phase: number): Promise<void> {
  const name = run.plan.phases[phase]?.name ?? `phase ${phase}`;
  for (const [unit, guard] of (run.plan.phases[phase]?.guard ?? []).entries())
    await runUnit({ ...run, place: { plan: run.plan.id, step: `guard of ${name}`, unit } }, guard, null);
}

async function runStep(
  run: StepRun,
  step: Exclude<Step, DeployStep>,
  journal: JournalState | null,
  again: boolean,
): Promise<void> {
  const started = performance.now();
  run.onEvent({ kind: 'stepStarted', step: step.id, title: step.title });
  let checkpoint: Measurement;
  await beginAnew(run, step, journal, again);
  if (step.kind === 'sql') checkpoint = await runSql(run, step, again ? null : journal);
  else if (step.kind === 'backfill') checkpoint = await backfillStep(run, step, { again });
  else checkpoint = await runCheck(run, step);
  run.onEvent({ kind: 'stepDone', step: step.id, ms: Math.round(performance.now() - started), checkpoint });
}

/**
 * Takes away marks that would make units pass themselves over: of an earlier rollback, which would then not run, and, when
 * the step is run again, of the step.
 */
async function beginAnew(run: StepRun, step: Step, journal: JournalState | null, again: boolean): Promise<void> {
  if (!journal) return;
  const own = again ? journal.units.filter((unit) => unit.step === step.id && unit.state === 'done') : [];
  for (const { plan, step: name, unit } of [...undoRecords(step, journal), ...own])
    await run.driver.journal.record(run.session, {
      plan,
      step: name,
      unit,
      state: 'undone',
      actor: run.actor,
      finishedAt: null,
    });
}

async function runSql(run: StepRun, step: SqlStep, journal: JournalState | null): Promise<Measurement> {
  const { plan, driver, session, actor, onEvent } = run;
  const records = journal?.units.filter((unit) => unit.step === step.id) ?? [];
  for (const unit of unitsToRun(step.units, records)) {
    run.signal?.throwIfAborted();
    const started = performance.now();
    const place = { plan: plan.id, step: step.id, unit };
    await runUnit({ ...run, place }, step.units[unit]!, () =>
      driver.journal.record(session, { ...place, state: 'done', actor, finishedAt: null }),
    );
    const ms = Math.round(performance.now() - started);
    onEvent({ kind: 'unitDone', step: step.id, unit, of: step.units.length, ms });
  }
  const measured = await measure(session, driver, step.id, step.checkpoint);
  if (measured.holds) return measured;
  throw checkpointFailed(plan.id, measured, `Run step ${step.id} again; it is safe to repeat. Or roll the plan back.`);
}

async function runCheck(run: StepRun, step: CheckStep): Promise<Measurement> {
  const { plan, driver, session, actor } = run;
  const measured = await measure(session, driver, step.id, step.checkpoint);
  if (!measured.holds) throw checkpointFailed(plan.id, measured, step.remedy);
  await driver.journal.record(session, {
    plan: plan.id,
    step: step.id,
    unit: 0,
    state: 'done',
    actor,
    finishedAt: null,
  });
  return measured;
}
