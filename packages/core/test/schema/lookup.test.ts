import { describe, expect, test } from 'vitest';
import { column as reference, constraintColumns, renameInExpression } from '../../src/schema/lookup.ts';
import {
  expressionColumns,
  findColumn,
  findTable,
  getColumn,
  getTable,
  indexColumns,
  keyColumns,
  plainColumn,
} from '../../src/index.ts';
import type { Table } from '../../src/index.ts';
import {
  check,
  column,
  index,
  ordersTable,
  primaryKey,
  schemaOf,
  shop,
  table,
  unique,
  users,
} from '../sample-schema.ts';

test('tables and columns are found by their exact names', () => {
  const snapshot = shop();
  expect(findTable(snapshot, users)?.name).toBe('users');
  expect(findTable(snapshot, { schema: 'other', name: 'users' })).toBeUndefined();
  expect(findTable(snapshot, { schema: 'public', name: 'Users' })).toBeUndefined();
  expect(findColumn(getTable(snapshot, users), 'email')?.type).toBe('text');
  expect(getColumn(snapshot, users, 'email').comment).toBe('where to write to');
});

test('what is not there is refused with what is', () => {
  const other = schemaOf(table({ name: 'users', schema: 'app' }));
  expect(() => getTable(other, users)).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_TABLE', remedy: 'Did you mean app.users?' }),
  );
  expect(() => getTable(other, { schema: 'public', name: 'x' })).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_TABLE', remedy: expect.stringContaining('Check the name') as string }),
  );
  expect(() => getColumn(shop(), users, 'mail')).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_COLUMN', remedy: 'Its columns are id, name, email, age, code.' }),
  );
});

describe('the columns that rows are paged by', () => {
  const notNull = { nullable: false };
  const columns = [column('a', 'uuid', notNull), column('b', 'text', notNull), column('c')];
  test.each<[string, Partial<Table>, readonly string[] | null]>([
    ['the primary key', { constraints: [primaryKey('p', ['b', 'a'])] }, ['b', 'a']],
    ['a unique index over NOT NULL columns', { indexes: [index('u', ['a', 'b'], { unique: true })] }, ['a', 'b']],
    [
      'a unique index over a nullable column does not do',
      { indexes: [index('u', ['a', 'c'], { unique: true })] },
      null,
    ],
    ['nor does an index that is not unique', { indexes: [index('u', ['a'])] }, null],
    ['nor one that is partial', { indexes: [index('u', ['a'], { unique: true, predicate: ['true'] })] }, null],
    ['nor one that is invalid', { indexes: [index('u', ['a'], { unique: true, valid: false })] }, null],
    [
      'nor one over an expression',
      {
        indexes: [
          index('u', [], { unique: true, keys: [{ expression: ['lower(', { column: 'a' }, ')'], suffix: '' }] }),
        ],
      },
      null,
    ],
    ['nothing', {}, null],
  ])('%s', (_, parts, expected) => {
    expect(keyColumns(table({ name: 't', columns, ...parts }))).toEqual(expected);
  });
});

test('expressions give their columns and take other names for them, text untouched', () => {
  const lower = ['lower(', { column: 'a' }, ") || 'a'"];
  expect(plainColumn(reference('a'))).toBe('a');
  expect(plainColumn(lower)).toBeNull();
  expect(plainColumn(['a'])).toBeNull();
  expect(plainColumn([])).toBeNull();
  expect(expressionColumns([...lower, { column: 'b' }])).toEqual(['a', 'b']);
  expect(renameInExpression(lower, 'a', 'b')).toEqual(['lower(', { column: 'b' }, ") || 'a'"]);
});

test('indexes and constraints name each of their columns', () => {
  const whole = index('i', ['a'], { include: ['b', 'a'], predicate: [{ column: 'c' }, ' > 0'] });
  expect(indexColumns(whole)).toEqual(['a', 'b', 'c']);
  expect(constraintColumns(check('k', ['(', { column: 'a' }, ' > ', { column: 'b' }, ')']))).toEqual(['a', 'b']);
  expect(constraintColumns(unique('u', ['a', 'c']))).toEqual(['a', 'c']);
  expect(keyColumns(ordersTable())).toEqual(['id']);
});
