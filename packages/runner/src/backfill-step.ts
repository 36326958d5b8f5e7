import type { BackfillProgress, BackfillStep, BatchSettings } from '@flux/core';
import { runPage } from './backfill-pages.ts';
import type { Position } from './backfill-pages.ts';
import { checkpointFailed, measure } from './checkpoint.ts';
import type { Measurement } from './checkpoint.ts';
import { begunPlan } from './journal-state.ts';
import { watchingLocks } from './lock-watch.ts';
import { pause } from './pause.ts';
import { retrying } from './retry.ts';
import { backfillRate } from './backfill-rate.ts';
import type { StepRun } from './step-run.ts';

const passes = 3;
// At up to 3 s between them: a minute of a table that is locked all the time.
const attemptsPerPage = 30;

export interface BackfillRunOptions {
  readonly batch?: Partial<BatchSettings> | undefined;
  /** Begin from the first row although the journal has it as done. */
  readonly again: boolean;
}

/** From the saved cursor to the end, until the checkpoint holds. */
export async function backfillStep(
  run: StepRun,
  step: BackfillStep,
  options: BackfillRunOptions,
): Promise<Measurement> {
  const { plan, driver, session } = run;
  const journal = await begunPlan(driver, session, plan);
  const saved = journal.backfills.find((progress) => progress.step === step.id);
  let from: Position | null = options.again || saved?.done ? null : (saved ?? null);
  let measured: Measurement | null = null;
  for (let pass = 1; pass <= passes; pass += 1) {
    const at = from ?? (await restart(run, step));
    await watchingLocks({ ...run, step: step.id }, () => onePass(run, step, { ...step.batch, ...options.batch }, at));
    measured = await measure(session, driver, step.id, step.checkpoint);
    if (measured.holds) {
      await finish(run, step);
      return measured;
    }
    from = null;
  }
  throw checkpointFailed(
    plan.id,
    measured!,
    `${passes} passes over all rows did not end it: something writes rows that the backfill does not see through, ` +
      'such as a trigger of your own or a session with triggers off. Find it, then run the backfill again.',
  );
}

async function onePass(run: StepRun, step: BackfillStep, batch: BatchSettings, from: Position): Promise<void> {
  const { plan, driver, session, onEvent, signal } = run;
  const table = plan.tables.find((t) => t.schema === step.table.schema && t.name === step.table.name);
  const rate = backfillRate(step.id, table?.rows ?? null, from.rows, performance.now());
  const place = { plan: plan.id, step: step.id };
  let at = from;
  // Rows that come in behind the end must not keep it going for ever: see `nextLook` below.
  let nextLook = Math.max(table?.rows ?? 0, batch.rows);
  for (;;) {
    signal?.throwIfAborted();
    const page = await retrying(
      {
        driver,
        place,
        attempts: attemptsPerPage,
        signal,
        onRetry: (attempt, waitMs, error) => onEvent({ kind: 'retry', step: step.id, attempt, waitMs, error }),
      },
      () => runPage(session, driver, plan.id, step, batch.rows, at),
    );
    if (!page) return;
    at = { cursor: page.cursor, rows: at.rows + page.rows };
    onEvent(rate(at.rows, performance.now()));
    if (page.short) return;
    if (page.short === null && at.rows >= nextLook) {
      // Page lengths are not told: past the expected end, ask now and then whether anything is left.
      if ((await measure(session, driver, step.id, step.checkpoint)).holds) return;
      nextLook = at.rows * 2;
    }
    await pause(batch.pauseMs, signal);
  }
}

const progressOf = (run: StepRun, step: BackfillStep, rest: Pick<BackfillProgress, 'cursor' | 'rows' | 'done'>) => ({
  plan: run.plan.id,
  step: step.id,
  ...rest,
});

async function restart(run: StepRun, step: BackfillStep): Promise<Position> {
  const start = { cursor: null, rows: 0 };
  await run.driver.journal.saveBackfill(run.session, progressOf(run, step, { ...start, done: false }));
  return start;
}

/** Also as the inline units, so that whoever applies the files afterwards finds the work done. */
async function finish(run: StepRun, step: BackfillStep): Promise<void> {
  const { plan, driver, session, actor } = run;
  const last = (await driver.journal.readPlan(session, plan.id))?.backfills.find((p) => p.step === step.id);
  await driver.journal.saveBackfill(
    session,
    progressOf(run, step, { cursor: last?.cursor ?? null, rows: last?.rows ?? 0, done: true }),
  );
  for (let unit = 0; unit < Math.max(step.inline.length, 1); unit += 1)
    await driver.journal.record(session, {
      plan: plan.id,
      step: step.id,
      unit,
      state: 'done',
      actor,
      finishedAt: null,
    });
}
