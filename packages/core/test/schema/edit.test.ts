import { expect, test } from 'vitest';
import type { Constraint, Snapshot } from '../../src/index.ts';
import { indexOnColumn, removeColumn, renameColumns, updateColumn } from '../../src/schema/edit.ts';
import { check, column, index, orders, ordersTable, schemaOf, shop, table, users } from '../sample-schema.ts';

const reference = (columns: readonly string[]): Constraint => ({
  kind: 'foreignKey',
  name: 'fk',
  columns: ['user_id'],
  references: { ...users, columns },
  validated: true,
  definition: '',
});

const withEdges = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  dependencies: [
    { kind: 'view', name: 'v', table: users, column: 'a' },
    { kind: 'view', name: 'v', table: users, column: 'b' },
    { kind: 'view', name: 'v', table: orders, column: 'a' },
  ],
});

test('two names are swapped at once, in all that names them', () => {
  const before = withEdges(
    schemaOf(
      table({
        name: 'users',
        columns: [column('a', 'integer'), column('b')],
        indexes: [index('i', ['a'], { include: ['b'], predicate: [{ column: 'b' }, " <> 'b'"] })],
        constraints: [check('k', [{ column: 'a' }, ' > 0'])],
        triggers: [
          {
            name: 't',
            timing: 'before',
            forEach: 'row',
            updateOf: ['a'],
            function: { schema: 'public', name: 'f' },
            definition: '',
          },
        ],
      }),
      ordersTable({ constraints: [reference(['a'])] }),
    ),
  );
  const after = renameColumns(before, users, { a: 'b', b: 'a' });
  const [changed, other] = after.tables;
  expect(changed).toEqual({
    ...before.tables[0],
    columns: [column('b', 'integer'), column('a')],
    indexes: [index('i', ['b'], { include: ['a'], predicate: [{ column: 'a' }, " <> 'b'"] })],
    constraints: [check('k', [{ column: 'b' }, ' > 0'])],
    triggers: [{ ...before.tables[0]!.triggers[0]!, updateOf: ['b'] }],
  });
  expect(other!.constraints).toEqual([reference(['b'])]);
  expect(after.dependencies.map((edge) => `${edge.table.name}.${edge.column}`)).toEqual([
    'users.b',
    'users.a',
    'orders.a',
  ]);
});

test('a column goes with its indexes, constraints and dependencies; those of others stay', () => {
  const before = withEdges(
    schemaOf(
      table({
        name: 'users',
        columns: [column('a'), column('b')],
        indexes: [index('i', ['a']), index('part', ['b'], { predicate: [{ column: 'a' }, ' > 0'] }), index('j', ['b'])],
        constraints: [check('k', [{ column: 'a' }, ' > ', { column: 'b' }]), check('l', [{ column: 'b' }, ' > 0'])],
      }),
    ),
  );
  const after = removeColumn(before, users, 'a');
  const [left] = after.tables;
  expect(left!.columns.map((c) => c.name)).toEqual(['b']);
  expect(left!.indexes.map((i) => i.name)).toEqual(['j']);
  expect(left!.constraints.map((c) => c.name)).toEqual(['l']);
  expect(after.dependencies.map((edge) => `${edge.table.name}.${edge.column}`)).toEqual(['users.b', 'orders.a']);
});

test('a name that is taken, or a column that is not there, is refused', () => {
  expect(() => renameColumns(shop(), users, { name: 'email' })).toThrow(
    expect.objectContaining({ code: 'NAME_TAKEN' }),
  );
  expect(() => renameColumns(shop(), users, { nope: 'x' })).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_COLUMN' }),
  );
  expect(() => updateColumn(shop(), users, 'nope', (c) => c)).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_COLUMN' }),
  );
});

test('an index moves to another column whole', () => {
  const on = index('i', ['a', 'c'], { include: ['a', 'd'], predicate: [{ column: 'a' }, ' > 0'], unique: true });
  expect(indexOnColumn(on, 'a', 'b', 'j')).toEqual(
    index('j', ['b', 'c'], { include: ['b', 'd'], predicate: [{ column: 'b' }, ' > 0'], unique: true }),
  );
});
