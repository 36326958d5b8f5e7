import type { Expression, Table } from '@flux/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseExpression, renderExpression } from '../../src/dialect/expression.ts';
import { loadParser } from '../../src/dialect/parse.ts';
import { typeChange } from '../../src/dialect/types.ts';
import { column, table } from './types-table.ts';

beforeAll(loadParser);

const index = (expression: Expression, predicate: Expression | null = null): Table => ({
  ...table,
  indexes: [
    {
      name: 'i',
      unique: false,
      method: 'btree',
      keys: [{ expression, suffix: '' }],
      include: [],
      predicate,
      nullsNotDistinct: false,
      options: '',
      valid: true,
    },
  ],
});
const c = { column: 'c' };

const sql = (expression: Expression | null) => expression && renderExpression(expression, (name) => `NEW."${name}"`);

test('integer to bigint: the widening everybody needs', () => {
  const change = typeChange(table, column('integer'), 'int8', null);
  expect(change).toMatchObject({ way: 'shadow', relation: 'widening', representable: null });
  if (change.way !== 'shadow') return;
  expect(sql(change.forward)).toBe('(NEW."c"::bigint)');
  expect(sql(change.backward)).toBe(
    '(CASE WHEN NEW."c" >= 2147483647 THEN (2147483647)::integer WHEN NEW."c" <= -2147483648 THEN (-2147483648)::integer ' +
      'ELSE NEW."c"::integer END)',
  );
  expect(sql(change.reversible)).toBe('((NEW."c" IS NULL OR (NEW."c" BETWEEN -2147483648 AND 2147483647)))');
  expect(change.tolerance).toEqual([
    expect.stringContaining('node-postgres returns bigint as a string'),
    'Values that only bigint can hold will be read by code made for integer.',
  ]);
});

describe('same type', () => {
  test.each([
    ['integer', 'int4', null],
    ['integer', 'int', 'c'],
    ['text', 'text', 'CAST(c AS text)'],
    ['numeric(10,0)', 'decimal(10)', null],
    ['shop."Mood"', 'shop."Mood"', null],
    ['public.mood', 'public.mood', null],
  ])('%s to %s using %s', (from, to, using) => {
    expect(typeChange(table, column(from), to, using === null ? null : parseExpression(using))).toEqual({
      way: 'same',
    });
  });
});

describe('in place, unless something holds the type', () => {
  test.each([
    ['a cast in USING', table, 'c::varchar(50)', 'inPlace'],
    ['a plain index', index([c]), null, 'inPlace'],
    ['an expression index', index(['lower(', c, ')']), null, 'shadow'],
    ['a partial index', index([{ column: 'd' }], [c, ' IS NOT NULL']), null, 'shadow'],
    ['an index of other columns', index(['lower(', { column: 'd' }, ')']), null, 'inPlace'],
    [
      'a check',
      { ...table, constraints: [{ kind: 'check', name: 'k', expression: [c, ` <> ''`], validated: true }] },
      null,
      'shadow',
    ],
    [
      'a generated column',
      { ...table, columns: [column('text', { generated: { expression: [c], stored: true } })] },
      null,
      'shadow',
    ],
    [
      'UPDATE OF',
      {
        ...table,
        triggers: [
          {
            name: 't',
            timing: 'before',
            forEach: 'row',
            updateOf: ['c'],
            function: { schema: 'public', name: 'f' },
            definition: '',
          },
        ],
      },
      null,
      'shadow',
    ],
  ] as const)('varchar(20) to varchar(50) with %s', (_, on: Table, using, way) => {
    expect(typeChange(on, column('character varying(20)'), 'varchar(50)', using && parseExpression(using)).way).toBe(
      way,
    );
  });
});

describe('USING', () => {
  test.each([
    ['text', 'integer', 'c::integer', 'shadow'],
    ['text', 'integer', '(c)::text::integer', 'shadow'],
    ['integer', 'bigint', '("c"::bigint)', 'shadow'],
    ['integer', 'bigint', 'c::smallint::bigint', 'unsupported'],
    ['integer', 'bigint', 'c * 100', 'unsupported'],
    ['text', 'integer', `nullif(c, '')::integer`, 'unsupported'],
    ['timestamp', 'timestamptz', `c AT TIME ZONE 'UTC'`, 'shadow'],
    ['timestamptz', 'timestamp', `timezone('Europe/Berlin', c)`, 'shadow'],
    ['timestamp', 'timestamptz', `c AT TIME ZONE 'Nowhere/Here'`, 'unsupported'],
    ['integer', 'bigint', `c AT TIME ZONE 'UTC'`, 'unsupported'],
  ])('%s to %s using %s: %s', (from, to, using, way) => {
    expect(typeChange(table, column(from), to, parseExpression(using)).way).toBe(way);
  });
});

describe('unsupported, with a remedy', () => {
  test.each([
    [column('timestamp(3) without time zone'), 'timestamptz(6)', /TimeZone/, /USING "c" AT TIME ZONE 'UTC'/],
    [column('date'), 'timestamptz', /TimeZone/, /"c"::timestamp AT TIME ZONE 'UTC'/],
    [column('public.mood'), 'mood', /hangs on the search_path/, /public\.mood/],
    [column('mood'), 'text', /from mood to text/, /Add a column/],
    [column('text'), 'mood', /from text to mood/, /Add a column/],
    [column('integer[]'), 'bigint[]', /from integer\[\] to bigint\[\]/, /Add a column/],
    [column('text'), 'jsonb', /from text to jsonb/, /Add a column/],
    [column('oid'), 'integer', /from oid to integer/, /Add a column/],
    [column('integer'), 'numeric(2,-3)', /from integer to numeric/, /Add a column/],
    [
      column('integer', { generated: { expression: ['1'], stored: true } }),
      'bigint',
      /generated/,
      /Drop the generated/,
    ],
    [column('character varying(20)', { collation: '"C"' }), 'varchar(50)', /collation "C"/, /Keep the type/],
  ] as const)('%o to %s', (from, to, reason, remedy) => {
    expect(typeChange(table, from, to, null)).toEqual({
      way: 'unsupported',
      reason: expect.stringMatching(reason),
      remedy: expect.stringMatching(remedy),
    });
  });
  test('what is no type', () => {
    expect(() => typeChange(table, column('integer'), 'big int', null)).toThrow(
      expect.objectContaining({ code: 'SQL_SYNTAX' }),
    );
  });
});
