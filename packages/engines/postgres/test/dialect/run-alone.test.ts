import { beforeAll, expect, test } from 'vitest';
import { loadParser } from '../../src/dialect/parse.ts';
import { mustRunAlone } from '../../src/dialect/run-alone.ts';

beforeAll(loadParser);

test.each([
  ['REINDEX SCHEMA public', true],
  ['REINDEX DATABASE shop', true],
  ['REINDEX TABLE CONCURRENTLY t', true],
  ['REINDEX TABLE t', false],
  [`CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p`, true],
  ['ALTER SUBSCRIPTION s REFRESH PUBLICATION', true],
  ['DROP SUBSCRIPTION s', true],
  ['DROP INDEX CONCURRENTLY i', true],
  ['DROP INDEX i', false],
  ['VACUUM t', true],
  ['ANALYZE t', false],
])('%s: %s', (sql, expected) => {
  expect(mustRunAlone(sql)).toBe(expected);
});
