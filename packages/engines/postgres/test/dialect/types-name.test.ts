import { beforeAll, expect, test } from 'vitest';
import { loadParser } from '../../src/dialect/parse.ts';
import { normalizeType } from '../../src/dialect/types-name.ts';

beforeAll(loadParser);

test.each([
  ['int4', 'integer'],
  ['INT', 'integer'],
  ['pg_catalog.int8', 'bigint'],
  ['int8[]', 'bigint[]'],
  ['text[][3]', 'text[]'],
  ['varchar(20)', 'character varying(20)'],
  ['varchar', 'character varying'],
  ['char', 'character(1)'],
  ['bpchar', 'bpchar'],
  ['bpchar(3)', 'character(3)'],
  ['"char"', '"char"'],
  ['decimal', 'numeric'],
  ['dec(3)', 'numeric(3,0)'],
  ['numeric(5,-2)', 'numeric(5,-2)'],
  ['numeric(5,0)', 'numeric(5,0)'],
  ['float', 'double precision'],
  ['float(3)', 'real'],
  ['timestamptz', 'timestamp with time zone'],
  ['timestamp(3)', 'timestamp(3) without time zone'],
  ['timestamptz(6)[]', 'timestamp(6) with time zone[]'],
  ['time(0) with time zone', 'time(0) with time zone'],
  ['interval', 'interval'],
  ['interval(2)', 'interval(2)'],
  ['interval day to second(3)', 'interval day to second(3)'],
  ['interval year', 'interval year'],
  ['bit', 'bit(1)'],
  ['bit varying(8)', 'bit varying(8)'],
  ['bool', 'boolean'],
  ['user_status', 'user_status'],
  ['public.user_status', 'public.user_status'],
  ['"UserRole"', '"UserRole"'],
  ['shop."Status"[]', 'shop."Status"[]'],
  ['public.text', 'public.text'],
  ['vector(3)', 'vector(3)'],
])('%s is %s', (type, printed) => {
  expect(normalizeType(type)).toBe(printed);
  expect(normalizeType(printed)).toBe(printed);
});

test.each(['', 'int4, 1', 'int4 x', 'int4 + 1', 'int4; DROP TABLE t', 'text COLLATE "C"'])('%j is refused', (type) => {
  expect(() => normalizeType(type)).toThrow(expect.objectContaining({ code: 'SQL_SYNTAX' }));
});
