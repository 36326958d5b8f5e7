import type { SqlStep } from '@flux/core';
import { startPostgres } from '@flux/scratch';
import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOf, target, users } from './expanded.ts';
import { majors } from './stage.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(majors)('what a runner that was cut off leaves behind, PostgreSQL %i', (major) => {
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startPostgres({ major, durable: true });
  });
  afterAll(() => server.stop());

  test('a unit that still waits in the server and the same unit, run again: once', async () => {
    const at = await target(server, { setup: users, sql: 'ALTER TABLE t RENAME COLUMN name TO label' });
    await at.admin.query(at.plan.phases[0]!.guard[0]!.sql);
    const { units } = at.plan.steps[0] as SqlStep;
    const [reader, left, again] = [await clientOf(at.url), await clientOf(at.url), await clientOf(at.url)];
    await reader.query('BEGIN; SELECT count(*) FROM t');
    const both = [left, again].map((client) => client.query(units[0]!.sql));
    await pause(1200);
    await reader.query('COMMIT');
    await Promise.all(both);
    expect((await at.apply()).held?.release).toBe('new');
    for (const client of [reader, left, again]) await client.end();
    await at.close();
  });

  test('an index that is still being built: waited for, not put aside', async () => {
    const at = await target(server, { setup: users, sql: 'CREATE INDEX t_n ON t (n)' });
    const step = at.plan.steps[0] as SqlStep;
    await at.admin.query(at.plan.phases[0]!.guard[0]!.sql);
    await at.admin.query('INSERT INTO flux.journal (plan, step, unit) VALUES ($1, $2, 0)', [at.plan.id, step.id]);
    const [writer, left] = [await clientOf(at.url), await clientOf(at.url)];
    await writer.query('BEGIN; UPDATE t SET n = 0 WHERE id = 1');
    const building = left.query(step.units[1]!.sql);
    await pause(300);
    const resumed = at.apply();
    await pause(700);
    await writer.query('COMMIT');
    await building;
    expect((await resumed).done).toBe(true);
    const { rows } = await at.admin.query(
      `SELECT indexrelid::regclass::text AS name, indisvalid AS valid FROM pg_index WHERE indrelid = 't'::regclass ORDER BY 1`,
    );
    expect(rows).toEqual([
      { name: 't_n', valid: true },
      { name: 't_pkey', valid: true },
    ]);
    for (const client of [writer, left]) await client.end();
    await at.close();
  });

  test('the inline backfill, cut off in the middle and run again; keys are called like its variables', async () => {
    const setup = `CREATE TABLE t (attempt integer, started text, changed integer, upto_1 integer, name text, PRIMARY KEY (attempt, started, changed, upto_1));
      INSERT INTO t SELECT i, i, i, i, i FROM generate_series(1, 30000) i;`;
    const at = await target(server, {
      setup,
      sql: 'ALTER TABLE t RENAME COLUMN name TO label; ALTER TABLE t ADD COLUMN dice double precision DEFAULT random()',
    });
    await at.apply({ until: at.plan.steps[1]!.id });
    for (const step of at.plan.steps) {
      if (step.kind !== 'backfill') continue;
      const first = await clientOf(at.url);
      const { rows } = await first.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const run = first.query(step.inline[0]!.sql).catch((error: { code: string }) => error.code);
      await pause(60);
      await at.admin.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid]);
      await run;
      await at.admin.query(step.inline[0]!.sql);
    }
    const wrong = await at.admin.query('SELECT count(*) FROM t WHERE label IS DISTINCT FROM name OR dice IS NULL');
    expect(wrong.rows).toEqual([{ count: '0' }]);
    await at.close();
  });

  test('a server that crashes in the middle of the backfill', async () => {
    const setup = users.replace('2500', '60000');
    const at = await target(server, { setup, sql: 'ALTER TABLE t RENAME COLUMN name TO label' });
    const run = at.apply().catch((error: { code: string }) => error.code);
    for (let rows = 0; rows === 0; await pause(5)) {
      const found = await at.admin.query(`SELECT to_regclass('flux.backfills') IS NOT NULL AS made`);
      if (found.rows[0].made)
        rows = (await at.admin.query('SELECT FROM flux.backfills WHERE rows > 2000')).rowCount ?? 0;
    }
    await server.crash();
    expect(await run).toBe('CONNECT_FAILED');
    await server.restart();
    expect((await at.apply()).held?.release).toBe('new');
    const admin = await clientOf(at.url);
    const { rows } = await admin.query(
      'SELECT count(*), count(*) FILTER (WHERE name IS DISTINCT FROM label) AS wrong FROM t',
    );
    expect(rows).toEqual([{ count: '60000', wrong: '0' }]);
    await admin.end();
  });

  test('applied, rolled back, applied, contracted, rolled back and applied once more', async () => {
    const at = await target(server, { setup: users, sql: 'ALTER TABLE t RENAME COLUMN name TO label' });
    await at.apply();
    await at.back();
    await at.apply({ resume: true });
    await at.release();
    expect((await at.apply()).done).toBe(true);
    await at.back();
    await at.apply({ resume: true });
    await at.release();
    expect((await at.apply()).done).toBe(true);
    const left = await at.admin.query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'flux'::regnamespace AND relkind IN ('v', 'S')`,
    );
    expect(left.rows).toEqual([]);
    await at.close();
  });

  test('objects of Flux for two columns never share a name', async () => {
    const setup = `CREATE TABLE a_b (id integer PRIMARY KEY, c text); CREATE TABLE a (id integer PRIMARY KEY, b_c text);
      INSERT INTO a_b VALUES (1, 'x'); INSERT INTO a VALUES (1, 'y');`;
    const at = await target(server, { setup, sql: 'ALTER TABLE a_b DROP COLUMN c; ALTER TABLE a DROP COLUMN b_c' });
    await at.release().catch(() => at.apply().then(() => at.release()));
    expect((await at.apply()).done).toBe(true);
    await at.back();
    const { rows } = await at.admin.query('SELECT c, b_c FROM a_b, a');
    expect(rows).toEqual([{ c: 'x', b_c: 'y' }]);
    await at.close();
  });
});
