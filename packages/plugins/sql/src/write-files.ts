import { randomBytes } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FluxError } from '@flux/core';
import type { Plan } from '@flux/core';
import { renderSqlFiles } from './render.ts';
import { fileName, numberingAfter } from './sql-file.ts';

export interface SqlFolders {
  /** Where the user's runner finds its migrations. */
  readonly migrations: string;
  /** `flux/plans`: held files stay in `<id>/held/<phase>` of it. */
  readonly plans: string;
}

export interface WrittenFiles {
  readonly current: readonly string[];
  readonly held: readonly string[];
}

interface Placed {
  readonly path: string;
  readonly text: string;
  readonly held: boolean;
}

/**
 * Writes the plan's files: those of its first phase into the migrations folder, the others into the plan's folder. All
 * of them or none; a file that is there with another content is never touched.
 * @throws FluxError NAME_TAKEN
 */
export async function writeSqlFiles(folders: SqlFolders, plan: Plan): Promise<WrittenFiles> {
  const numbering = numberingAfter(await sqlNames(folders.migrations), plan.createdAt);
  const files = renderSqlFiles(plan, { numbering }).map(({ phase, name, text, held }): Placed => ({
    path: held ? join(heldFolder(folders, plan, phase), name) : join(folders.migrations, name),
    text,
    held,
  }));
  await writeAll(files);
  return {
    current: files.filter((file) => !file.held).map((file) => file.path),
    held: files.filter((file) => file.held).map((file) => file.path),
  };
}

/**
 * Moves the held files of a phase into the migrations folder, numbered after what came in since. Safe to call again.
 * @returns the paths of the files that are now in the folder; empty: they were there already
 * @throws FluxError NAME_TAKEN
 */
export async function releaseSqlFiles(folders: SqlFolders, plan: Plan, phase: number): Promise<readonly string[]> {
  const held = heldFolder(folders, plan, phase);
  const waiting = await sqlNames(held);
  if (waiting.length === 0) return [];
  const there = await sqlNames(folders.migrations);
  const numbering = numberingAfter(there, plan.createdAt);
  const names = new Map<string, string>();
  const texts = new Map<string, string>();
  for (const name of waiting) {
    const slug = name.slice(name.indexOf('_'));
    const text = await readFile(join(held, name), 'utf8');
    // Left by a release that was cut off: the same step's file is there.
    const already = there.find((other) => other.endsWith(slug));
    if (already !== undefined && sameStep(await readFile(join(folders.migrations, already), 'utf8'), text)) {
      names.set(name, already);
    } else {
      names.set(name, fileName(numbering, texts.size, slug.slice(1, -'.sql'.length)));
      texts.set(name, text);
    }
  }
  const files = [...texts].map(([name, text]): Placed => {
    const renumbered = text.replace(nextLine, (_line, next: string) => `-- next: ${names.get(next) ?? next}`);
    return { path: join(folders.migrations, names.get(name)!), text: renumbered, held: false };
  });
  await writeAll(files);
  await rm(held, { recursive: true });
  return files.map((file) => file.path);
}

/** The file that comes after, by the number it had while it waited. */
const nextLine = /^-- next: (.*)$/m;
const sameStep = (a: string, b: string): boolean => a.replace(nextLine, '') === b.replace(nextLine, '');

const heldFolder = (folders: SqlFolders, plan: Plan, phase: number): string =>
  join(folders.plans, plan.id, 'held', String(phase));

async function sqlNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.sql')).toSorted();
}

async function writeAll(files: readonly Placed[]): Promise<void> {
  const staged: { readonly temporary: string; readonly path: string }[] = [];
  const placed: string[] = [];
  try {
    // What waits comes first: as soon as the first of the current ones stands, a runner may begin.
    for (const { path, text } of files.toSorted((a, b) => Number(b.held) - Number(a.held))) {
      if ((await contentOf(path)) === text) continue;
      await mkdir(dirname(path), { recursive: true });
      const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
      staged.push({ temporary, path });
      await writeFile(temporary, text, { flag: 'wx', flush: true });
    }
    for (const { temporary, path } of staged) {
      // A link, unlike a rename, fails where a file of that name is there.
      await link(temporary, path);
      placed.push(path);
    }
  } catch (error) {
    for (const path of placed) await rm(path, { force: true });
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? nameTaken((error as { dest?: string }).dest) : error;
  } finally {
    for (const { temporary } of staged) await rm(temporary, { force: true });
  }
}

async function contentOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

const nameTaken = (path = 'a migration file'): FluxError =>
  new FluxError(
    'NAME_TAKEN',
    `There is a file ${path} with other content.`,
    'Nothing was written. Move that file away, or take another folder with --out.',
    { path },
  );
