import { postgresDriver } from '@flux/postgres';
import { applyPhase, planMigration } from '@flux/runner';
import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mayCreate, roles, target, users } from './expanded.ts';
import type { Target } from './expanded.ts';
import { majors, startServer } from './stage.ts';

const rename = 'ALTER TABLE public.t RENAME COLUMN name TO label';
const forTheApplication = 'GRANT SELECT, INSERT, UPDATE ON t TO app; GRANT USAGE ON SEQUENCE t_id_seq TO app;';

describe.each(majors)('roles with few rights, PostgreSQL %i', (major) => {
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startServer(major);
  });
  afterAll(() => server.stop());

  async function bothVersionsWrite(at: Target): Promise<void> {
    const app = await at.as('app');
    await app.query(`UPDATE t SET name = 'by old' WHERE id = 1; INSERT INTO t (name) VALUES ('old')`);
    await app.query(`UPDATE t SET label = 'by new' WHERE id = 2; INSERT INTO t (label) VALUES ('new')`);
    const { rows } = await app.query('SELECT count(*) FROM t WHERE name IS DISTINCT FROM label');
    expect(rows).toEqual([{ count: '0' }]);
  }

  test('an owner that may create in the database, an application that may write the table', async () => {
    const setup = `${roles('owner', 'app')} ${mayCreate('owner')} SET ROLE owner; ${users} ${forTheApplication} RESET ROLE;`;
    const at = await target(server, { setup, sql: rename, role: 'owner' });
    await at.apply();
    await bothVersionsWrite(at);
    await at.close();
  });

  test('a schema flux that a DBA made before', async () => {
    const setup = `${roles('owner', 'app')} CREATE SCHEMA flux AUTHORIZATION owner; GRANT ALL ON SCHEMA public TO owner;
      SET ROLE owner; ${users} ${forTheApplication} RESET ROLE;`;
    const at = await target(server, { setup, sql: rename, role: 'owner' });
    await at.apply();
    await bothVersionsWrite(at);
    await at.close();
  });

  test('a schema flux that another role owns and keeps to itself: refused before anything is changed', async () => {
    const setup = `${roles('owner', 'app')} CREATE SCHEMA flux; GRANT CREATE, USAGE ON SCHEMA flux TO owner; GRANT ALL ON SCHEMA public TO owner;
      SET ROLE owner; ${users} ${forTheApplication} RESET ROLE;`;
    const at = await target(server, { setup, sql: rename, role: 'owner' });
    await expect(at.apply()).rejects.toMatchObject({
      message: expect.stringContaining('not every role may use schema flux'),
      remedy: expect.stringContaining('GRANT USAGE ON SCHEMA flux TO PUBLIC'),
    });
    await at.admin.query('GRANT USAGE ON SCHEMA flux TO PUBLIC');
    await at.apply();
    await bothVersionsWrite(at);
    await at.close();
  });

  test('default privileges that give PUBLIC no function', async () => {
    const setup = `${roles('app')} ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; ${users} ${forTheApplication}`;
    const at = await target(server, { setup, sql: rename });
    await at.apply();
    await bothVersionsWrite(at);
    await at.close();
  });

  test('a second operator: flux.mark belongs to the first', async () => {
    const setup = `${roles('owner', 'second', 'app')} ${mayCreate('owner', 'second')}
      SET ROLE owner; CREATE TABLE other (id integer PRIMARY KEY, c text); INSERT INTO other VALUES (1, 'x'); RESET ROLE;
      SET ROLE second; ${users} ${forTheApplication} RESET ROLE;`;
    const at = await target(server, { setup, sql: 'ALTER TABLE other RENAME COLUMN c TO d', role: 'owner' });
    await at.apply();
    await at.admin.query(
      'GRANT owner TO second; GRANT USAGE, CREATE ON SCHEMA flux TO second; GRANT ALL ON ALL TABLES IN SCHEMA flux TO second',
    );
    const url = at.url.replace(/\/\/[^@]*@/, '//second@');
    const connect = () => postgresDriver.connect(url);
    const session = await connect();
    const answers = { renames: [], fills: {}, dualWrite: 'trigger', releaseCommand: 'flux release q' } as const;
    const plan = await planMigration(postgresDriver, session, {
      id: 'q',
      createdAt: '2026-11-20T00:00:00Z',
      sql: rename,
      ...answers,
    });
    await session.end();
    await applyPhase({ driver: postgresDriver, connect, plan, actor: 'test' });
    await bothVersionsWrite(at);
    await at.close();
  });

  test('a writer with an empty search_path meets the functions that the fill names', async () => {
    const setup = `${users} CREATE FUNCTION slug(text) RETURNS text LANGUAGE sql AS $$ SELECT lower($1) $$;`;
    const at = await target(server, {
      setup,
      sql: 'ALTER TABLE t ADD COLUMN slug text NOT NULL',
      fills: { 't.slug': 'slug(name)' },
    });
    await at.apply();
    const { rows } = await at.admin
      .query(`SET search_path = ''; INSERT INTO public.t (name) VALUES ('X') RETURNING slug`)
      .then((r) => (r as unknown as { rows: unknown[] }[])[1]!);
    expect(rows).toEqual([{ slug: 'x' }]);
    await at.close();
  });

  test('short timeouts of the role do not end the work', async () => {
    const timeouts = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
    const set = timeouts.map((name) => `ALTER ROLE hasty SET ${name} = '100ms';`).join(' ');
    const setup = `${roles('hasty')} ${set} ALTER ROLE hasty SET search_path = ''; ${mayCreate('hasty')} ${users} CREATE INDEX ON t (name); ALTER TABLE t OWNER TO hasty;`;
    const at = await target(server, { setup, sql: rename, role: 'hasty' });
    const reader = await at.as('hasty');
    await reader.query(`SET idle_in_transaction_session_timeout = 0; BEGIN; SELECT count(*) FROM public.t`);
    const held = new Promise((resolve) => setTimeout(resolve, 1500)).then(() => reader.query('COMMIT'));
    await at.apply();
    await held;
    await at.release();
    expect((await at.apply()).done).toBe(true);
    await at.close();
  });

  test('row level security that hides rows from the owner is refused: nothing would be copied, and a full table look empty', async () => {
    const setup = `${roles('owner')} ${mayCreate('owner')} SET ROLE owner; ${users}
      ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON t USING (email = current_setting('app.tenant', true)); RESET ROLE;`;
    const at = await target(server, {
      setup: `${setup} ALTER TABLE t FORCE ROW LEVEL SECURITY;`,
      sql: 'ALTER TABLE t RENAME COLUMN n TO m',
      role: 'owner',
    });
    await expect(at.apply()).rejects.toMatchObject({
      message: expect.stringContaining('row level security hides rows'),
      remedy: expect.stringContaining('BYPASSRLS'),
    });
    expect((await at.admin.query(`SELECT to_regclass('flux.plans') AS plans, count(n) FROM t`)).rows).toMatchObject([
      { count: '2500' },
    ]);
    await at.close();
    const open = await target(server, { setup, sql: 'ALTER TABLE t RENAME COLUMN n TO m', role: 'owner' });
    expect((await open.apply()).held?.release).toBe('new');
    expect((await open.admin.query('SELECT count(*) FROM t WHERE n IS DISTINCT FROM m')).rows).toEqual([
      { count: '0' },
    ]);
    await open.close();
  });
});
