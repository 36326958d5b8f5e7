import { describe, expect, test } from 'vitest';
import { canonical } from '../../src/schema/fingerprint.ts';
import { fingerprint } from '../../src/index.ts';
import type { Snapshot, Table } from '../../src/index.ts';
import { pair } from '../actions/cases.ts';
import {
  check,
  column,
  index,
  orders,
  ordersTable,
  schemaOf,
  shop,
  table,
  users,
  usersTable,
} from '../sample-schema.ts';

const of = (parts: Partial<Table>): string => fingerprint(schemaOf(usersTable(parts)), [users]);
const same = of({});
const { columns, indexes, constraints } = usersTable();
const change = (name: string, parts: Partial<Table['columns'][number]>) => ({
  columns: columns.map((c) => (c.name === name ? { ...c, ...parts } : c)),
});
const trigger = (name: string): Table['triggers'][number] => ({
  name,
  timing: 'before',
  forEach: 'row',
  updateOf: [],
  function: { schema: 'public', name: 'f' },
  definition: name,
});

test('is 16 hexadecimal digits and always the same ones', () => {
  expect(same).toMatch(/^[0-9a-f]{16}$/);
  // Frozen: plans in users' repositories carry it.
  expect(fingerprint(schemaOf(), [users])).toBe('d2af65e5f44ae3b2');
  expect(fingerprint(shop(), [users])).toBe(same);
});

describe('does not depend on', () => {
  test.each<[string, Partial<Table>]>([
    ['the order of columns', { columns: columns.toReversed() }],
    ['the order of indexes', { indexes: indexes.toReversed() }],
    ['the order of constraints', { constraints: constraints.toReversed() }],
    ['sizes', { size: null }],
    ['syncs', { syncs: [pair] }],
  ])('%s', (_, parts) => {
    expect(of(parts)).toBe(same);
  });

  test('the order of triggers and policies', () => {
    const parts = {
      triggers: [trigger('a'), trigger('b')],
      policies: [
        { name: 'p', definition: '' },
        { name: 'q', definition: '' },
      ],
    };
    expect(of({ triggers: parts.triggers.toReversed(), policies: parts.policies.toReversed() })).toBe(of(parts));
  });

  test('the order in which tables are named, nor on other tables', () => {
    const both = fingerprint(shop(), [users, orders]);
    expect(fingerprint(shop(), [orders, users])).toBe(both);
    expect(fingerprint(schemaOf(usersTable(), ordersTable({ columns: [] })), [users])).toBe(same);
    const twice = schemaOf(
      table({ name: 't', schema: 'a' }),
      table({ name: 't', schema: 'b', columns: [column('x')] }),
    );
    const names = [
      { schema: 'a', name: 't' },
      { schema: 'b', name: 't' },
    ];
    expect(fingerprint(twice, names.toReversed())).toBe(fingerprint(twice, names));
  });

  test('functions whose text names a column', () => {
    const edge = { kind: 'functionBody', name: 'f', table: users, column: 'name' } as const;
    expect(fingerprint({ ...shop(), dependencies: [edge] }, [users])).toBe(same);
  });
});

describe('depends on', () => {
  test.each<[string, Partial<Table>]>([
    ['a type', change('age', { type: 'bigint' })],
    ['nullability', change('age', { nullable: false })],
    ['a default', change('age', { default: '1' })],
    ['a name', change('age', { name: 'years' })],
    ['a collation', change('name', { collation: 'C' })],
    ['a column more', { columns: [...columns, column('x')] }],
    ['a column less', { columns: columns.slice(1) }],
    ['an index more', { indexes: [...indexes, index('x', ['age'])] }],
    [
      'what an index is on',
      { indexes: [index('users_name_idx', ['age']), ...indexes.filter((i) => i.name !== 'users_name_idx')] },
    ],
    ['an index that became invalid', { indexes: indexes.map((i) => ({ ...i, valid: false })) }],
    ['a constraint less', { constraints: constraints.slice(1) }],
    ['a constraint more', { constraints: [...constraints, check('x', [])] }],
    [
      'a constraint that is not validated',
      { constraints: [...constraints.slice(0, 2), check('users_age_check', ['(', { column: 'age' }, ' > 0)'], false)] },
    ],
    ['a trigger', { triggers: [trigger('t')] }],
    ['row security', { rowSecurity: true }],
  ])('%s', (_, parts) => {
    expect(of(parts)).not.toBe(same);
  });

  test('a dependent of a column', () => {
    const edge = { kind: 'view', name: 'v', table: users, column: 'name' } as const;
    const withView: Snapshot = { ...shop(), dependencies: [edge] };
    expect(fingerprint(withView, [users])).not.toBe(same);
    expect(fingerprint({ ...shop(), dependencies: [{ ...edge, table: orders }] }, [users])).toBe(same);
  });

  test('whether a table is there', () => {
    expect(fingerprint(schemaOf(), [users])).not.toBe(fingerprint(schemaOf(table({ name: 'users' })), [users]));
  });
});

test('canonical JSON has sorted keys and leaves out what is undefined', () => {
  expect(canonical({ b: [1, null, { d: undefined, c: 'ü"' }], a: true })).toBe('{"a":true,"b":[1,null,{"c":"ü\\""}]}');
});
