import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FluxError, fingerprint } from '@flux/core';
import type { Plan, Snapshot } from '@flux/core';
import { postgresDriver } from '@flux/postgres';
import { startPostgres } from '@flux/scratch';
import type { PostgresMajor, ScratchPostgres } from '@flux/scratch';
import { crashing } from './crashing.ts';
import { runDirect } from './direct.ts';
import { rehearse } from './rehearse.ts';
import type { Rehearsal } from './rehearse.ts';
import { lineDifferences, schemaLines } from './schema-lines.ts';
import { seedRows } from './seed.ts';
import { seeded } from './values.ts';

export interface VerifyOptions {
  readonly plan: Plan;
  /** SQL that makes the schema before the plan, e.g. `pg_dump --schema-only`. */
  readonly schemaSql: string;
  readonly major: PostgresMajor;
  /** Rows per table. */
  readonly rows?: number;
  readonly seed?: number;
  readonly onProgress?: (line: string) => void;
}

/** One way of running the plan. */
export interface VerifyRun {
  readonly name: 'forward' | 'there and back' | 'killed at every step';
  readonly rehearsal: Rehearsal;
  /** Against the direct migration, or for the way back against the schema before; empty: equal. */
  readonly schemaDifferences: readonly string[];
  /** Times the runner was killed. */
  readonly kills: number;
  readonly passed: boolean;
}

export interface VerifyReport {
  readonly plan: string;
  readonly server: string;
  readonly seed: number;
  readonly runs: readonly VerifyRun[];
  readonly passed: boolean;
}

/**
 * Runs the plan on a throw-away server, forward, there and back, and with the runner killed at every step, each time
 * with traffic of both application versions that is derived from the two schemas.
 * @throws FluxError PLAN_MISMATCH when `schemaSql` is not the schema that the plan was made for
 */
export async function verifyPlan(options: VerifyOptions): Promise<VerifyReport> {
  const { plan, schemaSql, major, rows = 2000, seed = 1, onProgress = () => undefined } = options;
  const server = await startPostgres({ major });
  const folder = mkdtempSync(join(tmpdir(), 'flux-verify-'));
  const planFile = join(folder, 'plan.json');
  writeFileSync(planFile, JSON.stringify(plan));
  try {
    const template = await prepare(server, plan, schemaSql, rows, seed);
    const context = { server, plan, template, planFile, seed, before: template.snapshot };
    const runs: VerifyRun[] = [];
    for (const name of ['forward', 'there and back', 'killed at every step'] as const) {
      onProgress(`${name} …`);
      const run = await oneRun(name, context);
      if (run) runs.push(run);
    }
    return {
      plan: plan.id,
      server: `PostgreSQL ${server.serverVersion}`,
      seed,
      runs,
      passed: runs.every((run) => run.passed),
    };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Template {
  readonly url: string;
  readonly snapshot: Snapshot;
  readonly lines: readonly string[];
  readonly directLines: readonly string[];
}

async function prepare(
  server: ScratchPostgres,
  plan: Plan,
  schemaSql: string,
  rows: number,
  seed: number,
): Promise<Template> {
  const url = await server.createDatabase('template_before');
  const direct = await server.createDatabase('direct');
  for (const target of [url, direct]) {
    const session = await postgresDriver.connect(target);
    try {
      await session.query(withoutPsql(schemaSql));
    } catch (error) {
      throw postgresDriver.classify(error).error;
    } finally {
      await session.end();
    }
  }
  const session = await postgresDriver.connect(url);
  const snapshot = await postgresDriver.introspect(session).finally(() => session.end());
  if (fingerprint(snapshot, plan.tables) !== plan.fingerprint) {
    throw new FluxError(
      'PLAN_MISMATCH',
      'The schema given is not the one that the plan was made for.',
      'Give the schema before the plan: pg_dump --schema-only of the database that it was planned on.',
      { plan: plan.id },
    );
  }
  await seedRows(url, plan, snapshot, rows, seed);
  await seedRows(direct, plan, snapshot, rows, seed);
  const lines = await schemaLines(url);
  await runDirect(direct, plan);
  return { url, snapshot, lines, directLines: await schemaLines(direct) };
}

/** pg_dump speaks to psql: its backslash commands are no SQL, and an empty search_path would outlive it. */
const withoutPsql = (sql: string): string =>
  sql
    .split('\n')
    .filter((line) => !line.startsWith('\\') && !/set_config\('search_path'/.test(line))
    .join('\n');

interface RunContext {
  readonly server: ScratchPostgres;
  readonly plan: Plan;
  readonly template: Template;
  readonly planFile: string;
  readonly seed: number;
  readonly before: Snapshot;
}

async function oneRun(name: VerifyRun['name'], context: RunContext): Promise<VerifyRun | null> {
  const { server, plan, template, planFile, seed, before } = context;
  const deploy = plan.steps.findLast((step) => step.kind === 'deploy');
  const undoable = plan.steps.every((step) => !('rollback' in step) || step.rollback.possible);
  if (name === 'there and back' && !deploy && !undoable) return null;
  const url = await copyOf(server, template.url, name);
  const base = { url, plan, before, seed, overlapMs: 500 };
  const crash = name === 'killed at every step' ? crashing({ url, planFile, killAfter: onceAStep(seed) }) : null;
  const rehearsal = await rehearse(
    name === 'there and back'
      ? { ...base, rollbackAfter: deploy?.id ?? 'end' }
      : crash
        ? { ...base, apply: crash.apply }
        : base,
  );
  const expected = name === 'there and back' ? template.lines : template.directLines;
  const schemaDifferences = lineDifferences(await schemaLines(url), expected);
  const failed = Object.values(rehearsal.traffic).some((traffic) => traffic.failed > 0);
  return {
    name,
    rehearsal,
    schemaDifferences,
    kills: crash?.killed.length ?? 0,
    passed:
      !failed && rehearsal.lost.length === 0 && rehearsal.parity.broken.length === 0 && schemaDifferences.length === 0,
  };
}

function onceAStep(seed: number): (step: string) => number | null {
  const random = seeded(seed);
  const seen = new Set<string>();
  return (step) => {
    if (seen.has(step)) return null;
    seen.add(step);
    return Math.floor(random() * 20);
  };
}

async function copyOf(server: ScratchPostgres, template: string, name: string): Promise<string> {
  const admin = await postgresDriver.connect(server.url);
  const database = name.replaceAll(' ', '_');
  try {
    await admin.query(`CREATE DATABASE ${database} TEMPLATE ${new URL(template).pathname.slice(1)}`);
  } finally {
    await admin.end();
  }
  const url = new URL(template);
  url.pathname = `/${database}`;
  return url.href;
}
