import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lineDifferences, schemaLines } from '../src/schema-lines.ts';
import { clientOf, target } from './expanded.ts';
import { majors, startServer } from './stage.ts';

const inDatabase = (path: string): string =>
  `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = ${path}', current_database()); END $$;`;
const table = (schema: string, type: string): string =>
  `CREATE TABLE ${schema}.t (id serial PRIMARY KEY, state ${type} NOT NULL, tags ${type}[]); INSERT INTO ${schema}.t (state) SELECT 'on' FROM generate_series(1, 100);`;

const cases = [
  {
    name: 'the type first in the search_path, rename',
    setup: `CREATE SCHEMA app; CREATE TYPE app.status AS ENUM ('on', 'off'); ${table('app', 'app.status')} ${inDatabase('app, public')}`,
    sql: 'ALTER TABLE app.t RENAME COLUMN state TO status; ALTER TABLE app.t RENAME COLUMN tags TO labels',
  },
  {
    name: 'the type in public, which is not in the search_path, rename',
    setup: `CREATE SCHEMA app; CREATE TYPE public.status AS ENUM ('on', 'off'); ${table('app', 'public.status')} ${inDatabase('app')}`,
    sql: 'ALTER TABLE app.t RENAME COLUMN state TO status',
  },
  {
    name: 'a column of a type that the search_path finds',
    setup: `CREATE SCHEMA app; CREATE TYPE app.status AS ENUM ('on', 'off'); ${table('app', 'app.status')} ${inDatabase('app, public')}`,
    sql: 'ALTER TABLE app.t ADD COLUMN other status; ALTER TABLE app.t ADD COLUMN more app.status[]',
  },
  {
    name: 'the usual one',
    setup: `CREATE TYPE status AS ENUM ('on', 'off'); ${table('public', 'status')}`,
    sql: 'ALTER TABLE t RENAME COLUMN state TO status; ALTER TABLE t ADD COLUMN other status',
  },
];

describe.each(majors)('types of the user, PostgreSQL %i', (major) => {
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startServer(major);
  });
  afterAll(() => server.stop());

  test.each(cases)('$name', async ({ setup, sql }) => {
    const there = await target(server, { setup, sql });
    const before = await schemaLines(there.url);
    await there.apply();
    await there.back();
    expect(lineDifferences(await schemaLines(there.url), before)).toEqual([]);
    let { done } = await there.apply({ resume: true });
    if (!done) {
      await there.release();
      ({ done } = await there.apply());
    }
    expect(done).toBe(true);
    const direct = await target(server, { setup, sql });
    const client = await clientOf(direct.url);
    await client.query(sql);
    await client.end();
    expect(lineDifferences(await schemaLines(there.url), await schemaLines(direct.url))).toEqual([]);
    await direct.close();
    await there.close();
  });
});
