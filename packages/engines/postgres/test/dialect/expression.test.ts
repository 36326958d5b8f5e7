import { FluxError } from '@flux/core';
import { beforeAll, expect, test } from 'vitest';
import { parseExpression, renderExpression } from '../../src/dialect/expression.ts';
import { loadParser } from '../../src/dialect/parse.ts';
import { quoteIdentifier, quoteLiteral } from '../../src/dialect/quote.ts';

beforeAll(loadParser);

test.each([
  ['amount', 'NEW."amount"'],
  ['  lower( "Name" )  -- why', 'lower( NEW."Name" )'],
  ['t.amount + amount*2', 'NEW."amount" + NEW."amount"*2'],
  ['public . t . "a b"::text', 'NEW."a b"::text'],
  ["'amount' || coalesce(email, 'é@x')||email", '\'amount\' || coalesce(NEW."email", \'é@x\')||NEW."email"'],
  [
    '/* amount */ CASE WHEN a IS NULL THEN b ELSE c[1] END',
    'CASE WHEN NEW."a" IS NULL THEN NEW."b" ELSE NEW."c"[1] END',
  ],
  ['(address).city', '(NEW."address").city'],
  ['extract(year FROM born) -- x\n + 1', 'extract(year FROM NEW."born") -- x\n + 1'],
  ['now()', 'now()'],
  ['count(id) FILTER (WHERE a)', 'count(NEW."id") FILTER (WHERE NEW."a")'],
  ['where_is::geometry(Point, 4326)', 'NEW."where_is"::geometry(Point, 4326)'],
])('%s', (sql, rendered) => {
  expect(renderExpression(parseExpression(sql), (name) => `NEW.${quoteIdentifier(name)}`)).toBe(rendered);
});

test('columns are cut out, in order', () => {
  expect(parseExpression('(a > 0) AND t.b')).toEqual(['(', { column: 'a' }, ' > 0) AND ', { column: 'b' }]);
});

test.each([
  ['', 'SQL_SYNTAX'],
  ['a, b', 'SQL_SYNTAX'],
  ['a b', 'SQL_SYNTAX'],
  ['a FROM t', 'SQL_SYNTAX'],
  ['1; DROP TABLE t', 'SQL_SYNTAX'],
  ['a -', 'SQL_SYNTAX'],
  ['(SELECT 1)', 'UNSUPPORTED_CHANGE'],
  ['$1', 'UNSUPPORTED_CHANGE'],
  ['t.*', 'UNSUPPORTED_CHANGE'],
  [`U&"d!0061t" UESCAPE '!'`, 'UNSUPPORTED_CHANGE'],
])('%j is refused', (sql, code) => {
  expect(() => parseExpression(sql)).toThrow(expect.objectContaining({ name: FluxError.name, code }));
});

test.each([
  ['plain', "'plain'"],
  ["it's", "'it''s'"],
  ['a\\b', "E'a\\\\b'"],
])('literal %s', (text, sql) => {
  expect(quoteLiteral(text)).toBe(sql);
});

test('identifier', () => {
  expect(quoteIdentifier('a"b')).toBe('"a""b"');
});
