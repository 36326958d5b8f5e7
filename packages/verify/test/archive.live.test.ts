import { postgresDriver } from '@flux/postgres';
import { applyPhase, planMigration, releaseGate, rollbackTo } from '@flux/runner';
import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { target } from './expanded.ts';
import type { Target } from './expanded.ts';
import { majors, startServer } from './stage.ts';

const setup = `CREATE TABLE t (id serial PRIMARY KEY, note text); INSERT INTO t (note) SELECT 'first ' || i FROM generate_series(1, 5) i;`;
const sql = 'ALTER TABLE t DROP COLUMN note';
const archives = `SELECT relname FROM pg_class WHERE relnamespace = 'flux'::regnamespace AND relkind = 'r' AND relname LIKE '%archive%' ORDER BY 1`;
const notes = 'SELECT note FROM t ORDER BY id';

describe.each(majors)('archives, PostgreSQL %i', (major) => {
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startServer(major);
  });
  afterAll(() => server.stop());

  const dropped = async (wanted = setup): Promise<Target> => {
    const at = await target(server, { setup: wanted, sql });
    await at.apply();
    await at.release();
    await at.apply();
    return at;
  };

  test('of two plans that drop a column of one name each brings back its own', async () => {
    const at = await dropped();
    await at.admin.query(`ALTER TABLE t ADD COLUMN note text; UPDATE t SET note = 'second ' || id WHERE id <= 2`);
    const connect = () => postgresDriver.connect(at.url);
    const session = await connect();
    const answers = { renames: [], fills: {}, dualWrite: 'trigger', releaseCommand: 'flux release q' } as const;
    const plan = await planMigration(postgresDriver, session, {
      id: 'q',
      createdAt: '2026-11-20T00:00:00Z',
      sql,
      ...answers,
    });
    await session.end();
    const run = { driver: postgresDriver, connect, plan, actor: 'test' };
    await applyPhase(run);
    await releaseGate({ ...run, phase: 1, quietWindowMs: 0, confirm: 'the test stopped it' });
    await applyPhase(run);
    expect((await at.admin.query(archives)).rows).toHaveLength(2);
    await rollbackTo({ ...run, to: 'start' });
    const { rows } = await at.admin.query<{ note: string | null }>(notes);
    expect(rows.map(({ note }) => note)).toEqual(['second 1', 'second 2', null, null, null]);
    expect((await at.admin.query(archives)).rows).toHaveLength(1);
    await at.close();
  });

  test('a table that another one made is refused, and stays', async () => {
    const at = await target(server, { setup, sql });
    await at.apply();
    await at.release();
    const into = at.plan.steps.flatMap((s) => (s.kind === 'backfill' ? s.actions : [])).find((a) => 'into' in a);
    await at.admin.query(`CREATE TABLE flux."${(into as { into: string }).into}" (id integer, note text)`);
    await expect(at.apply()).rejects.toThrow(/is not an archive of this plan/);
    await at.back();
    expect((await at.admin.query(archives)).rows).toHaveLength(1);
    await at.close();
  });

  test('a value that changed after it was archived is seen, and archived again', async () => {
    const at = await target(server, { setup, sql });
    await at.apply();
    await at.release();
    const step = at.plan.steps.find((s) => s.kind === 'backfill')!;
    await at.apply({ until: step.id });
    await at.admin.query(`UPDATE t SET note = 'late' WHERE id = 1; UPDATE t SET note = NULL WHERE id = 2`);
    const { rows } = await at.admin.query<{ value: string }>('checkpoint' in step ? step.checkpoint.query : '');
    expect(rows[0]!.value).toBe('2');
    await at.close();
  });

  test('nobody reads an archive by default privileges', async () => {
    const at = await dropped(
      `${setup} ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor;`,
    );
    const acl = `SELECT count(*)::int AS others FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'flux'::regnamespace AND relname LIKE '%archive%' AND c.relkind = 'r' AND a.grantee <> c.relowner`;
    expect((await at.admin.query(acl)).rows).toEqual([{ others: 0 }]);
    await at.close();
  });
});
