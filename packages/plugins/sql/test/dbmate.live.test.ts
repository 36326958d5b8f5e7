import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Plan } from '@flux/core';
import { createDialect, loadParser } from '@flux/postgres';
import { connectOrStart } from '@flux/scratch';
import type { PostgresServer } from '@flux/scratch';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { releaseSqlFiles, renderSqlFiles, writeSqlFiles } from '../src/index.ts';
import { catalogue, change, planFor, rows, schema } from './planned.ts';

const dbmate = join(dirname(createRequire(import.meta.url).resolve('dbmate/package.json')), 'dist/cli.js');
const exec = promisify(execFile);
const dialect = createDialect(150_000);

let server: PostgresServer;
let url: string;
let client: Client;
let folder: string;
const folders = () => ({ migrations: join(folder, 'migrations'), plans: join(folder, 'flux/plans') });

beforeAll(async () => {
  await loadParser();
  server = await connectOrStart();
});
afterAll(() => server.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flux-dbmate-'));
  await mkdir(folders().migrations);
  url = await server.createDatabase();
  client = await connected(url);
});
afterEach(async () => {
  await client.end();
  await rm(folder, { recursive: true });
});

async function connected(to: string): Promise<Client> {
  const opened = new Client({ connectionString: to });
  await opened.connect();
  return opened;
}

async function run(command: string, on = url): Promise<string> {
  const options = ['--url', `${on}?sslmode=disable`, '--migrations-dir', folders().migrations, '--no-dump-schema'];
  const { stdout, stderr } = await exec(process.execPath, [dbmate, ...options, command]);
  return stdout + stderr;
}

const openGate = (plan: Plan, phase: number) =>
  client.query(`INSERT INTO flux.gates (plan, phase, opened_by) VALUES ($1, $2, 'test')`, [plan.id, phase]);

async function direct(sql = change): Promise<readonly unknown[]> {
  const other = await connected(await server.createDatabase());
  try {
    await other.query(`${schema} ${sql}`);
    return await catalogue(other);
  } finally {
    await other.end();
  }
}

/** The server runs a query of several statements in a transaction, whatever the runner says: at most one may stand there. */
function statementsOutside(text: string): number {
  const sections = text.split(/^-- migrate:/m).slice(1);
  return Math.max(
    0,
    ...sections.map((section) => {
      const [directive = '', ...lines] = section.split('\n');
      return directive.includes('transaction:false') ? dialect.parse(lines.join('\n')).length : 0;
    }),
  );
}

const failure = (error: { stdout: string; stderr: string }) => error.stdout + error.stderr;

describe('dbmate runs the files', () => {
  it('phase by phase on a live database, stopped by a closed gate, to the schema of the plain migration', async () => {
    await client.query(schema);
    await client.query(rows);
    const plan = await planFor(url);
    await writeSqlFiles(folders(), plan);
    await run('up');
    for (const { name, text } of renderSqlFiles(plan)) expect(statementsOutside(text), name).toBeLessThan(2);
    const last = plan.steps.at(-1)!.phase;
    expect(last).toBeGreaterThan(0);
    for (let phase = 1; phase <= last; phase += 1) {
      await releaseSqlFiles(folders(), plan, phase);
      const closed = await run('up').catch(failure);
      expect(closed).toContain('flux: gate closed');
      await openGate(plan, phase);
      await run('up');
    }
    expect(await catalogue(client)).toEqual(await direct());
    expect((await client.query('SELECT state FROM flux.plans')).rows).toEqual([{ state: 'done' }]);
    const { rows: lost } = await client.query(
      `SELECT count(*)::int AS n FROM users WHERE display_name <> 'user ' || id OR plan <> 'free'`,
    );
    expect(lost).toEqual([{ n: 0 }]);
  });

  it('all phases at once on an empty database', async () => {
    await client.query(schema);
    await client.query(rows);
    const plan = await planFor(url);
    await writeSqlFiles(folders(), plan);
    for (let phase = 1; phase <= plan.steps.at(-1)!.phase; phase += 1) await releaseSqlFiles(folders(), plan, phase);
    const empty = await server.createDatabase();
    const other = await connected(empty);
    await other.query(schema);
    await run('up', empty);
    expect(await catalogue(other)).toEqual(await direct());
    await other.end();
    expect(await readdir(folders().migrations)).toHaveLength(renderSqlFiles(plan).length);
  });

  it('a plan that begins with a release, live and on an empty database', async () => {
    await client.query(schema);
    await client.query(rows);
    const drop = 'ALTER TABLE users DROP COLUMN score';
    const plan = await planFor(url, drop, {});
    expect(plan.steps[0]).toMatchObject({ kind: 'deploy' });
    await writeSqlFiles(folders(), plan);
    await run('up');
    await releaseSqlFiles(folders(), plan, 1);
    expect(await run('up').catch(failure)).toContain('flux: gate closed');
    const empty = await server.createDatabase();
    const other = await connected(empty);
    await other.query(schema);
    await run('up', empty);
    await openGate(plan, 1);
    await run('up');
    expect(await catalogue(client)).toEqual(await catalogue(other));
    expect(await catalogue(client)).toEqual(await direct(drop));
    await other.end();
  });

  it('back, file by file, from every file before the contract', async () => {
    await client.query(schema);
    await client.query(rows);
    const before = await catalogue(client);
    const plan = await planFor(url);
    const { current } = await writeSqlFiles(folders(), plan);
    await run('up');
    for (const _ of current) await run('down');
    expect(await catalogue(client)).toEqual(before);
    // What was undone is done again.
    await run('up');
    for (const _ of current) await run('down');
    expect(await catalogue(client)).toEqual(before);
  });
});

it.each([
  ['a rename', 'ALTER TABLE users RENAME COLUMN name TO display_name'],
  ['a plan that begins with a release', 'ALTER TABLE users DROP COLUMN score'],
])('%s goes back to the start through dbmate, and every gate is closed again', async (_, sql) => {
  await client.query(schema);
  await client.query(rows);
  const before = await catalogue(client);
  const plan = await planFor(url, sql, {});
  await writeSqlFiles(folders(), plan);
  await run('up');
  for (let phase = 1; phase < plan.phases.length; phase += 1) {
    await releaseSqlFiles(folders(), plan, phase);
    await openGate(plan, phase);
    await run('up');
  }
  const files = renderSqlFiles(plan);
  for (const { phase } of files.toReversed()) {
    await run('down');
    const { rows: gates } = await client.query<{ phase: number }>('SELECT phase FROM flux.gates');
    expect(gates.every((gate) => gate.phase <= phase)).toBe(true);
  }
  expect(await catalogue(client)).toEqual(before);
  // As if it had never begun: it stands in no other plan's way, and begins anew.
  expect((await client.query('SELECT FROM flux.plans')).rowCount).toBe(0);
  expect(await run('up').catch(failure)).toContain('flux: gate closed');
  expect((await client.query(`SELECT state FROM flux.plans`)).rows).toEqual([{ state: 'active' }]);
});

it('a plan that was paused goes no further, in the middle of a phase too', async () => {
  await client.query(schema);
  await client.query(rows);
  const plan = await planFor(url);
  const { current } = await writeSqlFiles(folders(), plan);
  const later = current.slice(1);
  for (const path of later) await rename(path, `${path}.later`);
  await run('up');
  for (const path of later) await rename(`${path}.later`, path);
  await client.query(`UPDATE flux.plans SET state = 'paused'`);
  expect(await run('up').catch(failure)).toContain(`flux: plan ${plan.id} is paused`);
  expect((await client.query('SELECT FROM schema_migrations')).rowCount).toBe(1);
});

it('held files leave the plan folder when they are released', async () => {
  await client.query(schema);
  await client.query(rows);
  const plan = await planFor(url);
  const { current, held } = await writeSqlFiles(folders(), plan);
  expect(held.length).toBeGreaterThan(0);
  const released = await releaseSqlFiles(folders(), plan, 1);
  expect(await readdir(folders().migrations)).toHaveLength(current.length + released.length);
  expect(await releaseSqlFiles(folders(), plan, 1)).toEqual([]);
});
