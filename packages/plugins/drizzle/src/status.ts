import { FluxError } from '@flux/core';
import type { Plan, PlanRecord } from '@flux/core';
import { findPlans, readStatus } from '@flux/runner';
import type { PlanStatus } from '@flux/runner';
import type { DrizzleProject } from './config.ts';
import { entriesToRun } from './entries-to-run.ts';
import type { ToRun } from './entries-to-run.ts';
import { readPlace } from './flux-header.ts';
import { isTakenBack, plansFolder, writtenSteps } from './flux-folder.ts';
import { readFolder } from './migrations-folder.ts';
import type { MigrationsFolder } from './migrations-folder.ts';
import { readApplied } from './migrations-table.ts';
import { asClient, withSession } from './target.ts';
import type { Target } from './target.ts';

export interface PlanReport {
  readonly plan: Plan;
  /** By files in the migrations folder. */
  readonly takenBack: boolean;
  /** Steps whose files are in the folder. */
  readonly written: ReadonlySet<string>;
  readonly targets: readonly TargetReport[];
}

export interface TargetReport {
  readonly target: string;
  /** As the target's journal has it; null: not begun there, or not to be asked. */
  readonly record: PlanRecord | null;
  /** Measured now; null where the plan is over there (unless it was asked for by name), and with an error. */
  readonly status: PlanStatus | null;
  /** Files of the plan that are not applied here, some of them a rollback's: they come before anything else. */
  readonly rollbackFiles: number;
  /** Why the target could not be asked; the others are told all the same. */
  readonly error: FluxError | null;
}

export async function status(
  project: DrizzleProject,
  targets: readonly Target[],
  quietWindowMs: number,
  only?: string,
): Promise<readonly PlanReport[]> {
  const found = (await findPlans(plansFolder(project))).map(({ plan }) => plan);
  const plans = found.filter((plan) => only === undefined || plan.id === only);
  if (only !== undefined && plans.length === 0) {
    throw new FluxError(
      'USAGE',
      `There is no plan ${only}.`,
      `Plans: ${found.map(({ id }) => id).join(', ') || 'none'}.`,
    );
  }
  const folder = readFolder(project.out);
  const byTarget = new Map<string, readonly TargetReport[]>();
  for (const target of targets)
    byTarget.set(target.name, await askAll({ project, folder, plans, target, quietWindowMs, all: only !== undefined }));
  return plans.map((plan, at) => ({
    plan,
    takenBack: isTakenBack(folder, plan),
    written: writtenSteps(folder, plan),
    targets: targets.flatMap(({ name }) => byTarget.get(name)?.[at] ?? []),
  }));
}

interface Question {
  readonly project: DrizzleProject;
  readonly folder: MigrationsFolder;
  readonly plans: readonly Plan[];
  readonly target: Target;
  readonly quietWindowMs: number;
  /** Also what is over is measured: that may read whole tables. */
  readonly all: boolean;
}

async function askAll(question: Question): Promise<readonly TargetReport[]> {
  const { project, folder, plans, target, quietWindowMs, all } = question;
  const { name, driver } = target;
  const failed = (error: unknown): TargetReport => {
    if (!(error instanceof FluxError)) throw error;
    return { target: name, record: null, status: null, rollbackFiles: 0, error };
  };
  try {
    return await withSession(target, async (session) => {
      const records = await driver.journal.listPlans(session);
      const waiting = entriesToRun(folder, await readApplied(asClient(session), project.migrationsTable), records);
      const reports: TargetReport[] = [];
      for (const plan of plans) {
        const record = records.find((known) => known.plan === plan.id) ?? null;
        const rollbackFiles = waitingWithUndo(waiting, plan);
        // Rolled back here alone it can go on, so where it stands is of interest.
        const over = record?.state === 'done' || (record?.state === 'rolled back' && isTakenBack(folder, plan));
        if (over && !all) reports.push({ target: name, record, status: null, rollbackFiles, error: null });
        else
          reports.push(
            await readStatus({ plan, driver, session, quietWindowMs }).then(
              (found) => ({ target: name, record, status: found, rollbackFiles, error: null }),
              failed,
            ),
          );
      }
      return reports;
    });
  } catch (error) {
    return plans.map(() => failed(error));
  }
}

function waitingWithUndo(waiting: readonly ToRun[], plan: Plan): number {
  const own = waiting.flatMap(({ entry }) => readPlace(entry.sql) ?? []).filter((place) => place.plan === plan.id);
  return own.some(({ undo }) => undo) ? own.length : 0;
}

/** How many files of the folder each target has still to run: also those of no plan. */
export async function waitingFiles(
  project: DrizzleProject,
  targets: readonly Target[],
): Promise<readonly { readonly target: string; readonly files: number }[]> {
  const folder = readFolder(project.out);
  const waiting: { target: string; files: number }[] = [];
  for (const target of targets) {
    const applied = await withSession(target, (session) => readApplied(asClient(session), project.migrationsTable));
    waiting.push({ target: target.name, files: entriesToRun(folder, applied, []).length });
  }
  return waiting;
}
