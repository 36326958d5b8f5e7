/** One golden plan: its file is `plans/<name>.sql`. */
export interface GoldenCase {
  readonly name: string;
  readonly title: string;
  readonly sql: string;
  readonly fills?: Readonly<Record<string, string>>;
  readonly renames?: readonly { readonly table: string; readonly from: string; readonly to: string }[];
  readonly dualWrite?: 'trigger' | 'application';
  /** Run before the direct migration, which would be refused as it stands. */
  readonly mend?: string;
  /** Run instead of the direct migration: what it means. */
  readonly means?: string;
}

const weird = `"Od'd."."we""ird.table"`;
const long = '"ÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖx"';

export const goldenCases: readonly GoldenCase[] = [
  {
    name: 'add-column-plain',
    title: 'Add a column',
    sql: `ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free'`,
  },
  {
    name: 'add-column-default',
    title: 'Add a column, volatile default',
    sql: 'ALTER TABLE users ADD COLUMN dice double precision NOT NULL DEFAULT random()',
  },
  {
    name: 'add-column-required',
    title: 'Add a NOT NULL column without a default',
    sql: 'ALTER TABLE users ADD COLUMN handle text NOT NULL',
    fills: { 'users.handle': `lower(name) || '-' || id` },
    means: `ALTER TABLE users ADD COLUMN handle text NOT NULL DEFAULT 'x'; ALTER TABLE users ALTER handle DROP DEFAULT`,
  },
  {
    name: 'rename-column-trigger',
    title: 'Rename a column with a unique constraint, a check and a comment',
    sql: 'ALTER TABLE users RENAME COLUMN code TO short_code',
  },
  {
    name: 'rename-column-application',
    title: 'Rename a column, the application writes both',
    sql: 'ALTER TABLE users RENAME COLUMN name TO display_name',
    dualWrite: 'application',
  },
  {
    name: 'rename-column-drop-add',
    title: 'A rename that a tool wrote as DROP and ADD',
    sql: 'ALTER TABLE users DROP COLUMN bio, ADD COLUMN about varchar(40)',
    renames: [{ table: 'users', from: 'bio', to: 'about' }],
    means: 'ALTER TABLE users RENAME COLUMN bio TO about',
  },
  {
    name: 'set-not-null',
    title: 'Forbid NULL, with a fill',
    sql: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL',
    fills: { 'users.email': `'none-' || id || '@example.com'` },
    mend: `UPDATE users SET email = 'x' WHERE email IS NULL`,
  },
  {
    name: 'change-type-in-place',
    title: 'Widen a varchar',
    sql: 'ALTER TABLE users ALTER COLUMN bio SET DATA TYPE varchar(80)',
  },
  {
    name: 'change-type-shadow',
    title: 'int to bigint under an index, a check and a function',
    sql: 'ALTER TABLE orders ALTER COLUMN amount SET DATA TYPE bigint',
  },
  {
    name: 'add-index',
    title: 'Add a partial expression index',
    sql: 'CREATE INDEX users_lower_idx ON users USING btree (lower(name) DESC NULLS LAST) INCLUDE (age) WHERE age > 10',
  },
  {
    name: 'add-index-unique',
    title: 'Add a unique index',
    sql: 'CREATE UNIQUE INDEX users_token_idx ON users (token)',
  },
  { name: 'drop-column', title: 'Drop a NOT NULL column', sql: 'ALTER TABLE users DROP COLUMN score' },
  {
    name: 'demo',
    title: 'Four changes in one migration',
    sql: `ALTER TABLE users RENAME COLUMN name TO display_name;
ALTER TABLE orders ALTER COLUMN amount SET DATA TYPE bigint;
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
CREATE INDEX orders_user_id_idx ON orders (user_id);`,
    fills: { 'users.email': `'none-' || id || '@example.com'` },
    mend: `UPDATE users SET email = 'x' WHERE email IS NULL`,
  },
  {
    name: 'as-written',
    title: 'Statements that Flux has no strategy for',
    sql: `CREATE TYPE mood AS ENUM ('ok', 'it''s bad'); ALTER TABLE users ADD COLUMN mood mood; DROP FUNCTION on_order CASCADE`,
  },
  {
    name: 'as-written-only',
    title: 'A statement that removes something, and nothing else',
    sql: 'DROP FUNCTION on_order CASCADE',
  },
  {
    name: 'new-table',
    title: 'A table that the migration itself creates',
    sql: `CREATE TABLE notes (id bigint PRIMARY KEY, body text); CREATE INDEX notes_body_idx ON notes (body);
ALTER TABLE notes ALTER COLUMN body SET NOT NULL; CREATE INDEX orders_user_id_idx ON orders (user_id)`,
  },
  {
    name: 'hostile-rename-trigger',
    title: 'Hostile names: rename',
    sql: `ALTER TABLE ${weird} RENAME COLUMN "sel'ect" TO "n""e'w $body$ %"`,
  },
  {
    name: 'hostile-rename-application',
    title: 'Hostile names: rename, the application writes both',
    sql: `ALTER TABLE ${weird} RENAME COLUMN "$flux$" TO "n""e'w $body$ %"`,
    dualWrite: 'application',
  },
  {
    name: 'hostile-change-type',
    title: 'Hostile names: change of type',
    sql: `ALTER TABLE ${weird} ALTER COLUMN "$flux$" SET DATA TYPE bigint`,
  },
  {
    name: 'hostile-other',
    title: 'Hostile names: fill, NOT NULL, index, drop, add',
    sql: `ALTER TABLE ${weird} ALTER COLUMN "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" SET NOT NULL;
CREATE UNIQUE INDEX "un'ique %I ""$leftovers$" ON ${weird} ("k%e'y");
ALTER TABLE ${weird} DROP COLUMN "Drop";
ALTER TABLE ${weird} ADD COLUMN "a'dd %" text NOT NULL`,
    fills: {
      'we"ird.table.ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx': `'it''s $flux$ ' || "$flux$"`,
      'we"ird.table.a\'dd %': `"sel'ect" || '$body$ %'`,
    },
    mend: `UPDATE ${weird} SET "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" = 'x'`,
    means: `ALTER TABLE ${weird} ALTER COLUMN "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" SET NOT NULL;
CREATE UNIQUE INDEX "un'ique %I ""$leftovers$" ON ${weird} ("k%e'y");
ALTER TABLE ${weird} DROP COLUMN "Drop";
ALTER TABLE ${weird} ADD COLUMN "a'dd %" text NOT NULL DEFAULT 'x';
ALTER TABLE ${weird} ALTER COLUMN "a'dd %" DROP DEFAULT`,
  },
  {
    name: 'hostile-long-names',
    title: 'Names of 63 bytes: rename and change of type on one table',
    sql: `ALTER TABLE ${long} RENAME COLUMN "ÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜx" TO "ÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜz";
ALTER TABLE ${long} ALTER COLUMN "ÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜy" SET DATA TYPE bigint`,
  },
];
