import { startPostgres } from '@flux/scratch';
import type { ScratchPostgres } from '@flux/scratch';
import type { Session } from '@flux/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadParser, parse } from '../../src/dialect/parse.ts';
import { connect } from '../../src/driver/session.ts';

const long = 'a_table_with_quite_a_long_name_é';
const longer = 'and_a_column_whose_name_is_even_longer_than_its_table_s_name';

describe.each([12, 18] as const)('PostgreSQL %i', (major) => {
  let server: ScratchPostgres;
  let session: Session;
  beforeAll(async () => {
    await loadParser();
    server = await startPostgres({ major });
    session = await connect(server.url);
    await session.query(`CREATE TABLE "${long}" (id int, "${longer}" text); CREATE TABLE t (a int, b text)`);
  });
  afterAll(async () => {
    await session?.end();
    await server?.stop();
  });

  // The server's choice is the judge.
  test.each([
    'CREATE INDEX ON t (a)',
    'CREATE UNIQUE INDEX ON t (a, b) INCLUDE (a)',
    'CREATE INDEX ON t (lower(b), lower(b), upper(b))',
    `CREATE INDEX ON "${long}" ("${longer}")`,
    `CREATE INDEX ON "${long}" (id, "${longer}")`,
    'ALTER TABLE t ADD CHECK (a > 0)',
    `ALTER TABLE t ADD CHECK (a > length(b))`,
    `ALTER TABLE "${long}" ADD CHECK ("${longer}" <> '')`,
  ])('%s', async (sql) => {
    await session.query('BEGIN');
    await session.query(sql);
    const names = await session.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'i' AND relnamespace = 'public'::regnamespace
       UNION ALL SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0 AND connamespace = 'public'::regnamespace`,
    );
    await session.query('ROLLBACK');
    const [action] = parse(sql)[0]!.actions!;
    const chosen =
      action!.kind === 'createIndex' ? action!.index.name : action!.kind === 'addCheck' ? action!.name : '';
    expect(names).toEqual([{ name: chosen }]);
  });
});
