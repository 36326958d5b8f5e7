import { access, readFile, rm } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { FluxError, renderPlanText } from '@flux/core';
import type { Plan } from '@flux/core';
import { planId, planMigration, writePlan } from '@flux/runner';
import { writeSqlFiles } from '@flux/sql';
import type { WrittenFiles } from '@flux/sql';
import { readFills, readRenames } from '../answers.ts';
import type { PlanOptions } from '../commands/plan.ts';
import { describeOperation } from '../described-operation.ts';
import { refuseConflict } from '../plan-conflict.ts';
import { planValidator } from '../plan-validator.ts';
import { migrationsFolder, plansFolder } from '../plan-store.ts';
import { targetOf } from '../target.ts';
import type { Terminal } from '../terminal.ts';

export async function runPlan(
  terminal: Terminal,
  operation: string | null,
  target: string | null,
  options: PlanOptions,
): Promise<number> {
  const plan = await makePlan(terminal, operation, target, options);
  if (plan.steps.length === 0) {
    terminal.result(
      options.json,
      { plan: null, files: null },
      'Nothing to do: the database is as the change wants it.',
    );
    return 0;
  }
  const text = renderPlanText(plan);
  if (options.dryRun) {
    terminal.result(options.json, { plan, files: null }, text);
    return 0;
  }
  await refuseUnreadable(plan);
  const { current, held, json } = await write(terminal, plan, options);
  const shown = (path: string): string => relative(terminal.cwd(), path);
  const files = { plan: shown(json), current: current.map(shown), held: held.map(shown) };
  const lines = [
    `Wrote ${files.plan}, ${files.current.length} migration files${held.length > 0 ? `, ${held.length} held` : ''}.`,
    `Next: run your migration tool, or: flux apply ${plan.id}`,
  ];
  terminal.result(options.json, { plan, files }, `${text}\n${lines.join('\n')}`);
  return 0;
}

async function makePlan(
  terminal: Terminal,
  operation: string | null,
  target: string | null,
  options: PlanOptions,
): Promise<Plan> {
  const change = await readChange(terminal, operation, target, options);
  const createdAt = new Date().toISOString();
  const id = options.id ?? planId(createdAt, change.words);
  refuseBadId(id);
  const renames = readRenames(options.rename ?? []);
  const fills = readFills(options.fill ?? [], change.fills);
  const { driver, connect } = await targetOf(terminal, options.url);
  if (!options.dryRun) await refuseTaken(terminal, id);
  const session = await connect();
  try {
    const plan = await planMigration(driver, session, {
      id,
      createdAt,
      sql: change.sql(await driver.dialect(session)),
      renames,
      fills,
      dualWrite: options.dualWrite ?? 'trigger',
      batch: { rows: options.batchRows ?? 10_000, pauseMs: options.pause ?? 50 },
      releaseCommand: `flux release ${id}`,
      ownTables: [dbmateTable],
    });
    await refuseConflict(driver, session, plan, plansFolder(terminal));
    return plan;
  } catch (error) {
    throw driver.classify(error).error;
  } finally {
    await session.end();
  }
}

/** The SQL files are in dbmate's form; its table has the name that most runners of such files use. */
const dbmateTable = { schema: 'public', name: 'schema_migrations' };

type Change = Pick<ReturnType<typeof describeOperation>, 'words' | 'fills' | 'sql'>;

async function readChange(
  terminal: Terminal,
  operation: string | null,
  target: string | null,
  options: PlanOptions,
): Promise<Change> {
  const { sql: file } = options;
  if (operation !== null && target !== null) {
    if (file === undefined) return describeOperation(operation, target, options);
    throw new FluxError('USAGE', `Give either the operation ${operation} or --sql, not both.`, 'Leave one out.');
  }
  if (file === undefined)
    throw new FluxError(
      'USAGE',
      'No change is given.',
      'Name an operation, such as flux plan rename-column users.name:display_name, or give --sql <file>.',
    );
  const sql = file === '-' ? await readAll(terminal.stdin) : await readSql(resolve(terminal.cwd(), file));
  return { words: file === '-' ? 'change' : basename(file, '.sql'), fills: null, sql: () => sql };
}

async function readSql(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new FluxError('USAGE', `The file ${path} cannot be read (${error.code}).`, 'Check the path.', { path });
  });
}

function refuseBadId(id: string): void {
  if (/^[a-z0-9-]{1,50}$/.test(id)) return;
  throw new FluxError('USAGE', `"${id}" cannot be the id of a plan.`, 'Take at most 50 of a-z, 0-9 and -.', { id });
}

async function refuseTaken(terminal: Terminal, id: string): Promise<void> {
  const folder = join(plansFolder(terminal), id);
  const there = await access(folder).then(
    () => true,
    () => false,
  );
  if (!there) return;
  throw new FluxError(
    'NAME_TAKEN',
    `There is a plan ${id} already.`,
    `Give the new one another name with --id. If the first was never applied anywhere, remove flux/plans/${id} and its migration files instead.`,
    { id },
  );
}

/** What the schema does not allow could be written, but never run. */
async function refuseUnreadable(plan: Plan): Promise<void> {
  const [fault] = (await planValidator())(JSON.parse(JSON.stringify(plan)));
  if (!fault) return;
  throw new FluxError(
    'INTERNAL',
    `The plan does not fit its own JSON Schema: ${fault.path} ${fault.message}.`,
    'Nothing was written. This is a bug in Flux: please report it with the change.',
    { fault },
  );
}

/** All or nothing. The migration files last: whoever finds one finds its plan. */
async function write(
  terminal: Terminal,
  plan: Plan,
  { out }: PlanOptions,
): Promise<WrittenFiles & { readonly json: string }> {
  const folders = { migrations: migrationsFolder(terminal, out), plans: plansFolder(terminal) };
  try {
    const { json } = await writePlan(folders.plans, plan, renderPlanText);
    return { ...(await writeSqlFiles(folders, plan)), json };
  } catch (error) {
    // Its folder was not there before: see refuseTaken.
    await rm(join(folders.plans, plan.id), { recursive: true, force: true });
    throw error;
  }
}
