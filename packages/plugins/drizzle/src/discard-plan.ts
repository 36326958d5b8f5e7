import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { FluxError } from '@flux/core';
import type { Plan } from '@flux/core';
import type { DrizzleProject } from './config.ts';
import { discardEntries } from './discard-entry.ts';
import { fluxEntries, plansFolder } from './flux-folder.ts';
import { readFolder } from './migrations-folder.ts';
import { migrationHash, readApplied } from './migrations-table.ts';
import type { MigrationsEntry } from './migrations-folder.ts';
import { asClient, targetsOf, withSession } from './target.ts';
import type { Target } from './target.ts';

export interface DiscardedPlan {
  /** The targets that were asked. */
  readonly targets: readonly string[];
  readonly tags: readonly string[];
}

/**
 * A plan that no target has begun is taken out of the folders: files that undo what never ran would only run it first.
 * @returns null where it was begun, cannot be told, or other migrations stand on it; nothing is changed then
 */
export async function discardPlan(project: DrizzleProject, plan: Plan): Promise<DiscardedPlan | null> {
  const folder = readFolder(project.out);
  const files = fluxEntries(folder).flatMap((file) => (file.plan === plan.id ? [file.entry] : []));
  const last = folder.entries.slice(folder.entries.length - files.length);
  if (!last.every((entry) => files.includes(entry))) return null;
  const targets = await neverBegun(project, plan, files);
  if (targets === null) return null;
  const tags = files.map(({ tag }) => tag);
  discardEntries(folder, tags);
  rmSync(join(plansFolder(project), plan.id), { recursive: true, force: true });
  return { targets, tags };
}

async function neverBegun(
  project: DrizzleProject,
  plan: Plan,
  files: readonly MigrationsEntry[],
): Promise<readonly string[] | null> {
  try {
    const targets = targetsOf(project);
    for (const target of targets) if (await isBegun(project, plan, files, target)) return null;
    return targets.map(({ name }) => name);
  } catch (error) {
    if (error instanceof FluxError) return null;
    throw error;
  }
}

const isBegun = (
  { migrationsTable }: DrizzleProject,
  plan: Plan,
  files: readonly MigrationsEntry[],
  target: Target,
): Promise<boolean> =>
  withSession(target, async (session) => {
    const records = await target.driver.journal.listPlans(session);
    if (records.some((record) => record.plan === plan.id)) return true;
    const known = new Set(
      (await readApplied(asClient(session), migrationsTable)).flatMap(({ hash, when }) => [hash, when]),
    );
    return files.some(({ sql, when }) => known.has(when) || known.has(migrationHash(sql)));
  });
