import { join } from 'node:path';
import { FluxError } from '@flux/core';
import type { FolderChange } from './folder-change.ts';
import { snapshotFile } from './migrations-folder.ts';
import type { DrizzleSnapshot, JournalEntry, MigrationsEntry, MigrationsFolder } from './migrations-folder.ts';
import { prefixOf, prefixStyleOf, tagOf, type PrefixStyle } from './tag.ts';

/** A migration to be written. Each chunk goes to the server as one simple query. */
export interface MigrationFile {
  /** Becomes the tag after the prefix: `0007_<name>`. */
  readonly name: string;
  readonly chunks: readonly string[];
  /** The schema after this file; `id` and `prevId` are replaced. */
  readonly snapshot: DrizzleSnapshot;
}

/** What is not decided by the data: passed in, so that the same input gives the same files. */
export interface Surroundings {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly newId: () => string;
}

export const breakpoint = '--> statement-breakpoint';
export const firstSnapshotParent = '00000000-0000-0000-0000-000000000000';
// drizzle-kit's prefix styles `timestamp` and `unix` count whole seconds, and snapshots are ordered by that prefix.
const apart = 1000;

/** The text of a migration file; refuses chunks that drizzle's runner would cut elsewhere. */
export function joinChunks(chunks: readonly string[]): string {
  for (const chunk of chunks) {
    if (chunk.includes(breakpoint)) {
      throw new FluxError(
        'UNSUPPORTED_CHANGE',
        `A statement contains the text "${breakpoint}", at which drizzle's runner cuts files, even inside quotes.`,
        'Rewrite the statement so that this text does not occur in it.',
        { statement: chunk },
      );
    }
    if (chunk.trim() === '') throw new FluxError('INTERNAL', 'A migration chunk is empty.', 'Please report this.');
  }
  return `${chunks.map((chunk) => chunk.trimEnd()).join(`\n${breakpoint}\n`)}\n`;
}

/** Entries after the last one; the newest is dated `now` (or later, where the journal is ahead of the clock). */
export function appendEntries(
  folder: MigrationsFolder,
  files: readonly MigrationFile[],
  style: PrefixStyle,
  surroundings: Surroundings,
): FolderChange {
  return put(folder, folder.entries, files, style, surroundings.now, surroundings.newId);
}

/** `files` in the place of the newest entry, which drizzle-kit has just generated and nobody has applied yet. */
export function replaceLastEntry(
  folder: MigrationsFolder,
  tag: string,
  files: readonly MigrationFile[],
  { newId }: Pick<Surroundings, 'newId'>,
): FolderChange {
  const last = folder.entries.at(-1);
  if (last === undefined || last.tag !== tag || files.length === 0) {
    throw new FluxError(
      'USAGE',
      `${tag} is not the newest entry of ${join(folder.path, 'meta', '_journal.json')}.`,
      'Only the newest migration can be split. Generate it again on top of the others.',
      { tag, newest: last?.tag },
    );
  }
  const change = put(folder, folder.entries.slice(0, -1), files, prefixStyleOf(tag), last.when, newId);
  const old = [`${tag}.sql`, snapshotFile(tag)];
  return { ...change, deletes: old.filter((path) => !change.writes.some((write) => write.path === path)) };
}

function put(
  folder: MigrationsFolder,
  kept: readonly MigrationsEntry[],
  files: readonly MigrationFile[],
  style: PrefixStyle,
  newest: number,
  newId: () => string,
): FolderChange {
  const previous = kept.at(-1);
  const first = Math.max(newest - apart * (files.length - 1), (previous?.when ?? 0) + apart);
  let prevId = previous === undefined ? firstSnapshotParent : parentId(folder, previous);
  const entries: JournalEntry[] = [];
  const writes: { path: string; content: string }[] = [];
  for (const [at, file] of files.entries()) {
    const when = first + at * apart;
    const idx = (previous?.idx ?? -1) + 1 + at;
    const tag = tagOf(prefixOf(style, idx, when), file.name);
    const id = newId();
    writes.push({ path: `${tag}.sql`, content: joinChunks(file.chunks) });
    writes.push({ path: snapshotFile(tag), content: JSON.stringify({ ...file.snapshot, id, prevId }, undefined, 2) });
    entries.push({ idx, version: folder.journal.version, when, tag, breakpoints: true });
    prevId = id;
  }
  const { version, dialect } = folder.journal;
  const journal = { version, dialect, entries: [...kept.map(lineOf), ...entries] };
  // Last, so that no reader meets an entry whose file is not there.
  writes.push({ path: 'meta/_journal.json', content: JSON.stringify(journal, undefined, 2) });
  return { writes, deletes: [], tags: entries.map(({ tag }) => tag) };
}

function parentId(folder: MigrationsFolder, { tag, snapshot }: MigrationsEntry): string {
  if (snapshot !== undefined) return snapshot.id;
  throw new FluxError(
    'USAGE',
    `${join(folder.path, snapshotFile(tag))} is missing, so nothing can be chained to it.`,
    'Restore the file from version control.',
  );
}

function lineOf({ idx, version, when, tag, breakpoints }: JournalEntry): JournalEntry {
  return { idx, version, when, tag, breakpoints };
}
