import { applyChange } from './folder-change.ts';
import { snapshotFile } from './migrations-folder.ts';
import type { MigrationsFolder } from './migrations-folder.ts';

/** The folder as it was before drizzle-kit generated its newest entry. */
export const discardEntry = (folder: MigrationsFolder, tag: string): void => discardEntries(folder, [tag]);

/** Entries, their files and snapshots; as one change, so that a kill leaves no half of it. */
export function discardEntries(folder: MigrationsFolder, tags: readonly string[]): void {
  const kept = folder.journal.entries.filter((entry) => !tags.includes(entry.tag));
  if (kept.length === folder.journal.entries.length) return;
  const journal = { ...folder.journal, entries: kept };
  applyChange(folder.path, {
    writes: [{ path: 'meta/_journal.json', content: JSON.stringify(journal, undefined, 2) }],
    deletes: tags.flatMap((tag) => [`${tag}.sql`, snapshotFile(tag)]),
    tags: [],
  });
}
