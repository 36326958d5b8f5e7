import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { target } from './expanded.ts';
import type { Target } from './expanded.ts';
import { majors, startServer } from './stage.ts';

/** `from` and `to` differ in their bytes; in most rows the type calls them equal. */
const types = {
  plain: { type: 'text', from: `'a'`, to: `'b'` },
  folded: { type: 'text COLLATE folded', from: `'a'`, to: `'A'` },
  numbers: { type: 'numeric', from: '1.0', to: '1.00' },
  floats: { type: 'double precision', from: `'0'`, to: `'-0'` },
  documents: { type: 'json', from: `'{"a":1}'`, to: `'{"a": 1}'` },
  treelike: { type: 'jsonb', from: `'{"a":1}'`, to: `'{"a":2}'` },
  lists: { type: 'integer[]', from: `'{1,2}'`, to: `'{1,2,NULL}'` },
  moods: { type: 'mood', from: `'ok'`, to: `'bad'` },
  mails: { type: 'mail', from: `'a@b'`, to: `'c@d'` },
  padded: { type: 'character(5)', from: `'a'`, to: `'ab'` },
  bytes: { type: 'bytea', from: `'\\x00'`, to: `'\\x01'` },
  spans: { type: 'interval', from: `'24 hours'`, to: `'1 day'` },
  moments: { type: 'timestamptz', from: `'2026-01-01 00:00Z'`, to: `'2026-01-02 00:00Z'` },
} as const;

/** Each writes `v` through column `c` into the row `id`; `had`: the row is there before, with `from`. */
const writes: readonly {
  name: string;
  had: boolean;
  since?: number;
  sql: (t: string, id: number, c: string, v: string) => string;
}[] = [
  { name: 'INSERT', had: false, sql: (t, id, c, v) => `INSERT INTO ${t} (id, ${c}) VALUES (${id}, ${v})` },
  {
    name: 'INSERT of several',
    had: false,
    sql: (t, id, c, v) => `INSERT INTO ${t} (id, ${c}) VALUES (-${id}, NULL), (${id}, ${v})`,
  },
  {
    name: 'upsert, absent',
    had: false,
    sql: (t, id, c, v) => `INSERT INTO ${t} (id, ${c}) VALUES (${id}, ${v}) ON CONFLICT (id) DO UPDATE SET ${c} = NULL`,
  },
  {
    name: 'upsert, present',
    had: true,
    sql: (t, id, c, v) =>
      `INSERT INTO ${t} (id, ${c}) VALUES (${id}, ${v}) ON CONFLICT (id) DO UPDATE SET ${c} = EXCLUDED.${c}`,
  },
  { name: 'UPDATE', had: true, sql: (t, id, c, v) => `UPDATE ${t} SET ${c} = ${v} WHERE id = ${id}` },
  {
    name: 'UPDATE FROM',
    had: true,
    sql: (t, id, c, v) => `UPDATE ${t} SET ${c} = ${v} FROM (VALUES (${id})) w (id) WHERE w.id = ${t}.id`,
  },
  {
    name: 'MERGE, present',
    had: true,
    since: 15,
    sql: (t, id, c, v) =>
      `MERGE INTO ${t} USING (VALUES (${id})) w (id) ON w.id = ${t}.id WHEN MATCHED THEN UPDATE SET ${c} = ${v} WHEN NOT MATCHED THEN INSERT (id) VALUES (0)`,
  },
  {
    name: 'MERGE, absent',
    had: false,
    since: 15,
    sql: (t, id, c, v) =>
      `MERGE INTO ${t} USING (VALUES (${id})) w (id) ON w.id = ${t}.id WHEN NOT MATCHED THEN INSERT (id, ${c}) VALUES (${id}, ${v})`,
  },
];

const names = Object.keys(types) as (keyof typeof types)[];
const setup = `CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TYPE mood AS ENUM ('ok', 'bad'); CREATE DOMAIN mail AS text CHECK (value LIKE '%@%');
CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF to_jsonb(NEW) ? 'new' AND to_jsonb(NEW) -> 'new' IS DISTINCT FROM to_jsonb(NEW) -> 'old' THEN RAISE 'seen apart: %', NEW; END IF;
  RETURN NEW; END $$;
${names
  .map(
    (
      name,
    ) => `CREATE TABLE ${name} (id integer PRIMARY KEY, old ${types[name].type}); INSERT INTO ${name} VALUES (1, ${types[name].from}), (2, NULL);
CREATE TRIGGER watch AFTER INSERT OR UPDATE ON ${name} FOR EACH ROW EXECUTE FUNCTION watch();`,
  )
  .join('\n')}
CREATE TABLE given (id integer PRIMARY KEY, old text DEFAULT 'd'); INSERT INTO given VALUES (1, 'x');
CREATE FUNCTION fold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.old := lower(NEW.old); RETURN NEW; END $$;
CREATE TABLE lowered (id integer PRIMARY KEY, old text); INSERT INTO lowered VALUES (1, 'x');
CREATE TRIGGER fold BEFORE INSERT OR UPDATE ON lowered FOR EACH ROW EXECUTE FUNCTION fold();`;
const sql = [...names, 'given', 'lowered'].map((name) => `ALTER TABLE ${name} RENAME COLUMN old TO new`).join('; ');

describe.each(majors)('both columns of a rename hold what was written last, PostgreSQL %i', (major) => {
  let server: ScratchPostgres;
  let at: Target;
  beforeAll(async () => {
    server = await startServer(major);
    at = await target(server, { setup, sql });
    await at.apply();
  });
  afterAll(async () => {
    await at.close();
    await server.stop();
  });
  let id = 10;
  const row = async (table: string, key: number): Promise<unknown> =>
    (await at.admin.query(`SELECT old::text, new::text FROM ${table} WHERE id = ${key}`)).rows[0];

  describe.each(writes.filter(({ since = 12 }) => major >= since))('$name', (write) => {
    test.each(names.flatMap((name) => ['old', 'new'].map((column) => ({ name, column }))))(
      '$name through $column',
      async ({ name, column }) => {
        const { type, from, to } = types[name];
        for (const value of [to, 'NULL']) {
          id += 1;
          if (write.had) await at.admin.query(`INSERT INTO ${name} (id, old) VALUES (${id}, ${from})`);
          await at.admin.query(write.sql(name, id, column, value));
          const { rows } = await at.admin.query(`SELECT (${value})::${type.replace(/ COLLATE.*/, '')}::text AS v`);
          expect(await row(name, id)).toEqual({ old: rows[0].v, new: rows[0].v });
        }
      },
    );
  });

  test.each(['old', 'new'])('COPY through %s', async (column) => {
    id += 1;
    await at.admin.query(`COPY plain (id, ${column}) FROM PROGRAM 'printf "${id}\\\\tcopied\\\\n"'`);
    expect(await row('plain', id)).toEqual({ old: 'copied', new: 'copied' });
  });

  test.each([
    ['omitted', 'id', '', 'd'],
    ['old writes NULL', 'id, old', ', NULL', null],
    // The trigger cannot tell this from an omitted column; the strategy's tolerance says so.
    ['new writes NULL', 'id, new', ', NULL', 'd'],
    ['old asks for the default', 'id, old', ', DEFAULT', 'd'],
    ['both write', 'id, old, new', `, 'a', 'b'`, 'b'],
    ['both write, old as ever', 'id, old, new', `, 'd', 'b'`, 'b'],
  ])('INSERT where the column has a default: %s', async (_, columns, values, expected) => {
    id += 1;
    await at.admin.query(`INSERT INTO given (${columns}) VALUES (${id}${values})`);
    expect(await row('given', id)).toEqual({ old: expected, new: expected });
  });

  test.each([
    [`old = 'a', new = 'b'`, 'b'],
    [`old = 'a', new = new`, 'a'],
    [`new = 'b', old = old`, 'b'],
    ['id = id', 'x'],
    [`old = DEFAULT`, 'd'],
  ])('UPDATE SET %s', async (set, expected) => {
    await at.admin.query(`UPDATE given SET old = 'x' WHERE id = 1`);
    await at.admin.query(`UPDATE given SET ${set} WHERE id = 1`);
    expect(await row('given', 1)).toEqual({ old: expected, new: expected });
  });

  test.each(['old', 'new'])('a BEFORE trigger of the user changes what came through %s', async (column) => {
    id += 1;
    await at.admin.query(`INSERT INTO lowered (id, ${column}) VALUES (${id}, 'INSERTED')`);
    expect(await row('lowered', id)).toEqual({ old: 'inserted', new: 'inserted' });
    await at.admin.query(`UPDATE lowered SET ${column} = 'UPDATED' WHERE id = ${id}`);
    expect(await row('lowered', id)).toEqual({ old: 'updated', new: 'updated' });
  });

  test('rows from before the plan are copied, NULL too', async () => {
    for (const name of names) {
      const { rows } = await at.admin.query(
        `SELECT old::text = new::text AS same, new IS NULL AS none FROM ${name} WHERE id IN (1, 2) ORDER BY id`,
      );
      expect(rows, name).toEqual([
        { same: true, none: false },
        { same: null, none: true },
      ]);
    }
  });
});
