import type { PlanRecord } from '@flux/core';
import { fluxEntries } from './flux-folder.ts';
import type { FluxEntry } from './flux-folder.ts';
import type { MigrationsEntry, MigrationsFolder } from './migrations-folder.ts';
import { pendingEntries, skippedEntries } from './migrations-table.ts';
import type { AppliedMigration } from './migrations-table.ts';

export interface ToRun {
  readonly entry: MigrationsEntry;
  /** Set: it is only recorded as applied, for this reason. */
  readonly passBecause: string | null;
}

/**
 * What this run has to do, in the journal's order. Beyond drizzle's own rule (dated after the newest applied entry) also
 * files of a plan that were undone here directly and are to be done again, although later migrations are applied.
 */
export function entriesToRun(
  folder: MigrationsFolder,
  applied: readonly AppliedMigration[],
  records: readonly PlanRecord[],
): readonly ToRun[] {
  const files = fluxEntries(folder);
  const ofPlans = new Map(files.map((file) => [file.entry.tag, file]));
  const begun = new Set(records.map(({ plan }) => plan));
  const again = skippedEntries(folder.entries, applied).filter(({ tag }) => begun.has(ofPlans.get(tag)?.plan ?? ''));
  const pending = new Set([...again, ...pendingEntries(folder.entries, applied)]);
  return folder.entries
    .filter((entry) => pending.has(entry))
    .map((entry) => ({ entry, passBecause: passBecause(ofPlans.get(entry.tag), files, records) }));
}

/** Undone here with `rollback --now`, and taken back by a later file: doing it again first would be for nothing. */
function passBecause(
  file: FluxEntry | undefined,
  files: readonly FluxEntry[],
  records: readonly PlanRecord[],
): string | null {
  if (file === undefined || file.undo) return null;
  const state = records.find(({ plan }) => plan === file.plan)?.state;
  if (state !== 'paused' && state !== 'rolled back') return null;
  const later = files.slice(files.indexOf(file) + 1);
  const takenBack = later.some(({ plan, step, undo }) => undo && plan === file.plan && step === file.step);
  return takenBack ? `plan ${file.plan} is ${state} here, and a later file takes this step back` : null;
}
