import { applyChange } from './folder-change.ts';
import { snapshotFile } from './migrations-folder.ts';
import type { MigrationsFolder } from './migrations-folder.ts';

/** The folder as it was before drizzle-kit generated its newest entry; as one change, so that a kill leaves no half of it. */
export function discardEntry(folder: MigrationsFolder, tag: string): void {
  const kept = folder.journal.entries.filter((entry) => entry.tag !== tag);
  if (kept.length === folder.journal.entries.length) return;
  const journal = { ...folder.journal, entries: kept };
  applyChange(folder.path, {
    writes: [{ path: 'meta/_journal.json', content: JSON.stringify(journal, undefined, 2) }],
    deletes: [`${tag}.sql`, snapshotFile(tag)],
    tags: [],
  });
}
