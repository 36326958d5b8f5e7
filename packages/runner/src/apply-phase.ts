import { FluxError } from '@flux/core';
import type { DeployStep, JournalState, Plan } from '@flux/core';
import { disagreement, measure } from './checkpoint.ts';
import { classifying } from './classified.ts';
import { withReader, withWriter } from './connection.ts';
import type { Connection } from './connection.ts';
import { ignoreEvents } from './events.ts';
import type { OnEvent } from './events.ts';
import { readJournal } from './journal-state.ts';
import { stepNamed } from './step-named.ts';
import { runGuard, runStep } from './run-step.ts';
import type { StepRun } from './step-run.ts';
import { begun, gateIsOpen, mustHold, stepStates } from './step-state.ts';
import { checkFit, checkSchema } from './schema-check.ts';
import { isPartlyUndone } from './undo-marks.ts';

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
  await withReader(options, (session) =>
    // Before the lease: its table would be made in a database that is not meant.
    classifying(driver, signal, undefined, () => checkFit({ plan, driver, session })),
  );
  return withWriter(options, { actor, onEvent, signal }, (session, held, connect) =>
    classifying(driver, held, undefined, async () => {
      await driver.journal.ensure(session);
      return runSteps({ plan, driver, session, connect, actor, onEvent, signal: held }, options);
    }),
  );
}

async function runSteps(run: StepRun, options: ApplyOptions): Promise<ApplyResult> {
  const { plan, driver, session } = run;
  const before = await readJournal(driver, session, plan);
  await goOn(run, before, options.resume ?? false);
  const states = stepStates(plan, before);
  if (!plan.steps.some((step, index) => step.kind !== 'deploy' && begun(states[index]!))) await checkSchema(run);
  await verifyDone(run, before, options.again);

  const ran: string[] = [];
  const guarded = new Set<number>();
  for (const [index, step] of plan.steps.entries()) {
    run.signal?.throwIfAborted();
    if (step.kind === 'deploy') {
      // A plan may begin with a release: the target must know it, to have its gate opened. And what was empty may be live.
      await runGuard(run, 0);
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
