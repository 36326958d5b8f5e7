import { postgresDriver } from '@flux/postgres';
import { startPostgres } from '@flux/scratch';
import { expect, test } from 'vitest';
import { planOf, unitsOf } from './golden-plan.ts';

test('a value that only the new type holds is written, though its clamped mirror would violate the check', async () => {
  const server = await startPostgres({ major: 15 });
  const session = await postgresDriver.connect(await server.createDatabase());
  await session.query(`CREATE TABLE t (id serial PRIMARY KEY, n integer CONSTRAINT n_check CHECK (n <> 2147483647));
    INSERT INTO t (n) SELECT i FROM generate_series(1, 50) AS i`);
  const one = { name: 'clamped', title: '', sql: 'ALTER TABLE t ALTER n TYPE bigint' };
  const plan = await planOf(one, await postgresDriver.introspect(session));
  const { forward, back } = unitsOf(plan);
  const contract = forward.findIndex(({ head }) => head.includes('phase 2'));
  for (const { sql } of forward.slice(0, contract)) await session.query(sql);
  await session.query('INSERT INTO t (n) VALUES (3000000000), (4000000000)');
  await expect(session.query('INSERT INTO t (n) VALUES (2147483647)')).rejects.toThrow('n_check');
  await session.query('DELETE FROM t WHERE n > 2147483647');
  // Back from the exchange on: the check stands on the old column again.
  for (const { head, sql } of back ?? []) if (!/^-- ── 0?[6-9]-.*old-form/.test(head)) await session.query(sql);
  await expect(session.query('INSERT INTO t (n) VALUES (2147483647)')).rejects.toThrow('n_check');
  await session.end();
  await server.stop();
});
