import { FluxError } from '@flux/core';
import type { Plan } from '@flux/core';
import { rollbackTo } from '@flux/runner';
import type { OnEvent, RollbackCost, RollbackResult } from '@flux/runner';
import type { DrizzleProject } from './config.ts';
import { fluxEntries, writtenSteps } from './flux-folder.ts';
import type { FileStep } from './flux-header.ts';
import { applyChange } from './folder-change.ts';
import { appendEntries } from './journal.ts';
import type { Surroundings } from './journal.ts';
import { readFolder } from './migrations-folder.ts';
import type { MigrationsFolder } from './migrations-folder.ts';
import { forgetApplied } from './migrations-table.ts';
import { isFileStep, renderUndo } from './render-files.ts';
import { snapshotWithout } from './snapshot-without.ts';
import { asClient, withSession } from './target.ts';
import type { Target } from './target.ts';

export interface RollbackPreview {
  /** Last first. */
  readonly steps: readonly FileStep[];
  /** The steps that lose something, or are safe only until a release. */
  readonly costs: readonly Omit<RollbackCost, 'tooLate'>[];
}

/**
 * What a rollback in files would take back: the steps whose files are in the folder.
 * @throws FluxError UNSUPPORTED_CHANGE past a step that cannot be undone, USAGE
 */
export function previewFiles(project: DrizzleProject, plan: Plan, to: string): RollbackPreview {
  const keep = positionOf(plan, to);
  const written = writtenSteps(readFolder(project.out), plan);
  const steps = plan.steps
    .filter((step, at): step is FileStep => at > keep && isFileStep(step) && written.has(step.id))
    .toReversed();
  const costs = steps.flatMap((step) => {
    if (step.kind === 'check') return [];
    const { rollback, id } = step;
    if (!rollback.possible) {
      throw new FluxError(
        'UNSUPPORTED_CHANGE',
        `Step ${id} cannot be rolled back: ${rollback.reason} Nothing was written.`,
        `Roll back to ${id} at most: npx drizzle-flux rollback ${plan.id} --to ${id}`,
        { plan: plan.id, step: id, reason: rollback.reason },
      );
    }
    const { safeUntil, loses } = rollback;
    return safeUntil === null && loses === null ? [] : [{ step: id, safeUntil, loses }];
  });
  return { steps, costs };
}

/** Appends the files that take the steps back; they go the way of every migration, to each database. */
export function writeRollback(
  project: DrizzleProject,
  plan: Plan,
  to: string,
  surroundings: Surroundings,
): readonly string[] {
  const { steps } = previewFiles(project, plan, to);
  const folder = readFolder(project.out);
  // Taken back in part the plan is still under way: what comes next starts from its end, as before.
  const snapshot = to === 'start' ? beforePlan(folder, plan) : folder.entries.at(-1)?.snapshot;
  if (steps.length === 0 || snapshot === undefined) return [];
  const files = renderUndo(plan, steps, to).map(({ name, chunks }) => ({ name, chunks, snapshot }));
  const change = appendEntries(folder, files, project.prefix, surroundings);
  applyChange(folder.path, change);
  return change.tags;
}

/** Drizzle's next diff starts from the newest snapshot: the schema without the plan, and with what came after it. */
function beforePlan(folder: MigrationsFolder, plan: Plan) {
  const files = fluxEntries(folder).filter((file) => file.plan === plan.id);
  const first = folder.entries.findIndex(({ tag }) => tag === files[0]?.entry.tag);
  const after = files[0]?.entry.snapshot;
  const latest = folder.entries.at(-1)?.snapshot;
  if (after === undefined || latest === undefined) return undefined;
  return snapshotWithout(folder.entries[first - 1]?.snapshot, after, latest);
}

export interface NowRequest {
  readonly project: DrizzleProject;
  readonly plan: Plan;
  readonly target: Target;
  readonly to: string;
  readonly actor: string;
  readonly acceptCosts?: boolean;
  readonly acceptCommand?: string;
  readonly onEvent?: OnEvent;
  readonly signal?: AbortSignal;
}

/**
 * Takes the steps back in one database, now. Their files are forgotten there, so that they count as not applied; the
 * plan is stopped there, which the files look for.
 */
export async function rollbackNow({ project, plan, target, to, ...rest }: NowRequest): Promise<RollbackResult> {
  const { driver, connect } = target;
  const result = await rollbackTo({ plan, driver, connect, to, ...rest });
  const keep = positionOf(plan, to);
  const undone = new Set(plan.steps.filter((_, at) => at > keep).map(({ id }) => id));
  const files = fluxEntries(readFolder(project.out)).filter(
    (file) => file.plan === plan.id && (undone.has(file.step) || to === 'start'),
  );
  await withSession(target, (session) =>
    forgetApplied(
      asClient(session),
      project.migrationsTable,
      files.map(({ entry }) => entry.when),
    ),
  );
  return result;
}

/** A step's id, also for its number as people see it; anything else as it is. */
export function stepOrNumber(plan: Plan, given: string): string {
  if (!/^\d+$/.test(given)) return given;
  return Number(given) === 0 ? 'start' : (plan.steps[Number(given) - 1]?.id ?? given);
}

function positionOf(plan: Plan, to: string): number {
  const at = plan.steps.findIndex(({ id }) => id === to);
  if (to === 'start' || at >= 0) return at;
  throw new FluxError(
    'USAGE',
    `Plan ${plan.id} has no step ${to}.`,
    `Its steps are start, ${plan.steps.map(({ id }) => id).join(', ')}.`,
    { plan: plan.id, step: to },
  );
}
