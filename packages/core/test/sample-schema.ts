import type { Column, Constraint, Expression, Index, Snapshot, Table, TableName } from '../src/index.ts';

/** A small schema to change in tests; every builder takes what differs from the plain case. */
export const users: TableName = { schema: 'public', name: 'users' };
export const orders: TableName = { schema: 'public', name: 'orders' };

export const column = (name: string, type = 'text', over: Partial<Column> = {}): Column => ({
  name,
  type,
  nullable: true,
  default: null,
  identity: null,
  generated: null,
  sequence: null,
  collation: null,
  comment: null,
  ...over,
});

export const index = (name: string, columns: readonly string[], over: Partial<Index> = {}): Index => ({
  name,
  unique: false,
  method: 'btree',
  keys: columns.map((c) => ({ expression: [{ column: c }], suffix: '' })),
  include: [],
  predicate: null,
  nullsNotDistinct: false,
  options: '',
  valid: true,
  ...over,
});

export const check = (name: string, expression: Expression, validated = true): Constraint => ({
  kind: 'check',
  name,
  expression,
  validated,
});
export const unique = (name: string, columns: readonly string[]): Constraint => ({
  kind: 'unique',
  name,
  columns,
  index: name,
  definition: '',
});
export const primaryKey = (name: string, columns: readonly string[]): Constraint => ({
  ...(unique(name, columns) as Extract<Constraint, { kind: 'unique' | 'primaryKey' }>),
  kind: 'primaryKey',
});

export const table = (over: Partial<Table> & { readonly name: string }): Table => ({
  schema: 'public',
  kind: 'table',
  columns: [],
  indexes: [],
  constraints: [],
  triggers: [],
  policies: [],
  rowSecurity: false,
  comment: null,
  syncs: [],
  size: { rows: 500_000, bytes: 80_000_000, indexBytes: 10_000_000, writesPerSecond: 10 },
  ...over,
});

export const schemaOf = (...tables: readonly Table[]): Snapshot => ({
  tables,
  views: [],
  functions: [],
  dependencies: [],
});

/** `users` with a key, a default, a comment, a unique constraint, a check and indexes. */
export const usersTable = (over: Partial<Table> = {}): Table =>
  table({
    name: 'users',
    columns: [
      column('id', 'integer', { nullable: false }),
      column('name', 'text', { nullable: false, default: `'anon'::text` }),
      column('email', 'text', { comment: 'where to write to' }),
      column('age', 'integer'),
      column('code', 'text', { nullable: false }),
    ],
    indexes: [
      index('users_pkey', ['id'], { unique: true }),
      index('users_code_key', ['code'], { unique: true }),
      index('users_name_idx', ['name']),
      index('users_adult_idx', ['email'], { predicate: [{ column: 'age' }, ' > 17'], include: ['name'] }),
    ],
    constraints: [
      primaryKey('users_pkey', ['id']),
      unique('users_code_key', ['code']),
      check('users_age_check', ['(', { column: 'age' }, ' > 0)']),
    ],
    ...over,
  });

export const ordersTable = (over: Partial<Table> = {}): Table =>
  table({
    name: 'orders',
    columns: [
      column('id', 'integer', { nullable: false }),
      column('user_id', 'integer', { nullable: false }),
      column('amount', 'integer', { nullable: false, default: '7' }),
      column('note'),
    ],
    indexes: [index('orders_pkey', ['id'], { unique: true }), index('orders_amount_idx', ['amount'])],
    constraints: [primaryKey('orders_pkey', ['id'])],
    ...over,
  });

export const shop = (): Snapshot => schemaOf(usersTable(), ordersTable());
