import { FluxError } from '@flux/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadParser, parse } from '../../src/dialect/parse.ts';

beforeAll(loadParser);

const users = { schema: 'public', name: 'users' };
const only = (sql: string) => {
  const statements = parse(sql);
  expect(statements).toHaveLength(1);
  return statements[0]!;
};
const plain = { identity: null, generated: null, sequence: null, collation: null, comment: null };
const btree = {
  unique: false,
  method: 'btree',
  include: [],
  predicate: null,
  nullsNotDistinct: false,
  options: '',
  valid: true,
};

describe('statements that are known', () => {
  const addColumn = (column: object) => [{ kind: 'addColumn', table: users, column: { ...plain, ...column } }];
  const changeType = (type: string, using: unknown = null) => [
    { kind: 'changeType', table: users, column: 'age', type, using },
  ];
  const createIndex = (index: object, concurrently = false) => [
    { kind: 'createIndex', table: users, concurrently, index: { ...btree, ...index } },
  ];
  const cases: Record<string, readonly object[]> = {
    'ALTER TABLE users ADD COLUMN country text': addColumn({
      name: 'country',
      type: 'text',
      nullable: true,
      default: null,
    }),
    'ALTER TABLE "users" ADD "Country" varchar(20) DEFAULT \'U;S\' NOT NULL': addColumn({
      name: 'Country',
      type: 'character varying(20)',
      nullable: false,
      default: "'U;S'",
    }),
    'ALTER TABLE users ADD n int NOT NULL DEFAULT (1 + 2) * 3 NULL': addColumn({
      name: 'n',
      type: 'integer',
      nullable: false,
      default: '(1 + 2) * 3',
    }),
    'ALTER TABLE users ADD n text CONSTRAINT d DEFAULT NULL COLLATE "C"': addColumn({
      name: 'n',
      type: 'text',
      nullable: true,
      default: null,
      collation: '"C"',
    }),
    "ALTER TABLE users ADD at timestamptz(3) DEFAULT now() - interval '1 day', DROP COLUMN IF EXISTS b": [
      ...addColumn({
        name: 'at',
        type: 'timestamp(3) with time zone',
        nullable: true,
        default: "now() - interval '1 day'",
      }),
      { kind: 'dropColumn', table: users, column: 'b', recover: null },
    ],
    'ALTER TABLE shop.users RENAME COLUMN name TO "displayName"': [
      { kind: 'renameColumn', table: { schema: 'shop', name: 'users' }, from: 'name', to: 'displayName' },
    ],
    'ALTER TABLE users ALTER age SET NOT NULL, ALTER age DROP NOT NULL': [
      { kind: 'setNotNull', table: users, column: 'age' },
      { kind: 'dropNotNull', table: users, column: 'age' },
    ],
    'ALTER TABLE users ALTER age SET DEFAULT coalesce(1, 2), ALTER age DROP DEFAULT, ALTER age SET DEFAULT NULL': [
      { kind: 'setDefault', table: users, column: 'age', expression: 'coalesce(1, 2)' },
      { kind: 'dropDefault', table: users, column: 'age' },
      { kind: 'dropDefault', table: users, column: 'age' },
    ],
    'ALTER TABLE users ALTER COLUMN age SET DATA TYPE int8': changeType('bigint'),
    'ALTER TABLE users ALTER age TYPE numeric(10) USING (users."age" / 100)::numeric': changeType('numeric(10,0)', [
      '(',
      { column: 'age' },
      ' / 100)::numeric',
    ]),
    'ALTER TABLE users ADD CONSTRAINT positive CHECK (age > 0) NOT VALID, VALIDATE CONSTRAINT positive': [
      {
        kind: 'addCheck',
        table: users,
        name: 'positive',
        expression: [{ column: 'age' }, ' > 0'],
        validated: false,
      },
      { kind: 'validateConstraint', table: users, name: 'positive' },
    ],
    'ALTER TABLE users ADD CHECK (age > 0), ADD CHECK (age > low)': [
      {
        kind: 'addCheck',
        table: users,
        name: 'users_age_check',
        expression: [{ column: 'age' }, ' > 0'],
        validated: true,
      },
      {
        kind: 'addCheck',
        table: users,
        name: 'users_check',
        expression: [{ column: 'age' }, ' > ', { column: 'low' }],
        validated: true,
      },
    ],
    'ALTER TABLE users DROP CONSTRAINT a RESTRICT': [{ kind: 'dropConstraint', table: users, name: 'a' }],
    'ALTER TABLE users RENAME CONSTRAINT a TO b': [{ kind: 'renameConstraint', table: users, from: 'a', to: 'b' }],
    "COMMENT ON COLUMN users.age IS 'in years'": [
      { kind: 'setComment', table: users, column: 'age', comment: 'in years' },
    ],
    "COMMENT ON COLUMN public.users.age IS ''": [{ kind: 'setComment', table: users, column: 'age', comment: null }],
    'CREATE INDEX CONCURRENTLY i ON users (age)': createIndex(
      { name: 'i', keys: [{ expression: [{ column: 'age' }], suffix: '' }] },
      true,
    ),
    'CREATE INDEX ON users (age, lower(name)) INCLUDE (id)': createIndex({
      name: 'users_age_lower_id_idx',
      keys: [
        { expression: [{ column: 'age' }], suffix: '' },
        { expression: ['lower(', { column: 'name' }, ')'], suffix: '' },
      ],
      include: ['id'],
    }),
    [`CREATE UNIQUE INDEX IF NOT EXISTS i ON users USING btree (name COLLATE "C" text_pattern_ops DESC NULLS LAST,
      (age + 1) ASC NULLS FIRST, coalesce(a, b) ASC NULLS LAST) NULLS NOT DISTINCT WITH (fillfactor='70') WHERE age > 0`]:
      createIndex({
        name: 'i',
        unique: true,
        keys: [
          { expression: [{ column: 'name' }], suffix: 'COLLATE "C" text_pattern_ops DESC NULLS LAST' },
          { expression: ['(', { column: 'age' }, ' + 1)'], suffix: 'NULLS FIRST' },
          { expression: ['coalesce(', { column: 'a' }, ', ', { column: 'b' }, ')'], suffix: '' },
        ],
        predicate: [{ column: 'age' }, ' > 0'],
        nullsNotDistinct: true,
        options: 'fillfactor = 70',
      }),
    'CREATE INDEX i ON users USING gin (tags gin_trgm_ops (siglen = 32))': createIndex({
      name: 'i',
      method: 'gin',
      keys: [{ expression: [{ column: 'tags' }], suffix: 'gin_trgm_ops (siglen = 32)' }],
    }),
  };
  test.each(Object.entries(cases))('%s', (sql, actions) => {
    expect(only(sql)).toMatchObject({ sql, actions, unknown: null, creates: [] });
  });
});

describe('statements that are passed through, with the reason', () => {
  const cases: Record<string, string> = {
    'ALTER TABLE users ADD a int CHECK (a > 0)': 'ADD COLUMN with CHECK',
    'ALTER TABLE users ADD a int REFERENCES t': 'ADD COLUMN with REFERENCES',
    'ALTER TABLE users ADD a int UNIQUE': 'ADD COLUMN with UNIQUE',
    'ALTER TABLE users ADD a int PRIMARY KEY': 'ADD COLUMN with PRIMARY KEY',
    'ALTER TABLE users ADD a serial': 'ADD COLUMN with type serial',
    'ALTER TABLE users ADD a int GENERATED ALWAYS AS IDENTITY': 'ADD COLUMN with GENERATED AS IDENTITY',
    'ALTER TABLE users ADD a int GENERATED ALWAYS AS (b + 1) STORED': 'ADD COLUMN with GENERATED ALWAYS AS',
    'ALTER TABLE users DROP COLUMN a CASCADE, DROP COLUMN b': 'DROP COLUMN with CASCADE',
    'ALTER TABLE users ADD FOREIGN KEY (a) REFERENCES t': 'ADD FOREIGN KEY',
    'ALTER TABLE users ADD UNIQUE (a)': 'ADD UNIQUE',
    'ALTER TABLE users SET UNLOGGED': 'ALTER TABLE ... SET UNLOGGED',
    'ALTER TABLE ONLY users ADD a int': 'ALTER TABLE ONLY',
    'ALTER TABLE users RENAME TO accounts': 'ALTER TABLE ... RENAME TO',
    'ALTER INDEX a RENAME TO b': 'ALTER INDEX ... RENAME',
    'DROP INDEX CONCURRENTLY IF EXISTS a': 'DROP INDEX',
    'DROP MATERIALIZED VIEW m': 'DROP MATERIALIZED VIEW',
    'CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$': 'CREATE FUNCTION',
    "CREATE TYPE mood AS ENUM ('a')": 'CREATE TYPE',
    'COMMENT ON TABLE users IS NULL': 'COMMENT ON TABLE',
    'UPDATE users SET a = 1': 'UPDATE',
    'DO $$ BEGIN END $$': 'DO',
    'CREATE INDEX ON users ((a + 1))': 'CREATE INDEX on an expression, without a name',
    'CREATE INDEX i ON users (a) TABLESPACE fast': 'CREATE INDEX with TABLESPACE',
  };
  test.each(Object.entries(cases))('%s', (sql, unknown) => {
    expect(only(sql)).toMatchObject({ sql, actions: null, unknown });
  });

  test('tables that are created are named', () => {
    const sql = 'CREATE TABLE a(x int); CREATE TABLE s.b AS SELECT 1; SELECT 1 INTO "C"; CREATE VIEW v AS SELECT 1';
    expect(parse(sql, { defaultSchema: 'shop' }).map((s) => s.creates)).toEqual([
      [{ schema: 'shop', name: 'a' }],
      [{ schema: 's', name: 'b' }],
      [{ schema: 'shop', name: 'C' }],
      [],
    ]);
  });
});

test('offsets are UTF-16 in text with characters of 2, 3 and 4 bytes', () => {
  const sql = `-- é ✓ 😀\nALTER TABLE "ü😀" ADD "é" text DEFAULT '😀;é'; -- ✓\nALTER TABLE "ü😀" ALTER x TYPE int USING ("é"::int);`;
  const [first, second] = parse(sql);
  expect(sql.slice(first!.start, first!.end)).toBe(`ALTER TABLE "ü😀" ADD "é" text DEFAULT '😀;é'`);
  expect(first!.actions).toMatchObject([{ column: { name: 'é', default: "'😀;é'" } }]);
  expect(second!.actions).toMatchObject([{ using: ['(', { column: 'é' }, '::int)'] }]);
});

test('control characters do not disturb the scanner', () => {
  const [statement] = parse("ALTER TABLE users ADD a text DEFAULT 'x\u0001\u001fy\t\n';");
  expect(statement!.actions).toMatchObject([{ column: { default: "'x\u0001\u001fy\t\n'" } }]);
});

test.each(['', ' \n', '-- only a comment', '/* a */;;', '--> statement-breakpoint\n'])('nothing in %j', (sql) => {
  expect(parse(sql)).toEqual([]);
});

const fails = (sql: string): FluxError => {
  try {
    parse(sql);
  } catch (error) {
    if (error instanceof FluxError) return error;
  }
  throw new Error('parsed');
};

describe('syntax errors name line, column and text', () => {
  test.each([
    ['SELECT 1;\nSELECT é 😀 FROM FROM x', 2, 18, 'SELECT é 😀 FROM FROM x'],
    ['ALTER TABLE t ADD COLUMN', 1, 25, 'ALTER TABLE t ADD COLUMN'],
    ["SELECT 'open", 1, 8, "SELECT 'open"],
    ['SELECT 1; \0 DROP TABLE t', 1, 11, 'SELECT 1; \0 DROP TABLE t'],
    ['\\c other', 1, 1, '\\c other'],
  ])('%j', (sql, line, column, text) => {
    const error = fails(sql);
    expect(error.code).toBe('SQL_SYNTAX');
    expect(error.data).toEqual({ line, column, text });
    expect(error.message).toContain(`(line ${line}, column ${column})`);
  });
});
