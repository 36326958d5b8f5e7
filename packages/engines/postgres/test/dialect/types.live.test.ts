import type { Expression, Session, Table, TypeChange } from '@flux/core';
import { startPostgres } from '@flux/scratch';
import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseExpression, renderExpression } from '../../src/dialect/expression.ts';
import { loadParser } from '../../src/dialect/parse.ts';
import { normalizeType } from '../../src/dialect/types-name.ts';
import { sqlType } from '../../src/dialect/types-sql.ts';
import { typeChange } from '../../src/dialect/types.ts';
import { connect } from '../../src/driver/session.ts';
import { column, table } from './types-table.ts';
import { edgeValues } from './types-values.ts';

const shadowPairs: readonly (readonly [string, string, string?])[] = [
  ['smallint', 'integer'],
  ['integer', 'bigint'],
  ['bigint', 'smallint'],
  ['integer', 'numeric'],
  ['integer', 'numeric(4,2)'],
  ['bigint', 'numeric(19,0)'],
  ['bigint', 'numeric(12,2)'],
  ['numeric', 'integer'],
  ['numeric(12,2)', 'bigint'],
  ['numeric(10,2)', 'numeric(10,4)'],
  ['numeric(14,4)', 'numeric(4,2)'],
  ['numeric', 'numeric(2,2)'],
  ['real', 'double precision'],
  ['integer', 'real'],
  ['bigint', 'double precision'],
  ['integer', 'text'],
  ['bigint', 'varchar(5)'],
  ['numeric(12,2)', 'text'],
  ['boolean', 'text'],
  ['boolean', 'integer'],
  ['uuid', 'text'],
  ['text', 'varchar(5)'],
  ['varchar(40)', 'varchar(20)'],
  ['character(10)', 'text'],
  ['character(10)', 'varchar(4)'],
  ['text', 'smallint'],
  ['varchar(400)', 'numeric(6,2)'],
  ['json', 'jsonb'],
  ['date', 'timestamp'],
  ['date', 'timestamp(0)'],
  ['timestamp', 'timestamp(0)'],
  ['timestamptz', 'timestamptz(3)'],
  ['time', 'time(2)'],
  ['timetz', 'timetz(0)'],
  ['interval', 'interval(3)'],
  ['timestamp', 'timestamptz', `c AT TIME ZONE 'UTC'`],
  ['timestamp(3)', 'timestamptz(6)', `"c" AT TIME ZONE 'Europe/Berlin'`],
];

/** Types as people write them; the server's format_type is the judge. */
const spellings =
  `int2 INT decimal numeric(3) numeric(3,1) float float(3) bool char char(3) bpchar varchar varchar(4) "char"
  timestamptz timestamp(3) timestamptz(0) timetz time(2) interval interval(2) bit bit(3) varbit(4) int8[] text[][]
  varchar(3)[] json jsonb uuid inet money name oid regclass xml tsvector int4range "Odd.Type" mood`.split(/\s+/);

const render = (expression: Expression): string => renderExpression(expression, (name) => `v."${name}"`);
const asText = (expression: Expression): Expression => ['(', ...expression, ')::text'];
const compose = (outer: Expression, inner: Expression): Expression =>
  outer.flatMap((part) => (typeof part === 'string' ? [part] : ['(', ...inner, ')']));

describe.each([12, 15, 18] as const)('PostgreSQL %i', (major) => {
  let server: ScratchPostgres;
  let session: Session;
  beforeAll(async () => {
    await loadParser();
    server = await startPostgres({ major });
    session = await connect(server.url);
    await session.query(`CREATE TYPE mood AS ENUM ('a'); CREATE TYPE "Odd.Type" AS ENUM ('b')`);
  });
  afterAll(async () => {
    await session?.end();
    await server?.stop();
  });

  test.each([...spellings, 'interval year to month', 'double precision', 'time with time zone'])(
    '%s prints alike',
    async (type) => {
      const [row] = await session.query<{ printed: string }>(
        `CREATE TEMP TABLE printed (c ${type});
       SELECT format_type(atttypid, atttypmod) AS printed FROM pg_attribute WHERE attrelid = 'printed'::regclass AND attname = 'c'`,
      );
      await session.query('DROP TABLE printed');
      expect(normalizeType(type)).toBe(row!.printed);
      expect(normalizeType(row!.printed)).toBe(row!.printed);
    },
  );

  /** What each value of `type` becomes; throws when an expression raises. */
  async function evaluate(
    type: string,
    expressions: Record<string, Expression>,
  ): Promise<readonly Record<string, unknown>[]> {
    await session.query(`DROP TABLE IF EXISTS pg_temp.v; CREATE TEMP TABLE v (n serial, c ${type})`);
    for (const value of ['NULL', ...edgeValues[sqlType(normalizeType(type)).base]!]) {
      // The cast cuts and rounds to the type's modifiers; what does not fit it at all is no value of it.
      await session
        .query(`INSERT INTO v (c) VALUES (${value === 'NULL' ? value : `(${value})::${type}::text::${type}`})`)
        .catch(() => {});
    }
    const list = Object.entries(expressions).map(([name, expression]) => `${render(expression)} AS "${name}"`);
    return session.query(`SELECT c::text AS value, ${list.join(', ')} FROM v ORDER BY n`);
  }
  describe.each(shadowPairs.flatMap(([a, b, using]) => [[a, b, using] as const, [b, a, using] as const]))(
    '%s to %s',
    (a, b, using) => {
      let change: Extract<TypeChange, { way: 'shadow' }>;
      beforeAll(() => {
        // A CHECK on the column rules out a change in place.
        const checked: Table = {
          ...table,
          constraints: [{ kind: 'check', name: 'k', expression: [{ column: 'c' }], validated: true }],
        };
        const found = typeChange(
          checked,
          column(normalizeType(a)),
          b,
          using === undefined ? null : parseExpression(using),
        );
        if (found.way !== 'shadow') throw new Error(JSON.stringify(found));
        change = found;
      });

      test('forward never raises, and keeps what it says it keeps', async () => {
        const { forward, backward, representable } = change;
        const rows = await evaluate(a, {
          forward: asText(forward),
          type: ['pg_typeof(', ...forward, ')::text'],
          kept: representable ?? ['true'],
          back: asText(compose(backward, forward)),
        });
        expect(rows.length).toBeGreaterThan(2);
        expect(rows[0]).toMatchObject({ value: null, forward: null, kept: true, back: null });
        for (const row of rows) {
          expect(row['type']).toBe(sqlType(normalizeType(b)).text.replace(/\(.*?\)/, ''));
          expect(row['kept']).toEqual(expect.any(Boolean));
          if (row['kept'] !== true || row['value'] === null) continue;
          expect(row['forward'], JSON.stringify(row)).not.toBeNull();
          // The direct cast agrees.
          if (using === undefined) {
            const [direct] = await session.query<{ same: boolean }>(
              `SELECT ($1::text)::${a}::${b}::text IS NOT DISTINCT FROM $2 AS same`,
              [row['value'], row['forward']],
            );
            expect(direct!.same, JSON.stringify(row)).toBe(true);
          }
          // Text loses blanks and zeros that mean nothing in the new type, json its own spelling.
          if (/text|char|json/.test(a)) continue;
          const [back] = await session.query<{ same: boolean }>(`SELECT ($1::text)::${a} = ($2::text)::${a} AS same`, [
            row['value'],
            row['back'],
          ]);
          expect(back!.same, JSON.stringify(row)).toBe(true);
        }
      });
    },
  );

  const inPlace: readonly (readonly [string, string])[] = [
    ['varchar(5)', 'varchar(9)'],
    ['varchar(5)', 'varchar'],
    ['varchar(5)', 'text'],
    ['text', 'varchar'],
    ['numeric(5,2)', 'numeric(9,2)'],
    ['numeric(5,2)', 'numeric'],
    ['timestamp(3)', 'timestamp(6)'],
    ['timestamp', 'timestamp(6)'],
    ['timestamptz(3)', 'timestamptz'],
    ['interval(3)', 'interval'],
    ['varbit(3)', 'varbit(9)'],
    ['varbit(3)', 'varbit'],
    ['cidr', 'inet'],
  ];
  test.each(inPlace)('%s to %s leaves table and index as they are', async (from, to) => {
    expect(typeChange(table, column(normalizeType(from)), to, null)).toEqual({ way: 'inPlace' });
    await session.query(`DROP TABLE IF EXISTS w; CREATE TABLE w (c ${from}); CREATE INDEX w_c ON w (c)`);
    await session.query(`INSERT INTO w SELECT NULL FROM generate_series(1, 10)`);
    const files = () =>
      session.query(`SELECT pg_relation_filenode('w'::regclass) AS w, pg_relation_filenode('w_c'::regclass) AS i`);
    const before = await files();
    await session.query(`ALTER TABLE w ALTER c TYPE ${to}`);
    expect(await files()).toEqual(before);
  });
});
