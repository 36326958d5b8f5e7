import type { ScratchPostgres } from '@flux/scratch';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOf, target } from './expanded.ts';
import { majors, startServer } from './stage.ts';

type Request = (client: Client, column: string, random: number) => Promise<unknown>;

/** Clients without a pause between requests, every second one in the new version's words. */
async function hammer(url: string, ms: number, columns: readonly string[], request: Request) {
  const failures: Record<string, number> = {};
  const end = performance.now() + ms;
  let requests = 0;
  const one = async (i: number): Promise<void> => {
    const client = await clientOf(url);
    while (performance.now() < end) {
      requests += 1;
      await request(client, columns[i % columns.length]!, Math.random()).catch(async ({ code, message }) => {
        failures[`${code} ${message}`] = (failures[`${code} ${message}`] ?? 0) + 1;
        await client.query('ROLLBACK');
      });
    }
    await client.end();
  };
  await Promise.all(Array.from({ length: 8 }, (_, i) => one(i)));
  return { requests, failures };
}

const some = (of: number): string => `k${Math.floor(Math.random() * of)}`;
const requests: Readonly<Record<string, Request>> = {
  'upserts and deletes of six keys': (client, c, random) =>
    random < 0.7
      ? client.query(`INSERT INTO t (${c}) VALUES ($1) ON CONFLICT (${c}) DO UPDATE SET hits = t.hits + 1`, [some(6)])
      : random < 0.8
        ? client.query(`INSERT INTO t (${c}) VALUES ($1) ON CONFLICT DO NOTHING`, [some(6)])
        : client.query(`DELETE FROM t WHERE ${c} = $1`, [some(6)]),
  'keys that must be there, several in any order, in one statement and in one transaction': async (
    client,
    c,
    random,
  ) => {
    const keys = [1, 2, 3, 4].map(() => some(30));
    if (random < 0.8)
      return client.query(`INSERT INTO t (${c}) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`, [keys]);
    await client.query('BEGIN');
    for (const key of keys) await client.query(`INSERT INTO t (${c}) VALUES ($1) ON CONFLICT (${c}) DO NOTHING`, [key]);
    return client.query('COMMIT');
  },
};

/** A twin unique index breaks ON CONFLICT unless it is guarded (docs/facts/postgres.md C1a); one request in 3,000 failed without. */
describe.each(majors)('upserts over a unique column and its twin, PostgreSQL %i', (major) => {
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startServer(major);
  });
  afterAll(() => server.stop());

  const setup = `CREATE TABLE t (id serial PRIMARY KEY, code text NOT NULL, hits integer DEFAULT 0, CONSTRAINT t_code UNIQUE (code));
    INSERT INTO t (code) SELECT 'c' || i FROM generate_series(1, 3000) i;`;

  test.each(Object.entries(requests))('%s', async (_, request) => {
    const at = await target(server, { setup, sql: 'ALTER TABLE t RENAME COLUMN code TO kode' });
    const during = hammer(at.url, 3000, ['code'], request);
    await at.apply();
    expect((await during).failures).toEqual({});
    const both = await hammer(at.url, 4000, ['code', 'kode'], request);
    expect(both.failures).toEqual({});
    expect(both.requests).toBeGreaterThan(500);
    await at.close();
  });

  test('equal keys that print differently', async () => {
    const folded = `CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE t (id serial PRIMARY KEY, code text COLLATE folded UNIQUE, price numeric UNIQUE, hits integer DEFAULT 0); INSERT INTO t (code) VALUES ('x');`;
    const at = await target(server, {
      setup: folded,
      sql: 'ALTER TABLE t RENAME COLUMN code TO kode; ALTER TABLE t RENAME COLUMN price TO preis',
    });
    await at.apply();
    const { failures } = await hammer(at.url, 3000, ['code', 'kode'], (client, c, random) => {
      const [column, key] =
        random < 0.5
          ? [c, random < 0.25 ? 'k' : 'K']
          : [c === 'code' ? 'price' : 'preis', random < 0.75 ? '1.0' : '1.00'];
      return client.query(
        `INSERT INTO t (${column}) VALUES ($1) ON CONFLICT (${column}) DO UPDATE SET hits = t.hits + 1`,
        [key],
      );
    });
    expect(failures).toEqual({});
    await at.close();
  });

  test('the other columns of a unique index count: nobody waits for another tenant', async () => {
    const tenants = `CREATE TABLE t (id serial PRIMARY KEY, tenant integer, status text, UNIQUE (tenant, status)); INSERT INTO t (tenant, status) VALUES (0, 'new');`;
    const at = await target(server, { setup: tenants, sql: 'ALTER TABLE t RENAME COLUMN status TO state' });
    await at.apply();
    const [one, two] = [await clientOf(at.url), await clientOf(at.url)];
    await one.query(`BEGIN; INSERT INTO t (tenant, status) VALUES (1, 'new')`);
    await two.query(
      `SET lock_timeout = '200ms'; INSERT INTO t (tenant, status) VALUES (2, 'new'); INSERT INTO t (tenant, state) VALUES (3, 'new')`,
    );
    await one.query('COMMIT');
    for (const client of [one, two]) await client.end();
    await at.close();
  });
});
