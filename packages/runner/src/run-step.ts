import type { CheckStep, DeployStep, JournalState, SqlStep, Step } from '@flux/core';
import { backfillStep } from './backfill-step.ts';
import { checkpointFailed, measure } from './checkpoint.ts';
import type { Measurement } from './checkpoint.ts';
import { unitsToRun } from './resume-units.ts';
import { runUnit } from './run-units.ts';
import type { StepRun } from './step-run.ts';
import { undoRecords } from './undo-marks.ts';

/** Every time: it is quick, registers the plan, and has the last word on the gate. */
export async function runGuard(run: StepRun, phase: number): Promise<void> {
  const name = run.plan.phases[phase]?.name ?? `phase ${phase + 1}`;
  for (const [unit, guard] of (run.plan.phases[phase]?.guard ?? []).entries())
    await runUnit({ ...run, place: { plan: run.plan.id, step: `guard of ${name}`, unit } }, guard, null);
}

/** With its checkpoint measured at the end. */
export async function runStep(
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
