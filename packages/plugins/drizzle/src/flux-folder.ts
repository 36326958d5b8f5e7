import { join, resolve } from 'node:path';
import { FluxError } from '@flux/core';
import type { Plan, SqlUnit } from '@flux/core';
import { findPlans } from '@flux/runner';
import type { DrizzleProject } from './config.ts';
import { readPlace } from './flux-header.ts';
import type { FilePlace } from './flux-header.ts';
import { joinChunks } from './journal.ts';
import type { MigrationsEntry, MigrationsFolder } from './migrations-folder.ts';
import { isFileStep, renderPhase } from './render-files.ts';

export const plansFolder = (project: DrizzleProject): string => resolve(project.flux?.plansDir ?? 'flux/plans');

export interface FluxEntry extends FilePlace {
  readonly entry: MigrationsEntry;
}

/** The entries of the folder that are files of a plan, in the journal's order. */
export function fluxEntries(folder: MigrationsFolder): readonly FluxEntry[] {
  return folder.entries.flatMap((entry) => {
    const place = readPlace(entry.sql);
    return place === undefined ? [] : [{ ...place, entry }];
  });
}

/** Steps of the plan whose file is in the folder and is not taken back by a later one. */
export function writtenSteps(folder: MigrationsFolder, plan: Plan): ReadonlySet<string> {
  const steps = new Set<string>();
  for (const { plan: id, step, undo } of fluxEntries(folder)) {
    if (id !== plan.id) continue;
    if (undo) steps.delete(step);
    else steps.add(step);
  }
  return steps;
}

/** Extra files of the plan's folder, for its reviewers: what is held back, and what takes each step back. */
export function reviewFiles(plan: Plan): readonly { readonly path: string; readonly content: string }[] {
  const rollbacks = plan.steps.flatMap((step) => {
    if (step.kind === 'deploy' || step.kind === 'check' || !step.rollback.possible) return [];
    if (step.rollback.units.length === 0) return [];
    return [{ path: join('rollback', `${step.id}.sql`), content: unitsText(step.title, step.rollback.units) }];
  });
  const held = plan.phases.flatMap(({ name }, phase) =>
    phase === 0
      ? []
      : renderPhase(plan, phase).map((file) => ({
          path: join('held', `${phase}-${name}`, `${file.name}.sql`),
          content: joinChunks(file.chunks),
        })),
  );
  return [...rollbacks, ...held];
}

const runWords: Readonly<Record<SqlUnit['run'], string>> = {
  guarded: 'In a transaction of its own:',
  plain: 'In a transaction:',
  alone: 'Outside any transaction, with statement_timeout = 0 and lock_timeout = 0:',
};

function unitsText(title: string, units: readonly SqlUnit[]): string {
  const parts = units.map(({ run, sql }) => `-- ${runWords[run]}\n${sql.trimEnd()}\n;`);
  return `-- Takes back: ${title.replaceAll(/\s+/g, ' ')}\n\n${parts.join('\n\n')}\n`;
}

/** Begun in this folder and taken back there as a whole. */
export function isTakenBack(folder: MigrationsFolder, plan: Plan): boolean {
  return fluxEntries(folder).some((file) => file.plan === plan.id) && writtenSteps(folder, plan).size === 0;
}

/**
 * The plan by its id; without one, the only plan that is still held in part, else the one begun last.
 * @throws FluxError USAGE
 */
export async function choosePlan(
  project: DrizzleProject,
  folder: MigrationsFolder,
  id: string | undefined,
): Promise<Plan> {
  const plans = (await findPlans(plansFolder(project))).map(({ plan }) => plan);
  const named = plans.find((plan) => plan.id === id);
  if (named !== undefined) return named;
  const known = plans.map((plan) => plan.id);
  if (id !== undefined) {
    const remedy = known.length > 0 ? `Plans: ${known.join(', ')}.` : noPlans;
    throw new FluxError('USAGE', `There is no plan ${id} in ${plansFolder(project)}.`, remedy, { plans: known });
  }
  const order = fluxEntries(folder).map((file) => file.plan);
  const begun = plans
    .filter((plan) => writtenSteps(folder, plan).size > 0)
    .toSorted((a, b) => order.lastIndexOf(a.id) - order.lastIndexOf(b.id));
  const held = begun.filter((plan) =>
    plan.steps.filter(isFileStep).some((step) => !writtenSteps(folder, plan).has(step.id)),
  );
  const [only = begun.at(-1), ...more] = held;
  if (only !== undefined && more.length === 0) return only;
  if (only === undefined) throw new FluxError('USAGE', 'No plan is under way in this migrations folder.', noPlans);
  const ids = held.map((plan) => plan.id);
  throw new FluxError('USAGE', `Several plans are under way: ${ids.join(', ')}.`, 'Name one.', { plans: ids });
}

const noPlans = 'Plans are made by `npx drizzle-kit generate` when a live database is configured.';
