import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { applyChange, repairFolder } from '../src/folder-change.ts';
import { appendEntries, joinChunks, replaceLastEntry } from '../src/journal.ts';
import { readFolder, snapshotFile } from '../src/migrations-folder.ts';
import type { MigrationFile } from '../src/journal.ts';
import type { MigrationsFolder } from '../src/migrations-folder.ts';
import { migrationHash } from '../src/migrations-table.ts';
import type { PrefixStyle } from '../src/tag.ts';
import { makeProject, schemaOf, type Project } from './drizzle-project.ts';

const table = (name: string) =>
  `export const t = pgTable('users', { id: serial('id').primaryKey(), ${name}: text('${name}') });`;
const configWith = (more: string) => `import { defineConfig } from 'drizzle-kit';
export default defineConfig({ dialect: 'postgresql', schema: './schema.ts', out: './drizzle', ${more} });`;

// Each test runs drizzle-kit a few times.
vi.setConfig({ testTimeout: 30_000 });

let project: Project;
let count = 0;
const newId = () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;

async function twoMigrations(more = ''): Promise<string> {
  project = makeProject('module', { 'drizzle.config.ts': configWith(more), 'schema.ts': schemaOf(table('a')) });
  await project.drizzleKit(['generate', '--name', 'init']);
  // The styles that count seconds overwrite one another's snapshots within one second.
  if (more !== '') await new Promise((resolve) => setTimeout(resolve, 1100));
  project.write({ 'schema.ts': schemaOf(table('a').replace(' }', `, b: text('b') }`)) });
  await project.drizzleKit(['generate', '--name', 'add_b']);
  return join(project.path, 'drizzle');
}

function threeFiles(out: string): MigrationFile[] {
  const snapshot = readFolder(out).entries.at(-1)?.snapshot;
  if (snapshot === undefined) throw new Error('drizzle-kit wrote no snapshot');
  return [
    { name: 'add_b_1_expand', chunks: ['ALTER TABLE "users" ADD COLUMN "b" text;'], snapshot },
    { name: 'add_b_2_index', chunks: ['COMMIT;', 'CREATE INDEX CONCURRENTLY i ON "users" (b);', 'BEGIN;'], snapshot },
    { name: 'add_b_3_last', chunks: ['SELECT 1;\n'], snapshot },
  ];
}

/** Files without a journal entry, relative to the folder. */
function strayFiles({ path, entries }: MigrationsFolder): string[] {
  const known = new Set(entries.flatMap(({ tag }) => [`${tag}.sql`, snapshotFile(tag)]));
  const meta = readdirSync(join(path, 'meta'));
  const sql = readdirSync(path).filter((name) => name.endsWith('.sql') && !name.endsWith('.down.sql'));
  const snapshots = meta.filter((name) => !name.startsWith('_')).map((name) => `meta/${name}`);
  return [...sql, ...snapshots].filter((name) => !known.has(name));
}

async function expectClean(): Promise<void> {
  const check = await project.drizzleKit(['check']);
  expect(check).toMatchObject({ code: 0, output: expect.stringContaining("Everything's fine") });
  expect(check.output).not.toContain('Warning');
  expect((await project.drizzleKit(['generate'])).output).toContain('No schema changes');
}

afterEach(() => project.remove());

describe('replaceLastEntry', () => {
  for (const style of ['index', 'timestamp', 'supabase', 'unix'] satisfies PrefixStyle[]) {
    it(`prefix ${style}: check and the next generate are clean, the stock runner reads it`, async () => {
      const out = await twoMigrations(style === 'index' ? '' : `migrations: { prefix: '${style}' }`);
      const before = readFolder(out);
      const [first, generated] = before.entries;
      if (first === undefined || generated === undefined) throw new Error('two entries are expected');
      applyChange(out, replaceLastEntry(before, generated.tag, threeFiles(out), { newId }));

      const after = readFolder(out);
      expect(after.entries.map(({ tag }) => tag.slice(tag.indexOf('_') + 1))).toEqual([
        'init',
        'add_b_1_expand',
        'add_b_2_index',
        'add_b_3_last',
      ]);
      expect(after.entries.map(({ idx }) => idx)).toEqual([0, 1, 2, 3]);
      const gaps = after.entries.slice(1).map(({ when }, at) => when - (after.entries[at]?.when ?? 0));
      expect(gaps.every((gap) => gap >= 1000)).toBe(true);
      const chain = after.entries.map(({ snapshot }) => [snapshot?.prevId, snapshot?.id]);
      for (const [at, [prevId]] of chain.slice(1).entries()) expect(prevId).toBe(chain[at]?.[1]);
      const bare = { id: '', prevId: '' };
      expect({ ...after.entries.at(-1)?.snapshot, ...bare }).toEqual({ ...generated.snapshot, ...bare });
      expect(strayFiles(after)).toEqual([]);

      const migrations = readMigrationFiles({ migrationsFolder: out });
      expect(migrations.map(({ hash }) => hash)).toEqual(after.entries.map(({ sql }) => migrationHash(sql)));
      expect(migrations[2]?.sql.map((chunk) => chunk.trim())).toEqual(threeFiles(out)[1]?.chunks);
      await expectClean();
    });
  }

  it('is dated back, never after the generated entry, where there is room', async () => {
    const out = await twoMigrations();
    const folder = readFolder(out);
    const [first, generated] = folder.entries;
    if (first === undefined || generated === undefined) throw new Error('two entries are expected');
    const long = { ...generated, when: first.when + 3_600_000 };
    const change = replaceLastEntry({ ...folder, entries: [first, long] }, long.tag, threeFiles(out), { newId });
    const journal = JSON.parse(change.writes.at(-1)?.content ?? '') as { entries: { when: number }[] };
    expect(journal.entries.slice(1).map(({ when }) => long.when - when)).toEqual([2000, 1000, 0]);
  });

  it('keeps the old file where a new one has its name, and removes it where none has', async () => {
    const out = await twoMigrations();
    const files = threeFiles(out).map((file, at) => (at === 0 ? { ...file, name: 'add_b' } : file));
    applyChange(out, replaceLastEntry(readFolder(out), '0001_add_b', files, { newId }));
    expect(project.list('drizzle')).toEqual([
      '0000_init.sql',
      '0001_add_b.sql',
      '0002_add_b_2_index.sql',
      '0003_add_b_3_last.sql',
      'meta',
    ]);
  });

  it('refuses an entry that is not the newest', async () => {
    const out = await twoMigrations();
    const replace = () => replaceLastEntry(readFolder(out), '0000_init', threeFiles(out), { newId });
    expect(replace).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

describe('appendEntries', () => {
  it('goes on after the newest entry, also where that is ahead of the clock', async () => {
    const out = await twoMigrations();
    const folder = readFolder(out);
    const newest = folder.entries.at(-1)?.when ?? 0;
    const whens = (now: number) => {
      const { writes } = appendEntries(folder, threeFiles(out), 'index', { now, newId });
      const journal = JSON.parse(writes.at(-1)?.content ?? '') as { entries: { when: number }[] };
      return journal.entries.slice(2).map(({ when }) => when - newest);
    };
    expect(whens(newest + 60_000)).toEqual([58_000, 59_000, 60_000]);
    expect(whens(newest - 60_000)).toEqual([1000, 2000, 3000]);
    applyChange(out, appendEntries(folder, threeFiles(out), 'index', { now: newest + 60_000, newId }));
    await expectClean();
  });

  it('begins an empty folder', () => {
    project = makeProject('module', {});
    const out = join(project.path, 'drizzle');
    const snapshot = { id: 'x', prevId: 'y' };
    const files = [{ name: 'init', chunks: ['SELECT 1'], snapshot }];
    applyChange(out, appendEntries(readFolder(out), files, 'index', { now: 5000, newId }));
    expect(readFolder(out).entries).toMatchObject([{ idx: 0, tag: '0000_init', when: 5000, sql: 'SELECT 1\n' }]);
  });
});

describe('a kill while the folder is written', () => {
  beforeEach(async () => {
    await twoMigrations();
  });

  it('at any point is repaired to the intended folder', () => {
    const out = join(project.path, 'drizzle');
    const change = replaceLastEntry(readFolder(out), '0001_add_b', threeFiles(out), { newId });
    const original = new Map(
      [...change.writes.map(({ path }) => path), ...change.deletes].map((path) => [path, read(out, path)]),
    );
    for (let done = 0; done <= change.writes.length; done++) {
      restore(out, original);
      // What applyChange has done when it is killed after `done` files.
      writeFileSync(join(out, 'meta', '_flux_pending.json'), JSON.stringify(change));
      writeFileSync(join(out, 'meta', '_flux_1.tmp'), 'half a fi');
      for (const { path, content } of change.writes.slice(0, done)) writeFileSync(join(out, path), content);
      expect(() => readFolder(out)).toThrow('interrupted');
      expect(repairFolder(out)?.tags).toEqual(change.tags);
      expect(readFolder(out).entries.map(({ tag }) => tag)).toEqual(['0000_init', ...change.tags]);
      expect(strayFiles(readFolder(out))).toEqual([]);
      expect(repairFolder(out)).toBeUndefined();
    }
  });
});

describe('joinChunks', () => {
  it('refuses what the runner would cut elsewhere', () => {
    project = makeProject('module', {});
    const chunk = `DO $$ BEGIN PERFORM '--> statement-breakpoint'; END $$`;
    expect(() => joinChunks([chunk])).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_CHANGE' }));
    expect(() => joinChunks(['SELECT 1', ' \n'])).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});

it('names snapshots as drizzle-kit does', () => {
  project = makeProject('module', {});
  expect(snapshotFile('0003_some_name')).toBe('meta/0003_snapshot.json');
});

function read(out: string, path: string): string | undefined {
  return existsSync(join(out, path)) ? project.read(`drizzle/${path}`) : undefined;
}

function restore(out: string, original: ReadonlyMap<string, string | undefined>): void {
  mkdirSync(join(out, 'meta'), { recursive: true });
  for (const [path, content] of original) if (content !== undefined) writeFileSync(join(out, path), content);
}
