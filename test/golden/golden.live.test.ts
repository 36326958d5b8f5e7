import { readFileSync, writeFileSync } from 'node:fs';
import type { Session, Snapshot } from '@flux/core';
import { postgresDriver } from '@flux/postgres';
import { startPostgres } from '@flux/scratch';
import type { ScratchPostgres } from '@flux/scratch';
import { lineDifferences, schemaLines } from '@flux/verify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goldenCases } from './cases.ts';
import { committedSnapshot, file, readGolden, updating } from './golden-plan.ts';

let server: ScratchPostgres;
beforeAll(async () => {
  server = await startPostgres({ major: 15 });
});
afterAll(() => server.stop());

const schema = readFileSync(file('schema.sql'), 'utf8');

async function fresh(): Promise<{ readonly url: string; readonly session: Session }> {
  const url = await server.createDatabase();
  const session = await postgresDriver.connect(url);
  await session.query(schema);
  return { url, session };
}

/** Sizes are measured; in the golden snapshot they are as in production. */
const withSize = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  tables: snapshot.tables.map((table) => ({
    ...table,
    size: { rows: 2_000_000, bytes: 400_000_000, indexBytes: 90_000_000, writesPerSecond: 50 },
  })),
});

test('the committed snapshot is what introspection reads from schema.sql', async () => {
  const { session } = await fresh();
  const found = withSize(await postgresDriver.introspect(session));
  if (updating) writeFileSync(file('snapshot.json'), `${JSON.stringify(found, null, 2)}\n`);
  expect(found).toEqual(committedSnapshot());
  await session.end();
});

/** Every row of every table, whatever the order of its columns. */
async function rowsOf(session: Session): Promise<readonly string[]> {
  const names = await session.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'Od''d.') ORDER BY 1`,
  );
  const rows: string[] = [];
  for (const { name } of names) {
    const found = await session.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${name} t ORDER BY 1`);
    rows.push(...found.map(({ row }) => `${name} ${row}`));
  }
  return rows;
}

/** Texts that hold a person's own line breaks, to the byte. */
async function textsOf(session: Session): Promise<readonly string[]> {
  const found = await session.query<{ text: string }>(`
    SELECT 'comment ' || d.description AS text FROM pg_description d WHERE d.classoid = 'pg_class'::regclass AND d.objsubid > 0
    UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname IN ('public', 'Od''d.')
    UNION ALL SELECT 'constraint ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace::regnamespace::text !~ '^(pg_|flux|information)'
    UNION ALL SELECT 'function ' || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'default ' || pg_get_expr(adbin, adrelid) FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid WHERE c.relnamespace <> coalesce(to_regnamespace('flux'), 0)
    ORDER BY 1`);
  return found.map(({ text }) => text);
}

async function run(session: Session, pieces: readonly string[]): Promise<void> {
  for (const piece of pieces) {
    const [head = ''] = piece.split('\n');
    const answer = await session.query(piece).catch((error: Error) => {
      throw new Error(`${error.message}\n${piece}`, { cause: error });
    });
    const expected = /, expected (.*) \[plain\]$/.exec(head)?.[1];
    if (expected !== undefined) expect(String(Object.values(answer[0] ?? {})[0]), piece).toBe(expected);
  }
}

test.each(goldenCases.map((one) => [one.name, one] as const))('%s runs there and back', async (name, one) => {
  const { forward, back } = readGolden(readFileSync(file('plans', `${name}.sql`), 'utf8'));
  const { url, session } = await fresh();
  const before = { lines: await schemaLines(url), rows: await rowsOf(session), texts: await textsOf(session) };
  await run(session, forward);

  const direct = await fresh();
  if (one.mend !== undefined) await direct.session.query(one.mend);
  await direct.session.query(one.means ?? one.sql);
  expect(lineDifferences(await schemaLines(url), await schemaLines(direct.url))).toEqual([]);
  expect(await textsOf(session)).toEqual(await textsOf(direct.session));

  if (back.length > 0) {
    await run(session, back);
    expect(lineDifferences(await schemaLines(url), before.lines)).toEqual([]);
    expect(await textsOf(session)).toEqual(before.texts);
    // A fill stays: its rollback says that it loses which rows had NULL.
    if (one.mend === undefined) expect(await rowsOf(session)).toEqual(before.rows);
  }
  await session.end();
  await direct.session.end();
});

const gated = goldenCases.filter(({ name }) =>
  readFileSync(file('plans', `${name}.sql`), 'utf8').includes('INSERT INTO flux.gates'),
);
test.each(gated.map(({ name }) => [name] as const))('%s stops at a gate that nobody opened', async (name) => {
  const { forward } = readGolden(readFileSync(file('plans', `${name}.sql`), 'utf8'));
  const { session } = await fresh();
  const closed = forward.filter((piece) => !piece.includes('INSERT INTO flux.gates'));
  await expect(run(session, closed)).rejects.toThrow('flux: gate closed: phase 2');
  await session.end();
});
