import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluxError } from '@flux/core';
import { pendingChange } from './folder-change.ts';

/** One line of `meta/_journal.json` as drizzle-kit 0.31 writes it. */
export interface JournalEntry {
  readonly idx: number;
  readonly version: string;
  /** Epoch milliseconds; drizzle's runner skips every entry whose `when` is not above the newest applied one. */
  readonly when: number;
  readonly tag: string;
  readonly breakpoints: boolean;
}

export interface Journal {
  readonly version: string;
  readonly dialect: string;
  readonly entries: readonly JournalEntry[];
}

/** `meta/NNNN_snapshot.json`; only its identity matters here, the rest is carried through untouched. */
export interface DrizzleSnapshot {
  readonly id: string;
  readonly prevId: string;
  readonly [key: string]: unknown;
}

/** A drizzle migrations folder: the journal, and the snapshot and SQL of each entry. */
export interface MigrationsFolder {
  readonly path: string;
  readonly journal: Journal;
  readonly entries: readonly MigrationsEntry[];
}

export interface MigrationsEntry extends JournalEntry {
  readonly sql: string;
  /** `undefined`: the file is missing (drizzle's runner does not need it, the next diff does). */
  readonly snapshot: DrizzleSnapshot | undefined;
}

/** Reads the folder; a missing folder or journal is an empty one of dialect `postgresql`. */
export function readFolder(path: string): MigrationsFolder {
  if (pendingChange(path) !== undefined) {
    throw new FluxError('USAGE', `A split of ${path} was interrupted.`, 'Run `npx drizzle-flux repair` to finish it.');
  }
  const file = join(path, 'meta', '_journal.json');
  if (!existsSync(file)) return { path, journal: { version: '7', dialect: 'postgresql', entries: [] }, entries: [] };
  const journal = readJson<Journal>(file);
  return { path, journal, entries: journal.entries.map((entry) => readEntry(path, entry)) };
}

/** drizzle-kit names a snapshot by its tag's prefix alone. */
export function snapshotFile(tag: string): string {
  return `meta/${tag.slice(0, tag.indexOf('_'))}_snapshot.json`;
}

function readEntry(path: string, entry: JournalEntry): MigrationsEntry {
  const sql = join(path, `${entry.tag}.sql`);
  if (!existsSync(sql)) {
    throw new FluxError('USAGE', `The journal names ${sql}, which is missing.`, 'Restore it from version control.');
  }
  const snapshot = join(path, snapshotFile(entry.tag));
  return {
    ...entry,
    sql: readFileSync(sql, 'utf8'),
    snapshot: existsSync(snapshot) ? readJson<DrizzleSnapshot>(snapshot) : undefined,
  };
}

function readJson<Shape>(file: string): Shape {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Shape;
  } catch (error) {
    throw new FluxError('USAGE', `${file} is not valid JSON.`, 'Restore it from version control.', { file }, error);
  }
}
