/** One migration as a tool would generate it, on tables with rows; every case runs on real servers under traffic. */
export interface Case {
  readonly name: string;
  /** On top of the shared tables. */
  readonly setup?: string;
  readonly sql: string;
  readonly fills?: Readonly<Record<string, string>>;
  readonly renames?: readonly { table: string; from: string; to: string }[];
  readonly dualWrite?: 'trigger' | 'application';
  /** Columns that the user's own triggers write. */
  readonly ignore?: readonly string[];
  /** What the direct migration needs first, where it would be refused as it stands. */
  readonly mend?: string;
}

export const tables = `
CREATE TABLE users (
  id serial PRIMARY KEY, name text NOT NULL DEFAULT 'anon', email text, bio varchar(40), age integer, score text NOT NULL DEFAULT 'none',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE orders (
  id serial PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id), amount integer NOT NULL DEFAULT 7, quantity smallint, note text
);
CREATE INDEX users_name_idx ON users (name);
CREATE INDEX orders_amount_idx ON orders (amount);
INSERT INTO users (name, email, bio, age)
  SELECT 'u' || i, CASE WHEN i % 50 = 0 THEN NULL ELSE 'e' || i END, 'b' || i, i % 90 FROM generate_series(1, 5000) i;
INSERT INTO orders (user_id, amount, quantity, note) SELECT 1 + i % 5000, i, i % 100, 'n' || i FROM generate_series(1, 5000) i;
ANALYZE;
`;

export const cases: readonly Case[] = [
  { name: 'add nullable column', sql: 'ALTER TABLE "users" ADD COLUMN "plan" text' },
  { name: 'add column, constant default', sql: `ALTER TABLE "users" ADD COLUMN "plan" text DEFAULT 'free' NOT NULL` },
  {
    name: 'add column, stable default',
    sql: 'ALTER TABLE "users" ADD COLUMN "seen_at" timestamptz DEFAULT now() NOT NULL',
  },
  {
    name: 'add column, volatile default',
    sql: 'ALTER TABLE "users" ADD COLUMN "dice" double precision DEFAULT random() NOT NULL',
  },
  {
    name: 'add NOT NULL column without default',
    sql: 'ALTER TABLE "users" ADD COLUMN "handle" text NOT NULL',
    fills: { 'users.handle': `lower(name) || '-' || id` },
    mend: 'ALTER TABLE users ADD COLUMN handle text; UPDATE users SET handle = lower(name) || id; ALTER TABLE users ALTER handle SET NOT NULL',
  },
  { name: 'rename column, trigger', sql: 'ALTER TABLE "users" RENAME COLUMN "name" TO "display_name"' },
  {
    name: 'rename column, application',
    sql: 'ALTER TABLE "users" RENAME COLUMN "name" TO "display_name"',
    dualWrite: 'application',
  },
  { name: 'rename nullable column, trigger', sql: 'ALTER TABLE "users" RENAME COLUMN "email" TO "mail"' },
  {
    name: 'rename nullable column, application',
    sql: 'ALTER TABLE "users" RENAME COLUMN "email" TO "mail"',
    dualWrite: 'application',
  },
  {
    name: 'rename as DROP and ADD',
    sql: 'ALTER TABLE "users" DROP COLUMN "bio"; ALTER TABLE "users" ADD COLUMN "about" varchar(40)',
    renames: [{ table: 'users', from: 'bio', to: 'about' }],
    mend: 'ALTER TABLE users RENAME COLUMN bio TO about',
  },
  {
    name: 'rename column with unique constraint, check and comment',
    setup: `ALTER TABLE users ADD COLUMN code text; UPDATE users SET code = 'c' || id;
      ALTER TABLE users ALTER code SET NOT NULL, ADD CONSTRAINT users_code_key UNIQUE (code), ADD CONSTRAINT users_code_check CHECK (code <> 'forbidden');
      COMMENT ON COLUMN users.code IS 'the user''s code'`,
    sql: 'ALTER TABLE "users" RENAME COLUMN "code" TO "short_code"',
  },
  {
    name: 'rename column under triggers of the user',
    setup: `ALTER TABLE users ADD COLUMN touched integer NOT NULL DEFAULT 0;
      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched := 1 - OLD.touched % 2; RETURN NEW; END $$;
      CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()`,
    ignore: ['touched'],
    sql: 'ALTER TABLE "users" RENAME COLUMN "email" TO "mail"',
  },
  {
    name: 'set NOT NULL with a fill',
    sql: 'ALTER TABLE "users" ALTER COLUMN "email" SET NOT NULL',
    fills: { 'users.email': `'none-' || id || '@example.com'` },
    mend: `UPDATE users SET email = 'x' WHERE email IS NULL`,
  },
  {
    name: 'set NOT NULL, no NULLs left',
    setup: 'UPDATE users SET age = 0 WHERE age IS NULL',
    sql: 'ALTER TABLE "users" ALTER COLUMN "age" SET NOT NULL',
    fills: { 'users.age': '0' },
    mend: 'UPDATE users SET age = 0 WHERE age IS NULL',
  },
  { name: 'widen varchar in place', sql: 'ALTER TABLE "users" ALTER COLUMN "bio" SET DATA TYPE varchar(80)' },
  { name: 'varchar to text in place', sql: 'ALTER TABLE "users" ALTER COLUMN "bio" SET DATA TYPE text' },
  { name: 'int to bigint', sql: 'ALTER TABLE "orders" ALTER COLUMN "amount" SET DATA TYPE bigint' },
  { name: 'nullable smallint to int', sql: 'ALTER TABLE "orders" ALTER COLUMN "quantity" SET DATA TYPE integer' },
  {
    name: 'int to bigint with a check and a function on the column',
    setup: `ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount <> -13);
      CREATE FUNCTION on_order() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE v orders%ROWTYPE; BEGIN v := NEW; v.amount := v.amount; RETURN NEW; END $$;
      CREATE TRIGGER on_order AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION on_order()`,
    sql: 'ALTER TABLE "orders" ALTER COLUMN "amount" SET DATA TYPE bigint',
  },
  {
    name: 'int to bigint, unique',
    setup:
      'ALTER TABLE orders ADD COLUMN number integer; UPDATE orders SET number = id; ALTER TABLE orders ADD CONSTRAINT orders_number_key UNIQUE (number); CREATE UNIQUE INDEX orders_number_idx ON orders (number, id)',
    sql: 'ALTER TABLE "orders" ALTER COLUMN "number" SET DATA TYPE bigint',
  },
  {
    name: 'rename column with a collation',
    setup: `CREATE COLLATION "My.own" FROM "C"; ALTER TABLE users ADD COLUMN nick text COLLATE "My.own"; UPDATE users SET nick = 'n' || id; CREATE INDEX nicks ON users (nick COLLATE "C")`,
    sql: 'ALTER TABLE "users" RENAME COLUMN "nick" TO "nickname"',
  },
  { name: 'add column with a collation', sql: `ALTER TABLE "users" ADD COLUMN "nick" text COLLATE "C"` },
  { name: 'add index', sql: 'CREATE INDEX "orders_user_id_idx" ON "orders" USING btree ("user_id")' },
  {
    name: 'add partial expression index',
    sql: `CREATE INDEX "users_lower_idx" ON "users" USING btree (lower("name") DESC NULLS LAST) INCLUDE ("age") WHERE "age" > 10`,
  },
  {
    name: 'add unique index',
    setup: `ALTER TABLE users ADD COLUMN token uuid DEFAULT md5(random()::text || clock_timestamp()::text)::uuid`,
    sql: 'CREATE UNIQUE INDEX "users_token_idx" ON "users" USING btree ("token")',
  },
  { name: 'drop nullable column', sql: 'ALTER TABLE "orders" DROP COLUMN "note"' },
  { name: 'drop NOT NULL column with default', sql: 'ALTER TABLE "users" DROP COLUMN "score"' },
  {
    name: 'the demo: rename, int to bigint, NOT NULL, index',
    sql: `ALTER TABLE "users" RENAME COLUMN "name" TO "display_name";--> statement-breakpoint
ALTER TABLE "orders" ALTER COLUMN "amount" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "email" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "orders_user_id_idx" ON "orders" USING btree ("user_id");`,
    fills: { 'users.email': `'none-' || id || '@example.com'` },
    mend: `UPDATE users SET email = 'x' WHERE email IS NULL`,
  },
  {
    name: 'an unknown statement',
    sql: `CREATE TYPE "mood" AS ENUM ('ok', 'bad'); ALTER TABLE "users" ADD COLUMN "mood" "mood"`,
  },
];
