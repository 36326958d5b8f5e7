import { readFileSync, readdirSync } from 'node:fs';
import { getTable, tableLabel } from '@flux/core';
import type { Snapshot } from '@flux/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from '../../src/dialect/parse.ts';
import { introspect } from '../../src/driver/introspect/introspect.ts';
import { connect } from '../../src/driver/session.ts';
import { startEveryKind } from './every-kind.ts';
import type { EveryKind } from './every-kind.ts';

const orders = { schema: 'shop', name: 'orders' };
const size = (s: Snapshot, schema: string, name: string) => getTable(s, { schema, name }).size;
const withoutSizes = (s: Snapshot) => ({ ...s, tables: s.tables.map((table) => ({ ...table, size: null })) });
const migrations = new URL('../fixtures/migrations/', import.meta.url).pathname;

describe.each([12, 15, 18] as const)('PostgreSQL %i', (major) => {
  let kinds: EveryKind;
  let snapshot: Snapshot;
  beforeAll(async () => {
    kinds = await startEveryKind(major);
    snapshot = await introspect(kinds.session);
  });
  afterAll(() => kinds?.stop());

  test.each(['drizzle', 'drizzle-1.0-rc5', 'knex', 'prisma'])(
    'schemas of %s before and after each change',
    async (tool) => {
      const files = readdirSync(`${migrations}${tool}`).filter((file) => !/before|\.down\.|\.init\./.test(file));
      const read = (file: string) => readFileSync(`${migrations}${tool}/${file}`, 'utf8');
      const url = await kinds.server.createDatabase();
      const session = await connect(url);
      try {
        for (const file of files) {
          await session.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
          await session.query(read(tool === 'prisma' ? file.replace('.sql', '.init.sql') : 'before.sql'));
          // The change must fit the schema; rows are another matter.
          await session.query('DELETE FROM ' + (tool === 'prisma' ? '"User"' : 'users'));
          const before = await introspect(session);
          expect(before.tables.length).toBeGreaterThan(0);
          // One by one, as Prisma does: a new enum value cannot be used in the transaction that adds it.
          for (const statement of parse(read(file))) await session.query(statement.sql);
          const after = await introspect(session);
          const changed = JSON.stringify(withoutSizes(before)) !== JSON.stringify(withoutSizes(after));
          expect(changed, file).toBe(!/_with_map|enum_add_value\.sql/.test(file));
        }
      } finally {
        await session.end();
      }
    },
  );

  test('narrowed to a table: it, its partitions and what depends on it', async () => {
    const narrow = await introspect(kinds.session, { tables: [orders, { schema: 'shop', name: 'events' }] });
    expect(narrow.tables.map(tableLabel)).toEqual(['shop.events', 'shop.events_2026', 'shop.orders']);
    expect(narrow.views.map(tableLabel)).toEqual(['shop.totals']);
    expect(narrow.functions.map(tableLabel)).toEqual(['shop.tidy']);
    expect(narrow.tables[2]).toEqual(getTable(snapshot, orders));
    expect((await introspect(kinds.session, { tables: [{ schema: 'public', name: 'none' }] })).tables).toEqual([]);
  });

  test('a role without any privilege reads the same', async () => {
    await kinds.session.query('CREATE ROLE nobody LOGIN');
    const other = await connect(kinds.server.url.replace('postgres@', 'nobody@'));
    await other.query(`SET search_path = shop; SET quote_all_identifiers = on; SET datestyle = 'German'`);
    try {
      const seen = await introspect(other);
      expect(withoutSizes(seen)).toEqual(withoutSizes(snapshot));
      // The session's own settings are as before.
      expect(await other.query('SHOW search_path')).toEqual([{ search_path: 'shop' }]);
    } finally {
      await other.end();
    }
  });

  test('sizes: empty, not analysed, analysed, partitioned', async () => {
    expect(size(snapshot, 'public', 'users')).toMatchObject({ rows: 0, bytes: expect.any(Number) });
    await kinds.session.query(
      `INSERT INTO shop.events SELECT date '2026-01-01' + g % 300, 'k', g FROM generate_series(1, 5000) AS g; ANALYZE shop.events`,
    );
    const after = await introspect(kinds.session);
    expect(size(after, 'shop', 'events_2026')).toMatchObject({ rows: 5000 });
    expect(size(after, 'shop', 'events')).toMatchObject({ rows: 5000 });
    expect(size(after, 'shop', 'events')!.bytes).toBeGreaterThan(100_000);
    expect(size(after, 'shop', 'events')!.indexBytes).toBeGreaterThan(10_000);
  });

  test('an index that an interrupted build left, and one over the whole row', async () => {
    await kinds.session.query(`CREATE TABLE public.twice (a integer); INSERT INTO public.twice VALUES (1), (1)`);
    await kinds.session.query('CREATE UNIQUE INDEX CONCURRENTLY twice_a ON public.twice (a)').catch(() => {});
    await kinds.session.query(
      `CREATE FUNCTION public.row_key(public.twice) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT $1.a::text';
       CREATE INDEX twice_row ON public.twice (public.row_key(twice.*))`,
    );
    const table = getTable(await introspect(kinds.session), { schema: 'public', name: 'twice' });
    expect(table.indexes).toMatchObject([
      { name: 'twice_a', valid: false },
      { name: 'twice_row', keys: [{ expression: ['public.row_key(twice.*)'] }] },
    ]);
    await kinds.session.query('DROP TABLE public.twice CASCADE');
  });
});
