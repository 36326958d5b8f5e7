import { connectOrStart } from '@flux/scratch';
import type { PostgresServer } from '@flux/scratch';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeProject } from './flux.ts';
import type { Project } from './flux.ts';

interface Applied {
  readonly ran: readonly string[];
  readonly held: { readonly release: string } | null;
  readonly done: boolean;
}

const rows = 20_000;
let server: PostgresServer;
let project: Project;
let url: string;
let client: Client;

beforeAll(async () => {
  server = await connectOrStart();
});
afterAll(() => server.stop());
beforeEach(async () => {
  project = await makeProject();
  url = await server.createDatabase();
  client = new Client({ connectionString: url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await project.remove();
});

const flux = (...args: string[]) => project.json<Applied>(args, url);
const release = (window = '0') => project.json<{ open: boolean }>(['release', '--quiet-window', window], url);
const confirm = () =>
  project.json<{ open: boolean; how: string }>(['release', '--confirm', 'no instance is left'], url);

async function value(sql: string): Promise<unknown> {
  const { rows: found } = await client.query<Record<string, unknown>>(sql);
  return Object.values(found[0] ?? {})[0];
}
const columns = () =>
  value(`SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END, ', ' ORDER BY attname)
    FROM pg_attribute WHERE attrelid = 'users'::regclass AND attnum > 0 AND NOT attisdropped`);
/** Rows in which the two columns differ. */
const parity = (from: string) => value(`SELECT count(*)::int FROM users WHERE ${from} IS DISTINCT FROM display_name`);
const leftovers = () =>
  value(`SELECT count(*)::int FROM pg_trigger WHERE tgrelid = 'users'::regclass AND NOT tgisinternal`);

describe('application dual-write: users.full_name → display_name', () => {
  const oldWrites = `INSERT INTO users (full_name) VALUES ('old')`;
  const dualWrites = `INSERT INTO users (full_name, display_name) VALUES ('dual', 'dual')`;
  const newWrites = `INSERT INTO users (display_name) VALUES ('new')`;

  beforeEach(async () => {
    await client.query(`
      CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, full_name text NOT NULL);
      INSERT INTO users (full_name) SELECT 'user ' || i FROM generate_series(1, ${rows}) i;
      ANALYZE users`);
    await flux('plan', 'rename-column', 'users.full_name:display_name', '--dual-write', 'application');
  });

  it('runs from release to release and contracts', async () => {
    expect(await flux('apply')).toMatchObject({ held: { release: 'dual-write' } });
    await client.query(oldWrites);
    await client.query(dualWrites);
    expect((await project.flux(['apply'], { url })).code).toBe(1);
    expect((await project.flux(['release'], { url })).code).toBe(1);
    expect(await confirm()).toMatchObject({ open: true, how: 'confirmed' });
    expect(await flux('apply')).toMatchObject({ held: { release: 'read-new' } });
    expect(await parity('full_name')).toBe(0);
    await client.query(dualWrites);
    await confirm();
    expect(await flux('apply')).toMatchObject({ held: { release: 'new' } });
    await client.query(dualWrites);
    await client.query(newWrites);
    await confirm();
    expect(await flux('apply')).toMatchObject({ held: null, done: true });
    expect(await columns()).toBe('display_name text not null, id bigint not null');
    expect(await value('SELECT count(*)::int FROM users')).toBe(rows + 5);
    expect(await value(`SELECT count(*)::int FROM users WHERE id <= ${rows} AND display_name <> 'user ' || id`)).toBe(
      0,
    );
  });

  it('rolls back from the last gate before the contract', async () => {
    await flux('apply');
    await confirm();
    await flux('apply');
    await confirm();
    await flux('apply');
    await client.query(dualWrites);
    await client.query(newWrites);
    const refused = await project.flux(['rollback'], { url });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('ANSWER_NEEDED') as string });
    await flux('rollback', '--accept-loss');
    expect(await columns()).toBe('full_name text not null, id bigint not null');
    expect(await value(`SELECT string_agg(full_name, ', ' ORDER BY id) FROM users WHERE id > ${rows}`)).toBe(
      'dual, new',
    );
    await client.query(oldWrites);
    expect((await project.flux(['apply'], { url })).stderr).toContain('GATE_CLOSED');
  });
});

describe('trigger dual-write: users.name → display_name', () => {
  const oldWrites = `INSERT INTO users (name) VALUES ('old'); UPDATE users SET name = 'old 1' WHERE id = 1`;
  const newWrites = `INSERT INTO users (display_name) VALUES ('new'); UPDATE users SET display_name = 'new 2' WHERE id = 2`;

  beforeEach(async () => {
    await client.query(`
      CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
      INSERT INTO users (name) SELECT 'user ' || i FROM generate_series(1, ${rows}) i;
      ANALYZE users`);
    await flux('plan', 'rename-column', 'users.name:display_name', '--batch-rows', '1000', '--pause', '5');
  });

  it('runs, holds, is released by evidence and contracts', async () => {
    expect(await flux('apply')).toMatchObject({ held: { release: 'new' } });
    await client.query(oldWrites);
    await client.query(newWrites);
    expect(await parity('name')).toBe(0);
    const early = await project.flux(['release'], { url });
    expect(early).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('last write by the old version') as string,
    });
    expect(await flux('status')).toMatchObject({ next: { kind: 'deploy', release: 'new' }, disagreements: [] });
    expect(await release()).toMatchObject({ open: true, how: 'evidence' });
    expect(await flux('apply')).toMatchObject({ held: null, done: true });
    expect(await columns()).toBe('display_name text not null, id bigint not null');
    expect(await leftovers()).toBe(0);
    expect(
      await value(`SELECT string_agg(display_name, ', ' ORDER BY id) FROM users WHERE id < 4 OR id > ${rows}`),
    ).toBe('old 1, new 2, user 3, old, new');
    expect(await flux('status')).toMatchObject({ next: { kind: 'done' } });
  });

  it('is interrupted in the backfill, goes on, and rolls back with what the new version wrote', async () => {
    const { steps } = await project.json<{ steps: { step: string }[] }>(['status'], url);
    await flux('apply', '--until', steps[0]!.step);
    await client.query(oldWrites);
    await client.query(newWrites);
    const slow = ['backfill', '--batch-rows', '500', '--pause', '100'];
    const stopped = await project.flux(slow, { url, interruptAt: /of about/ });
    expect(stopped).toMatchObject({ code: 130, stderr: expect.stringContaining('INTERRUPTED') as string });
    const done = Number(await value('SELECT rows FROM flux.backfills'));
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(rows);
    expect((await project.flux(['status'], { url })).stdout).toContain(`${done} of about`);
    await project.json(['backfill'], url);
    expect(await flux('apply')).toMatchObject({ held: { release: 'new' } });
    expect(await parity('name')).toBe(0);
    await flux('rollback', '--accept-loss');
    expect(await columns()).toBe('id bigint not null, name text not null');
    expect(await leftovers()).toBe(0);
    expect(await value(`SELECT string_agg(name, ', ' ORDER BY id) FROM users WHERE id < 4 OR id > ${rows}`)).toBe(
      'old 1, new 2, user 3, old, new',
    );
    expect(await flux('apply', '--resume')).toMatchObject({ held: { release: 'new' } });
    expect(await parity('name')).toBe(0);
  });
});
