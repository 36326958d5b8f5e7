import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres } from '@flux/scratch';
import type { ScratchPostgres } from '@flux/scratch';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeProject } from './flux.ts';
import type { Outcome, Project } from './flux.ts';

const secret = 'Geheim-471';
let server: ScratchPostgres;
let url: string;
let project: Project;

beforeAll(async () => {
  server = await startPostgres();
  url = await server.createDatabase();
  await sql(`
    CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, visits int, born date);
    CREATE TABLE notes (body text);
    INSERT INTO users VALUES (1, 'a', NULL, 1), (2, 'b', 'b@example.com', 2);
    INSERT INTO notes VALUES ('x');
    CREATE VIEW names AS SELECT name FROM users`);
});
afterAll(() => server.stop());
beforeEach(async () => {
  project = await makeProject();
});
afterEach(() => project.remove());

async function sql(text: string, to = url): Promise<void> {
  const client = new Client({ connectionString: to });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

/** Said what, why and what to do, once for people and once for programs; wrote nothing, told no password. */
async function refused(outcome: Outcome, code: string, exit: number, ...words: readonly string[]): Promise<void> {
  const said = `${outcome.stderr}\n${outcome.stdout}`;
  expect(outcome.stderr, said).toMatch(new RegExp(`^${code}: `, 'm'));
  expect(outcome.code, said).toBe(exit);
  for (const word of words) expect(outcome.stderr).toContain(word);
  expect(said).not.toContain(secret);
  expect(said).not.toContain('\u001b[');
  const { error } = JSON.parse(outcome.stdout) as { error: Record<string, string> };
  expect(error).toMatchObject({ code, message: expect.any(String), meaning: expect.any(String) });
  expect(error['remedy']!.length).toBeGreaterThan(10);
}

const plan = (...args: string[]) => project.flux(['plan', ...args, '--json'], { url });
const withUser = (user: string) => url.replace('postgres@', `${user}:${secret}@`);

describe('a plan is refused, and no file is written', () => {
  afterEach(async () => expect(await project.files()).toEqual([]));

  it('SQL that does not parse', async () => {
    const outcome = await project.flux(['plan', '--sql', '-', '--json'], { url, input: 'ALTER TABEL users DROP name' });
    await refused(outcome, 'SQL_SYNTAX', 2, 'line 1', 'TABEL');
  });
  it('a file that is not there', async () => refused(await plan('--sql', 'no.sql'), 'USAGE', 2, 'no.sql', 'ENOENT'));
  it('no SQL at all', async () =>
    refused(await project.flux(['plan', '--sql', '-', '--json'], { url, input: '-- nothing' }), 'USAGE', 2));
  it('an expression that does not parse', async () =>
    refused(await plan('set-not-null', 'users.email', '--fill', 'coalesce('), 'SQL_SYNTAX', 2));
  it('a type that smuggles in a statement', async () =>
    refused(await plan('add-column', 'users.plan:text; DROP TABLE users'), 'USAGE', 2, 'more than one'));
  it('an unknown table', async () => refused(await plan('drop-column', 'usres.name'), 'UNKNOWN_TABLE', 2, 'usres'));
  it('an unknown column', async () =>
    refused(await plan('rename-column', 'users.nmae:display_name'), 'UNKNOWN_COLUMN', 2, 'nmae'));
  it('a name that is taken', async () =>
    refused(await plan('rename-column', 'users.visits:email'), 'NAME_TAKEN', 2, 'email'));
  it('a fill that names no column, has another type, or gives NULL', async () => {
    await refused(await plan('set-not-null', 'users.email', '--fill', `'x' || nosuch`), 'FILL_FAILS', 2, 'nosuch');
    await refused(await plan('add-column', 'users.n:int', '--not-null', '--fill', `'abc'`), 'FILL_FAILS', 2, 'integer');
    await refused(
      await plan('set-not-null', 'users.email', '--fill', 'nullif(id, id)::text'),
      'FILL_FAILS',
      2,
      'NULL for',
    );
  });
  it('NULLs and no fill', async () =>
    refused(await plan('set-not-null', 'users.email'), 'ANSWER_NEEDED', 1, '1 rows', '--fill "users.email='));
  it('NOT NULL without a value', async () =>
    refused(await plan('add-column', 'users.plan:text', '--not-null'), 'ANSWER_NEEDED', 1, '--fill "users.plan='));
  it('an answer that nothing asks for', async () =>
    refused(await plan('set-not-null', 'users.email', '--fill', `users.plan='x'`), 'ANSWER_UNUSED', 2, 'users.plan'));
  it('a table without a primary key', async () =>
    refused(await plan('rename-column', 'notes.body:text'), 'NO_PRIMARY_KEY', 1, 'notes', 'primary key'));
  it('a type change without a way back', async () =>
    refused(await plan('change-type', 'users.born:boolean', '--using', 'born IS NOT NULL'), 'UNSUPPORTED_CHANGE', 1));
  it('a view on the column', async () =>
    refused(await plan('rename-column', 'users.name:display_name'), 'DEPENDENT_STOPS', 1, 'view', 'names'));
  it('a database that cannot be reached', async () => {
    const outcome = await project.flux(['plan', 'drop-column', 'users.visits', '--json'], {
      url: `postgres://flux:${secret}@127.0.0.1:1/shop`,
    });
    await refused(outcome, 'CONNECT_FAILED', 3, '127.0.0.1:1');
  });
  it('a wrong password', async () => {
    await sql(`CREATE ROLE guarded LOGIN PASSWORD 'another'`);
    await protect('guarded');
    const outcome = await project.flux(['plan', 'drop-column', 'users.visits', '--json'], { url: withUser('guarded') });
    await refused(outcome, 'AUTH_FAILED', 3, 'guarded');
  });
  it('a URL that cannot be read', async () => {
    const outcome = await project.flux(['plan', 'drop-column', 'users.visits', '--json'], {
      url: `postgres://flux:${secret}@[bad:5432/shop`,
    });
    await refused(outcome, 'CONNECT_FAILED', 3);
    const other = await project.flux(['plan', 'drop-column', 'a.b', '--json', '--url', `mysql://u:${secret}@h/d`]);
    await refused(other, 'USAGE', 2);
  });
});

describe('a run is refused, and the database is as it was', () => {
  it('no right to create the schema flux', async () => {
    await sql(`CREATE ROLE modest LOGIN PASSWORD '${secret}'; GRANT ALL ON TABLE users TO modest`);
    const { plan: made } = await project.json<{ plan: { id: string } }>(['plan', 'drop-column', 'users.visits'], url);
    const outcome = await project.flux(['apply', made.id, '--json'], { url: withUser('modest') });
    const database = new URL(url).pathname.slice(1);
    await refused(outcome, 'MISSING_PRIVILEGE', 3, `GRANT CREATE ON DATABASE "${database}" TO "modest"`);
    expect(await exists('flux')).toBe(false);
  });
  it('a plan made for another schema', async () => {
    const other = await server.createDatabase();
    await sql('CREATE TABLE users (id bigint PRIMARY KEY, visits int)', other);
    const { plan: made } = await project.json<{ plan: { id: string } }>(['plan', 'drop-column', 'users.visits'], url);
    const outcome = await project.flux(['apply', '--json'], { url: other });
    await refused(outcome, 'PLAN_MISMATCH', 1, made.id, 'public.users');
    expect(await exists('flux', other)).toBe(false);
    const release = await project.flux(['release'], { url: other });
    expect(release).toMatchObject({ code: 1, stdout: expect.stringContaining('has not begun') as string });
    expect(await exists('flux', other)).toBe(false);
  });
  it('a role that does not own the table', async () => {
    // The plan stays registered here: it would stand in the way of the other tests' plans.
    const own = await server.createDatabase();
    await sql('CREATE TABLE users (id bigint PRIMARY KEY)', own);
    await sql(`CREATE ROLE builder LOGIN PASSWORD '${secret}'; GRANT ALL ON TABLE users TO builder`, own);
    await sql(`GRANT CREATE ON DATABASE "${new URL(own).pathname.slice(1)}" TO builder`, own);
    await project.json(['plan', 'add-column', 'users.plan:text'], own);
    const outcome = await project.flux(['apply', '--json'], { url: own.replace('postgres@', `builder:${secret}@`) });
    await refused(outcome, 'MISSING_PRIVILEGE', 3, 'owner of', 'users', 'GRANT');
  });
  it('a plan file that was tampered with', async () => {
    const { files } = await project.json<{ files: { plan: string } }>(['plan', 'drop-column', 'users.visits'], url);
    const path = join(project.folder, files.plan);
    const json = await readFile(path, 'utf8');
    await writeFile(path, json.replace('"blocks": "reads and writes"', '"blocks": "everything"'));
    await refused(await project.flux(['apply', '--json'], { url }), 'PLAN_INVALID', 2, 'steps[2].locks[0].blocks');
    await writeFile(path, json.slice(0, -20));
    await refused(await project.flux(['explain', files.plan, '--json']), 'PLAN_INVALID', 2, 'not JSON');
  });
  it('a table that another plan is working on', async () => {
    const own = await server.createDatabase();
    await sql(
      'CREATE TABLE users (id bigint PRIMARY KEY, visits int, born date); INSERT INTO users VALUES (1, 1)',
      own,
    );
    await project.json(['plan', 'drop-column', 'users.visits', '--id', 'first'], own);
    expect((await project.flux(['apply', 'first'], { url: own })).code).toBe(1);
    const before = await project.files();
    const outcome = await project.flux(['plan', 'drop-column', 'users.born', '--json'], { url: own });
    await refused(outcome, 'PLAN_CONFLICT', 1, 'Plan first is active', 'flux status first');
    expect(await project.files()).toEqual(before);
  });
  it('a table that another plan is made for', async () => {
    await project.json(['plan', 'drop-column', 'users.visits', '--id', 'first'], url);
    const before = await project.files();
    await refused(await plan('drop-column', 'users.born'), 'PLAN_CONFLICT', 1, 'Plan first is', 'flux apply first');
    expect(await project.files()).toEqual(before);
  });
  it('a migrations folder that is none', async () => {
    await writeFile(join(project.folder, 'migrations'), 'a file');
    await refused(await plan('drop-column', 'users.born'), 'USAGE', 2, 'cannot be written');
    expect(await project.files()).toEqual([join(project.folder, 'migrations')]);
  });
  it('a second plan of the same name', async () => {
    await project.json(['plan', 'drop-column', 'users.visits', '--id', 'mine'], url);
    const before = await project.files();
    await refused(await plan('drop-column', 'users.born', '--id', 'mine'), 'NAME_TAKEN', 2, '--id');
    expect(await project.files()).toEqual(before);
  });
});

async function exists(schema: string, where = url): Promise<boolean> {
  const client = new Client({ connectionString: where });
  await client.connect();
  const { rowCount } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
  await client.end();
  return rowCount === 1;
}

/** The scratch server trusts everyone; this role must show its password. */
async function protect(role: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ hba_file: string }>('SHOW hba_file');
  const file = rows[0]!.hba_file;
  await writeFile(file, `host all ${role} 127.0.0.1/32 scram-sha-256\n${await readFile(file, 'utf8')}`);
  await client.query('SELECT pg_reload_conf()');
  await client.end();
}
