import { FluxError } from '@flux/core';
import type { Plan, PlanRecord } from '@flux/core';
import { findPlans, readStatus } from '@flux/runner';
import type { PlanStatus } from '@flux/runner';
import type { DrizzleProject } from './config.ts';
import { isTakenBack, plansFolder, writtenSteps } from './flux-folder.ts';
import { readFolder } from './migrations-folder.ts';
import { withSession } from './target.ts';
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
    byTarget.set(target.name, await askAll(plans, target, quietWindowMs, only !== undefined));
  return plans.map((plan, at) => ({
    plan,
    takenBack: isTakenBack(folder, plan),
    written: writtenSteps(folder, plan),
    targets: targets.flatMap(({ name }) => byTarget.get(name)?.[at] ?? []),
  }));
}

/** @param all also what is over is measured: that may read whole tables */
async function askAll(
  plans: readonly Plan[],
  target: Target,
  quietWindowMs: number,
  all: boolean,
): Promise<readonly TargetReport[]> {
  const { name, driver } = target;
  const failed = (error: unknown): TargetReport => {
    if (!(error instanceof FluxError)) throw error;
    return { target: name, record: null, status: null, error };
  };
  try {
    return await withSession(target, async (session) => {
      const records = await driver.journal.listPlans(session);
      const reports: TargetReport[] = [];
      for (const plan of plans) {
        const record = records.find((known) => known.plan === plan.id) ?? null;
        const over = record?.state === 'done' || record?.state === 'rolled back';
        if (over && !all) reports.push({ target: name, record, status: null, error: null });
        else
          reports.push(
            await readStatus({ plan, driver, session, quietWindowMs }).then(
              (found) => ({ target: name, record, status: found, error: null }),
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
