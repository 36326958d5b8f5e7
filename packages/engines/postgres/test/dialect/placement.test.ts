import { beforeAll, expect, test } from 'vitest';
import { loadParser, parse } from '../../src/dialect/parse.ts';

beforeAll(() => loadParser());

test.each([
  ['CREATE EXTENSION citext', 'expand'],
  ['ALTER TABLE t ALTER c DROP NOT NULL', 'expand'],
  [`ALTER TABLE t ALTER c SET DEFAULT 'x'`, 'expand'],
  ['ALTER INDEX i RENAME TO j', 'expand'],
  ['ALTER TRIGGER x ON t RENAME TO y', 'expand'],
  ['GRANT SELECT ON t TO PUBLIC', 'expand'],
  [`ALTER TYPE mood ADD VALUE 'x'`, 'expand'],
  ['ALTER TABLE t ALTER c DROP DEFAULT', 'contract'],
  ['ALTER TABLE t ALTER c SET DEFAULT NULL', 'contract'],
  ['ALTER TABLE t DROP CONSTRAINT k CASCADE', 'contract'],
  ['REVOKE SELECT ON t FROM PUBLIC', 'contract'],
  ['DROP VIEW v', 'contract'],
  ['TRUNCATE t', 'contract'],
  ['DELETE FROM t', 'contract'],
  ['ALTER TABLE t RENAME TO u', 'neither'],
  ['ALTER TABLE t SET SCHEMA s', 'neither'],
  ['ALTER SCHEMA s RENAME TO r', 'neither'],
  ['ALTER TYPE mood RENAME TO moods', 'neither'],
  [`ALTER TYPE mood RENAME VALUE 'a' TO 'b'`, 'neither'],
  ['ALTER VIEW v RENAME COLUMN a TO b', 'neither'],
])('%s: %s', (sql, phase) => {
  expect(parse(sql)[0]!.place?.phase).toBe(phase);
});

test('whether a dropped index is unique only the schema tells', () => {
  expect(parse('DROP INDEX CONCURRENTLY i, app.j')[0]!.place).toEqual({
    phase: 'expand',
    unlessUnique: [
      { schema: 'public', name: 'i' },
      { schema: 'app', name: 'j' },
    ],
  });
});
