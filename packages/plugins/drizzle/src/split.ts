import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FluxError, renderPlanText } from '@flux/core';
import type { Dialect, Driver, Plan, Session } from '@flux/core';
import { planId, planMigration, writePlan } from '@flux/runner';
import { refuseBrokenFills, standingFills } from './answers.ts';
import type { DrizzleProject } from './config.ts';
import { discardEntry } from './discard-entry.ts';
import { applyChange } from './folder-change.ts';
import { plansFolder, reviewFiles } from './flux-folder.ts';
import { refuseLostTypeChanges } from './lost-type-changes.ts';
import { breakpoint, replaceLastEntry } from './journal.ts';
import { readFolder } from './migrations-folder.ts';
import type { MigrationsEntry, MigrationsFolder } from './migrations-folder.ts';
import { pendingEntries, readApplied } from './migrations-table.ts';
import { isOnNew, newTables, withoutNewTables } from './new-tables.ts';
import { whyNotLive } from './not-live.ts';
import { notWritten } from './not-written.ts';
import { releaseCommand, renderPhase } from './render-files.ts';
import { asClient, targetOf, withSession } from './target.ts';

export interface SplitRequest {
  readonly project: DrizzleProject;
  readonly tag: string;
  /** From flags and the environment; the config's own are added where they are asked for. */
  readonly fills: Readonly<Record<string, string>>;
  readonly now: number;
  readonly newId: () => string;
}

export type SplitResult =
  | { readonly kind: 'unchanged'; readonly why: string }
  | { readonly kind: 'planned'; readonly plan: Plan; readonly tags: readonly string[]; readonly text: string };

/**
 * Plans the migration that drizzle-kit has just generated and puts the first phase's files in its place. Whatever goes
 * wrong, the generated entry does not stay: the next `migrate` would run it as it is.
 * @throws FluxError what planning says; the folder is then as before `generate`
 */
export async function split(request: SplitRequest): Promise<SplitResult> {
  const { project, tag } = request;
  const folder = readFolder(project.out);
  const entry = folder.entries.at(-1);
  if (entry === undefined || entry.tag !== tag) {
    throw new FluxError(
      'USAGE',
      `${tag} is not the newest migration of ${project.out}.`,
      'Only the migration that drizzle-kit has just generated can be split.',
      { tag, newest: entry?.tag },
    );
  }
  try {
    const nothingLive = whyNotLive(project);
    if (nothingLive !== null) return { kind: 'unchanged', why: nothingLive };
    const planned = await planEntry(request, folder, entry);
    if (typeof planned === 'string') return { kind: 'unchanged', why: planned };
    const { snapshot } = entry;
    if (snapshot === undefined)
      throw new FluxError('USAGE', `The snapshot of ${tag} is missing.`, 'Generate it again.');
    const files = renderPhase(planned, 0).map(({ name, chunks }) => ({ name, chunks, snapshot }));
    const change = replaceLastEntry(folder, tag, files, request);
    const text = renderPlanText(planned);
    await writePlan(plansFolder(project), planned, () => text);
    for (const { path, content } of reviewFiles(planned)) write(join(plansFolder(project), planned.id, path), content);
    applyChange(folder.path, change);
    return { kind: 'planned', plan: planned, tags: change.tags, text };
  } catch (error) {
    discardEntry(folder, tag);
    throw notWritten(error, tag);
  }
}

async function planEntry(
  { project, tag, fills, now }: SplitRequest,
  folder: MigrationsFolder,
  entry: MigrationsEntry,
): Promise<Plan | string> {
  const target = targetOf(project);
  return withSession(target, async (session) => {
    const dialect = await target.driver.dialect(session);
    const sql = sqlOf(entry);
    const statements = dialect.parse(sql);
    const before = pendingBefore(folder, await readApplied(asClient(session), project.migrationsTable));
    const created = await newTables(session, [...before.flatMap((file) => parsedOrNone(dialect, file)), ...statements]);
    if (statements.every((statement) => isOnNew(statement, created)))
      return 'it only concerns tables that do not exist in the database yet, so nothing live is changed';
    refuseLostTypeChanges(statements, folder.entries.at(-2)?.snapshot, entry.snapshot);
    const answered = { ...standingFills(project.flux?.fills ?? {}, statements), ...fills };
    refuseBrokenFills(dialect, answered);
    const { driver } = target;
    const id = freeId(project, planId(new Date(now).toISOString(), tag.slice(tag.indexOf('_') + 1)));
    try {
      return await planMigration(around(driver, withoutNewTables(dialect, created)), session, {
        id,
        createdAt: new Date(now).toISOString(),
        sql,
        renames: [],
        fills: answered,
        dualWrite: project.flux?.dualWrite ?? 'trigger',
        releaseCommand: releaseCommand(id),
        statusCommand: `npx drizzle-flux status ${id}`,
        ownTables: [{ schema: project.migrationsTable.schema, name: project.migrationsTable.table }],
      });
    } catch (error) {
      throw behind(error, before.length);
    }
  });
}

const around = (driver: Driver, dialect: Dialect): Driver => ({
  ...driver,
  dialect: async (_session: Session) => dialect,
});

/** Drizzle's marks are comments to SQL, but a statement before one may lack its semicolon. */
const sqlOf = ({ sql }: MigrationsEntry): string =>
  sql
    .split(breakpoint)
    .map((statement) => statement.trimEnd())
    .map((statement) => (statement.endsWith(';') ? statement : `${statement}\n;`))
    .join('\n');

function pendingBefore(
  folder: MigrationsFolder,
  applied: Awaited<ReturnType<typeof readApplied>>,
): readonly MigrationsEntry[] {
  return pendingEntries(folder.entries.slice(0, -1), applied);
}

/** Other migrations may hold what Flux cannot read; that is no fault of this one. */
function parsedOrNone(dialect: Dialect, entry: MigrationsEntry): ReturnType<Dialect['parse']> {
  try {
    return dialect.parse(sqlOf(entry));
  } catch {
    return [];
  }
}

/** Most often the database is simply behind the folder. */
function behind(error: unknown, pending: number): unknown {
  if (
    pending === 0 ||
    !(error instanceof FluxError) ||
    !/^(?:UNKNOWN_TABLE|UNKNOWN_COLUMN|NAME_TAKEN)$/.test(error.code)
  )
    return error;
  const first = `${pending} earlier migration${pending === 1 ? ' is' : 's are'} not applied to this database: run \`npx drizzle-flux migrate\` first, then generate again.`;
  return new FluxError(error.code, error.message, first, error.data, error);
}

function freeId(project: DrizzleProject, id: string): string {
  let free = id;
  for (let n = 2; existsSync(join(plansFolder(project), free)); n += 1) free = `${id.slice(0, 46)}-${n}`;
  return free;
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
