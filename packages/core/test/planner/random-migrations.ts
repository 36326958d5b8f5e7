import { constantFrom, integer, oneof, record, tuple } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Action, Answers, ParsedStatement, Snapshot } from '../../src/index.ts';
import { check, column, index, orders, ordersTable, schemaOf, users, usersTable } from '../sample-schema.ts';
import { statement } from '../test-dialect.ts';

/** Two tables with no key in the way of the changes that are planned on them. */
export const live = (): Snapshot =>
  schemaOf(
    usersTable(),
    ordersTable({
      constraints: [check('orders_amount_check', [{ column: 'amount' }, ' <> 13'])],
      indexes: [index('orders_amount_idx', ['amount']), index('orders_note_key', ['note'], { unique: true })],
    }),
  );

const columns = ['name', 'email', 'age', 'code', 'amount', 'note', 'fresh', 'other'];
const name = constantFrom(...columns);
const table = constantFrom(users, orders);
const type = constantFrom('bigint', 'text', 'integer', 'character varying(20)');
const kind = <A>(value: A): Arbitrary<A> => constantFrom(value);

/** One clause; most of them fit the schema by luck only, as in a migration that a person wrote. */
const clause: Arbitrary<Action> = oneof(
  record({
    kind: kind('addColumn' as const),
    table,
    column: tuple(name, type, constantFrom(true, false), constantFrom(null, '1', 'random()')).map(
      ([n, t, nullable, d]) => column(n, t, { nullable, default: d }),
    ),
  }),
  record({ kind: kind('dropColumn' as const), table, column: name, recover: kind(null) }),
  record({ kind: kind('renameColumn' as const), table, from: name, to: name }),
  record({ kind: kind('setNotNull' as const), table, column: name }),
  record({ kind: kind('changeType' as const), table, column: name, type, using: kind(null) }),
  record({
    kind: kind('createIndex' as const),
    table,
    index: tuple(name, integer({ min: 1, max: 3 }), constantFrom(true, false)).map(([n, i, unique]) =>
      index(`i${i}`, [n], { unique }),
    ),
    concurrently: kind(false),
  }),
  record({ kind: kind('setDefault' as const), table, column: name, expression: constantFrom('2', '3') }),
  record({ kind: kind('dropNotNull' as const), table, column: name }),
  record({
    kind: kind('dropConstraint' as const),
    table,
    name: constantFrom('users_age_check', 'orders_amount_check'),
  }),
);

export const randomStatement: Arbitrary<ParsedStatement> = tuple(clause, clause, integer({ min: 0, max: 9 })).map(
  ([one, two, n]) => {
    if (n === 0) return statement('CREATE VIEW v', null);
    if (n === 1) return statement('DROP VIEW v', null, { place: { phase: 'contract' } });
    return statement(`statement ${n}`, n === 2 ? [one, two] : [one]);
  },
);

export const randomAnswers: Arbitrary<Answers> = tuple(
  constantFrom('trigger' as const, 'application' as const),
  integer({ min: 0, max: 24 }),
).map(([dualWrite, n]) => ({
  renames: n === 1 ? [{ table: 'users', from: 'email', to: 'fresh' }] : [],
  fills: n === 2 ? { 'users.fresh': ['0'] } : n === 3 ? { 'orders.note': ['0'] } : {},
  dualWrite,
}));
