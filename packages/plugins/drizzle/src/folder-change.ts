import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files to write and to remove, relative to the migrations folder, in this order. */
export interface FolderChange {
  readonly writes: readonly { readonly path: string; readonly content: string }[];
  readonly deletes: readonly string[];
  /** The tags of the new entries, in order. */
  readonly tags: readonly string[];
}

// drizzle-kit takes every name in meta/ that does not begin with "_" for a snapshot.
const pendingPath = join('meta', '_flux_pending.json');

/**
 * Writes the change so that a kill at any moment loses nothing: the whole end state is put down first, as one file, and
 * removed when it is reached. Killed before: the folder is as it was. Killed after: `repairFolder` writes it again.
 */
export function applyChange(folder: string, change: FolderChange): void {
  replaceFile(join(folder, pendingPath), JSON.stringify(change));
  finish(folder, change);
}

/** Finishes what a killed `applyChange` began; `undefined` when there is nothing to finish. */
export function repairFolder(folder: string): FolderChange | undefined {
  const change = pendingChange(folder);
  if (change !== undefined) finish(folder, change);
  return change;
}

export function pendingChange(folder: string): FolderChange | undefined {
  const file = join(folder, pendingPath);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as FolderChange) : undefined;
}

function finish(folder: string, { writes, deletes }: FolderChange): void {
  for (const { path, content } of writes) replaceFile(join(folder, path), content);
  for (const path of deletes) rmSync(join(folder, path), { force: true });
  rmSync(join(folder, pendingPath));
}

function replaceFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  // The underscore keeps a left-over out of drizzle-kit's list of snapshots.
  const temporary = join(dirname(path), `_flux_${process.pid}.tmp`);
  writeFileSync(temporary, content, { flush: true });
  renameSync(temporary, path);
}
