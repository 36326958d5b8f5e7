import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { target } from './expanded.ts';
import { majors, startServer } from './stage.ts';

const table = (column: string): string =>
  `CREATE TABLE t (id integer PRIMARY KEY, v ${column}); INSERT INTO t SELECT i, i FROM generate_series(1, 100) i;`;

/** Both versions may write these at a gate, and the other form cannot hold them. */
const cases = [
  {
    name: 'text to integer, NOT NULL',
    column: 'text NOT NULL',
    sql: 'ALTER TABLE t ALTER COLUMN v TYPE integer USING v::integer',
    values: [`'abc'`],
  },
  {
    name: 'bigint to integer, unique',
    column: 'bigint UNIQUE',
    sql: 'ALTER TABLE t ALTER COLUMN v TYPE integer',
    values: ['3000000001', '3000000002'],
  },
  {
    name: 'bigint to integer, NOT NULL with a check',
    column: 'bigint NOT NULL CHECK (v <> 2147483647)',
    sql: 'ALTER TABLE t ALTER COLUMN v TYPE integer',
    values: ['3000000001'],
  },
];

describe.each(majors)(
  'values that the new type cannot hold are still written by the old version, PostgreSQL %i',
  (major) => {
    let server: ScratchPostgres;
    beforeAll(async () => {
      server = await startServer(major);
    });
    afterAll(() => server.stop());

    test.each(cases)('$name', async ({ column, sql, values }) => {
      const at = await target(server, { setup: table(column), sql });
      expect((await at.apply()).held?.release).toBe('new');
      for (const [i, value] of values.entries()) await at.admin.query(`INSERT INTO t VALUES (${200 + i}, ${value})`);
      await at.release();
      await expect(at.apply()).rejects.toMatchObject({ code: 'CHECKPOINT_FAILED' });
      await at.admin.query('DELETE FROM t WHERE id >= 200');
      expect((await at.apply()).done).toBe(true);
      await at.close();
    });
  },
);
