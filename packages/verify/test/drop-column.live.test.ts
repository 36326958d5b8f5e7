import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lineDifferences, schemaLines } from '../src/schema-lines.ts';
import { clientOf, target } from './expanded.ts';
import { majors, startServer } from './stage.ts';

const filled = (columns: string, code: string): string =>
  `CREATE TABLE t (id serial PRIMARY KEY, kind text NOT NULL DEFAULT 'a', ${columns});
   INSERT INTO t (code) SELECT ${code} FROM generate_series(1, 500) i;`;

const cases = [
  {
    name: 'a CHECK over two columns',
    setup: filled(`code text, CONSTRAINT pair CHECK (kind <> 'a' OR code IS NOT NULL)`, `'c' || i`),
  },
  {
    name: 'a unique constraint over a default',
    setup: filled(`code text NOT NULL DEFAULT 'x' UNIQUE`, `'c' || i`),
  },
  {
    name: 'a unique index over two columns and a default',
    setup: `${filled(`code text DEFAULT 'x'`, `'c' || i`)} CREATE UNIQUE INDEX t_both ON t (kind, code);`,
  },
  {
    name: 'a key of the table, beside another one',
    setup: `CREATE TABLE t (code text NOT NULL UNIQUE, id integer NOT NULL UNIQUE, kind text);
      INSERT INTO t SELECT 'c' || i, i, 'a' FROM generate_series(1, 500) i;
      CREATE SEQUENCE ids START 1000; ALTER TABLE t ALTER id SET DEFAULT nextval('ids');`,
  },
  {
    name: 'the only key of the table',
    setup: `CREATE TABLE t (code text NOT NULL UNIQUE, kind text); INSERT INTO t SELECT 'c' || i, 'a' FROM generate_series(1, 500) i;`,
  },
];

describe.each(majors)('drop a column that the new version leaves out, PostgreSQL %i', (major) => {
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startServer(major);
  });
  afterAll(() => server.stop());

  test.each(cases)('$name', async ({ setup }) => {
    const sql = 'ALTER TABLE t DROP COLUMN code';
    const there = await target(server, { setup, sql });
    const before = await schemaLines(there.url);
    await there.apply();
    await there.back();
    expect(lineDifferences(await schemaLines(there.url), before)).toEqual([]);

    await there.apply({ resume: true });
    for (let i = 0; i < 3; i += 1) await there.admin.query(`INSERT INTO t (kind) VALUES ('a')`);
    await there.admin.query(`INSERT INTO t (kind, code) VALUES ('a', 'old')`);
    await there.release();
    await there.apply();
    const directUrl = await server.createDatabase();
    const direct = await clientOf(directUrl);
    await direct.query(`${setup} ${sql}`);
    expect(lineDifferences(await schemaLines(there.url), await schemaLines(directUrl))).toEqual([]);
    await direct.end();
    await server.dropDatabase(directUrl);
    await there.close();
  });
});
