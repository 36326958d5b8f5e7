import { expect, test } from 'vitest';
import { diffSnapshots } from '../../src/schema/diff.ts';
import type { Table } from '../../src/index.ts';
import { check, column, index, ordersTable, schemaOf, shop, table, unique, usersTable } from '../sample-schema.ts';

test('equal schemas differ in nothing, whatever the order of their parts', () => {
  const { columns, indexes, constraints } = usersTable();
  const turned = usersTable({
    columns: columns.toReversed(),
    indexes: indexes.toReversed(),
    constraints: constraints.toReversed(),
    size: null,
  });
  expect(diffSnapshots(shop(), schemaOf(ordersTable(), turned))).toEqual([]);
});

test.each<[string, Partial<Table>, Partial<Table>, string]>([
  ['a column more', { columns: [column('a')] }, {}, 'public.t column a is only in the first'],
  ['a column less', {}, { columns: [column('a')] }, 'public.t column a is only in the second'],
  ['another type', { columns: [column('a')] }, { columns: [column('a', 'integer')] }, '"type":"text"'],
  ['NOT NULL', { columns: [column('a')] }, { columns: [column('a', 'text', { nullable: false })] }, 'column a: '],
  ['a default', { columns: [column('a')] }, { columns: [column('a', 'text', { default: '1' })] }, '"default":"1"'],
  ['a comment', { columns: [column('a')] }, { columns: [column('a', 'text', { comment: 'x' })] }, '"comment":"x"'],
  [
    'an index that is invalid',
    { indexes: [index('i', ['a'])] },
    { indexes: [index('i', ['a'], { valid: false })] },
    'index i',
  ],
  [
    'a constraint not validated',
    { constraints: [check('k', [])] },
    { constraints: [check('k', [], false)] },
    'constraint k',
  ],
])('%s', (_, left, right, expected) => {
  const found = diffSnapshots(schemaOf(table({ name: 't', ...left })), schemaOf(table({ name: 't', ...right })));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(expected);
});

test('the text that an engine prints for a constraint is no difference; a table is', () => {
  const written = { ...unique('u', ['a']), definition: 'UNIQUE (a)' } as Table['constraints'][number];
  const left = schemaOf(table({ name: 't', constraints: [unique('u', ['a'])] }));
  expect(diffSnapshots(left, schemaOf(table({ name: 't', constraints: [written] })))).toEqual([]);
  expect(diffSnapshots(left, schemaOf())).toEqual(['table public.t is only in the first']);
});
