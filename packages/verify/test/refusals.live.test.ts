import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { target, users } from './expanded.ts';
import { majors, startServer } from './stage.ts';

interface Refusal {
  readonly name: string;
  readonly setup: string;
  readonly sql: string;
  readonly says: RegExp;
  readonly code?: string;
  readonly since?: number;
}

const rename = 'ALTER TABLE t RENAME COLUMN name TO label';
const partitioned = `CREATE TABLE t (id integer PRIMARY KEY, name text, n integer) PARTITION BY RANGE (id);
  CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (1000); INSERT INTO t SELECT i, i, i FROM generate_series(1, 900) i;`;
const onRow = `RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;`;

/** Refused when planned. */
const planned: readonly Refusal[] = [
  {
    name: 'a deferrable unique constraint: its twin would refuse what it permits for a moment',
    setup: `${users} ALTER TABLE t ADD CONSTRAINT t_n UNIQUE (n) DEFERRABLE`,
    sql: 'ALTER TABLE t RENAME COLUMN n TO m',
    says: /deferrable constraint t_n/,
    code: 'DEPENDENT_STOPS',
  },
  {
    name: 'a function with a compiled body',
    setup: `${users} CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(name) FROM t; END`,
    sql: rename,
    says: /function public\.f\(\)/,
    code: 'DEPENDENT_STOPS',
    since: 14,
  },
  {
    name: 'a trigger that sorts behind those of Flux',
    setup: `${users} CREATE FUNCTION f() ${onRow} CREATE TRIGGER "ünder" BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()`,
    sql: rename,
    says: /ünder/,
    code: 'DEPENDENT_STOPS',
  },
  ...[
    rename,
    'ALTER TABLE t ADD COLUMN z integer',
    'ALTER TABLE t ALTER COLUMN n TYPE bigint',
    'ALTER TABLE t DROP COLUMN n',
  ].map((sql) => ({
    name: `a partitioned table: ${sql}`,
    setup: partitioned,
    sql,
    says: /public\.t is partitioned/,
    code: 'UNSUPPORTED_CHANGE',
  })),
  {
    name: 'a view over the column',
    setup: `${users} CREATE VIEW v AS SELECT * FROM t`,
    sql: rename,
    says: /view public\.v/,
    code: 'DEPENDENT_STOPS',
  },
  {
    name: 'a generated column over the column',
    setup: `${users} ALTER TABLE t ADD COLUMN low text GENERATED ALWAYS AS (lower(name)) STORED`,
    sql: rename,
    says: /generated column/,
    code: 'DEPENDENT_STOPS',
  },
  {
    name: 'a trigger that fires for updates of the column',
    setup: `${users} CREATE FUNCTION f() ${onRow} CREATE TRIGGER f AFTER UPDATE OF name ON t FOR EACH ROW EXECUTE FUNCTION f()`,
    sql: rename,
    says: /trigger f on public\.t/,
    code: 'DEPENDENT_STOPS',
  },
];

/** Not in the Snapshot: the first step refuses, and has changed nothing. */
const begun: readonly Refusal[] = [
  {
    name: 'a table that others inherit from: rows written to them fire no trigger',
    setup: `${users} CREATE TABLE child () INHERITS (t)`,
    sql: rename,
    says: /inherits or is inherited from/,
  },
  {
    name: 'a column of the replica identity',
    setup: `${users} ALTER TABLE t ALTER n SET NOT NULL; CREATE UNIQUE INDEX t_n ON t (n); ALTER TABLE t REPLICA IDENTITY USING INDEX t_n`,
    sql: 'ALTER TABLE t RENAME COLUMN n TO m',
    says: /part of the replica identity/,
  },
  {
    name: 'a domain with constraints on a large table: a column of it rewrites the table',
    setup: `CREATE DOMAIN mail AS text CHECK (value <> ''); ${users.replace('2500', '180000')}`,
    sql: 'ALTER TABLE t ADD COLUMN mail mail',
    says: /writes the whole of/,
  },
  {
    name: 'a domain that is NOT NULL',
    setup: `CREATE DOMAIN must AS text NOT NULL; ${users} ALTER TABLE t ADD COLUMN c must DEFAULT 'x'`,
    sql: 'ALTER TABLE t RENAME COLUMN c TO d',
    says: /domain (?:public\.)?must does not allow NULL/,
  },
];

describe.each(majors)('what cannot be served is refused with a reason, PostgreSQL %i', (major) => {
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startServer(major);
  });
  afterAll(() => server.stop());

  test.each(planned.filter(({ since = 12 }) => major >= since))(
    'planning: $name',
    async ({ setup, sql, says, code }) => {
      await expect(target(server, { setup, sql })).rejects.toMatchObject({
        code,
        message: expect.stringMatching(says),
      });
    },
  );

  test.each(begun)('first step: $name', async ({ setup, sql, says }) => {
    const at = await target(server, { setup, sql });
    const columns = `SELECT array_agg(attname::text ORDER BY attnum) AS c FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0`;
    const { rows } = await at.admin.query(columns);
    await expect(at.apply()).rejects.toMatchObject({
      message: expect.stringMatching(says),
      remedy: expect.stringMatching(/\w/),
    });
    expect((await at.admin.query(columns)).rows).toEqual(rows);
    await at.close();
  });

  test('triggers that a backfill fires are named', async () => {
    const setup = `${users} CREATE FUNCTION f() ${onRow} CREATE TRIGGER audit AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
      CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f(); CREATE TRIGGER fresh AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();`;
    const named = async (sql: string) => {
      const { plan, close } = await target(server, { setup, sql });
      await close();
      return plan.hazards.flatMap((h) =>
        h.code === 'TRIGGERS_FIRE' ? (/: (.*) on it/.exec(h.message)?.[1] ?? '') : [],
      );
    };
    // The sync takes back what a BEFORE trigger changed.
    expect(await named(rename)).toEqual(['audit']);
    expect(await named('ALTER TABLE t ADD COLUMN dice double precision DEFAULT random()')).toEqual(['audit, touch']);
    expect(await named('ALTER TABLE t ADD COLUMN plan text')).toEqual([]);
  });
});
