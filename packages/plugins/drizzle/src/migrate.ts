import { FluxError } from '@flux/core';
import type { Plan, Session, SqlStep } from '@flux/core';
import { checkFit, findPlans, measure, runBackfill, watchingLocks, withLease } from '@flux/runner';
import type { OnEvent, RunEvent } from '@flux/runner';
import type { DrizzleProject } from './config.ts';
import { plansFolder } from './flux-folder.ts';
import { readPlace } from './flux-header.ts';
import type { FilePlace, FileStep } from './flux-header.ts';
import { breakpoint } from './journal.ts';
import { readFolder } from './migrations-folder.ts';
import type { MigrationsEntry } from './migrations-folder.ts';
import { ensureMigrationsTable, migrationHash, readApplied, recordApplied } from './migrations-table.ts';
import { entriesToRun } from './entries-to-run.ts';
import type { ToRun } from './entries-to-run.ts';
import { isFileStep } from './render-files.ts';
import { asClient } from './target.ts';
import type { Target } from './target.ts';

export type MigrateEvent =
  | { readonly kind: 'file'; readonly tag: string; readonly ms: number }
  | { readonly kind: 'passed'; readonly tag: string; readonly why: string }
  | RunEvent;

export interface MigrateRequest {
  readonly project: DrizzleProject;
  readonly target: Target;
  readonly actor: string;
  /** A plan that was stopped on this target and is to go on. */
  readonly resume?: string;
  readonly onEvent?: (event: MigrateEvent) => void;
  readonly signal?: AbortSignal;
}

export interface MigrateResult {
  readonly applied: readonly string[];
}

interface Run {
  readonly request: MigrateRequest;
  readonly session: Session;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly signal: AbortSignal;
}

/**
 * Applies what is pending, one file after the other, with drizzle's own bookkeeping: stock `migrate()` may go on where
 * this stopped, and the other way round. Safe to run again after any interruption.
 * @throws FluxError GATE_CLOSED where a plan is held, LEASE_HELD, and what the driver reads in the server's errors
 */
export async function migrate(request: MigrateRequest): Promise<MigrateResult> {
  const { project, target, actor, signal } = request;
  const folder = readFolder(project.out);
  const plans = new Map((await findPlans(plansFolder(project))).map(({ plan }) => [plan.id, plan]));
  const holder = `${actor} (drizzle-flux migrate, process ${process.pid})`;
  const onEvent = eventsOf(request);
  return withLease({ ...target, holder, onEvent, signal }, async (held) => {
    const session = await target.connect();
    const run: Run = { request, session, plans, signal: held };
    const applied: string[] = [];
    try {
      const client = asClient(session);
      await ensureMigrationsTable(client, project.migrationsTable);
      if (request.resume !== undefined) await resume(run, request.resume);
      const records = await target.driver.journal.listPlans(session);
      for (const item of entriesToRun(folder, await readApplied(client, project.migrationsTable), records)) {
        held.throwIfAborted();
        await runEntry(run, item);
        applied.push(item.entry.tag);
      }
    } catch (error) {
      if (held.aborted && error === held.reason) throw error;
      throw error instanceof FluxError ? error : target.driver.classify(error).error;
    } finally {
      await session.end();
    }
    return { applied };
  });
}

async function resume({ request, session }: Run, plan: string): Promise<void> {
  const { driver, name } = request.target;
  const known = await driver.journal.listPlans(session);
  if (known.some((record) => record.plan === plan))
    return driver.journal.setState(session, plan, 'active', request.actor);
  throw new FluxError('USAGE', `Plan ${plan} has not begun on ${name}.`, 'Run: npx drizzle-flux status', { plan });
}

async function runEntry(run: Run, { entry, passBecause }: ToRun): Promise<void> {
  const { request, session } = run;
  const row = { hash: migrationHash(entry.sql), when: entry.when };
  const record = () => recordApplied(asClient(session), request.project.migrationsTable, row);
  if (passBecause !== null) {
    await record();
    request.onEvent?.({ kind: 'passed', tag: entry.tag, why: passBecause });
    return;
  }
  const started = performance.now();
  const place = readPlace(entry.sql);
  const plan = run.plans.get(place?.plan ?? '');
  if (plan && place?.undo === false) await checkFit({ plan, driver: request.target.driver, session });
  const step = place === undefined ? undefined : stepOf(run.plans, place);
  const { driver, connect } = request.target;
  const name = place?.step ?? entry.tag;
  await watchingLocks({ driver, session, connect, step: name, onEvent: eventsOf(request) }, async () => {
    if (place !== undefined && step?.kind === 'backfill' && !place.undo) await backfill(run, place, step);
    await runChunks(run, entry, record);
  });
  // A check has just raised or not, and a backfill has counted what is left.
  if (step?.kind === 'sql' && place?.undo === false) await prove(run, step);
  request.onEvent?.({ kind: 'file', tag: entry.tag, ms: Math.round(performance.now() - started) });
}

/** As drizzle's runner does it, but one transaction for each file. */
async function runChunks({ session }: Run, entry: MigrationsEntry, record: () => Promise<void>): Promise<void> {
  await session.query('BEGIN');
  try {
    for (const chunk of entry.sql.split(breakpoint)) if (chunk.trim() !== '') await session.query(chunk);
    await record();
    await session.query('COMMIT');
  } catch (error) {
    await session.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/**
 * Page by page from here, with progress; the file's own block then finds the work done. The plan's guard first: it may
 * be the phase's first file, and it has the word on whether the phase is open.
 */
async function backfill(run: Run, { plan: id }: FilePlace, step: FileStep): Promise<void> {
  const { request, session, signal } = run;
  const plan = run.plans.get(id)!;
  for (const { sql } of plan.phases[step.phase]?.guard ?? []) await session.query(sql);
  const { driver } = request.target;
  await runBackfill({ driver, session, plan, step: step.id, actor: request.actor, onEvent: eventsOf(request), signal });
}

/** The file ran; whether the step is done, the database says. */
async function prove({ request, session }: Run, step: SqlStep): Promise<void> {
  const measured = await measure(session, request.target.driver, step.id, step.checkpoint);
  if (measured.holds) return;
  throw new FluxError(
    'CHECKPOINT_FAILED',
    `Step ${step.id} ran and is recorded, but is not proven done: ${measured.what}: expected ${measured.expect}, found ${measured.got ?? measured.error ?? 'nothing'}.`,
    'Something outside this plan changed it meanwhile. See `npx drizzle-flux status`.',
    { ...measured },
  );
}

const stepOf = (plans: ReadonlyMap<string, Plan>, { plan, step }: FilePlace): FileStep | undefined =>
  plans
    .get(plan)
    ?.steps.filter(isFileStep)
    .find(({ id }) => id === step);

const eventsOf =
  ({ onEvent }: MigrateRequest): OnEvent =>
  (event) =>
    onEvent?.(event);
