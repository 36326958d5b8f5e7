-- The schema that golden plans are made for. Every table has rows: nothing may count as fresh.
CREATE TABLE users (
  id serial PRIMARY KEY,
  name text NOT NULL DEFAULT 'anon',
  email text,
  bio varchar(40),
  age integer,
  score text NOT NULL,
  code text NOT NULL,
  token uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT users_code_key UNIQUE (code),
  CONSTRAINT users_code_check CHECK (code <> 'forbidden')
);
COMMENT ON COLUMN users.code IS 'the user''s code';
CREATE INDEX users_name_idx ON users (name);

CREATE TABLE orders (
  id serial PRIMARY KEY,
  user_id integer NOT NULL REFERENCES users (id),
  amount integer NOT NULL DEFAULT 7,
  note text,
  CONSTRAINT orders_amount_check CHECK (amount <> -13)
);
CREATE INDEX orders_amount_idx ON orders (amount) WHERE amount > 0;
CREATE FUNCTION on_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  row orders%ROWTYPE;
BEGIN
  row := NEW;
  IF row.note = 'two
lines' THEN
    RAISE EXCEPTION 'not this one';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER on_order AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION on_order();

-- Names that quoting by hand gets wrong.
CREATE SCHEMA "Od'd.";
CREATE TABLE "Od'd."."we""ird.table" (
  "k%e'y" text,
  "ke""y 2" uuid DEFAULT md5(random()::text)::uuid,
  "sel'ect" text NOT NULL DEFAULT 'it''s \ $flux$ "x"',
  "$flux$" integer NOT NULL DEFAULT 1,
  "back\slash" integer,
  "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" text,
  "Drop" text NOT NULL,
  CONSTRAINT "pk 'ey" PRIMARY KEY ("k%e'y", "ke""y 2"),
  CONSTRAINT "uni'que $body$" UNIQUE ("sel'ect", "k%e'y"),
  CONSTRAINT "che%ck \ $names$" CHECK ("$flux$" > -5 AND '$flux$' <> '
')
);
COMMENT ON COLUMN "Od'd."."we""ird.table"."sel'ect" IS 'two
  lines, it''s \ $flux$ $body$';
CREATE INDEX "id'x %s ""$leftovers$" ON "Od'd."."we""ird.table" (lower("sel'ect"), "$flux$") WHERE "sel'ect" <> '
 $flux$''';
CREATE TABLE "ÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖx" (
  id bigint PRIMARY KEY,
  "ÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜx" integer NOT NULL,
  "ÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜy" integer NOT NULL DEFAULT 3,
  CONSTRAINT "ßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßx" UNIQUE ("ÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜx")
);

INSERT INTO users (name, email, bio, age, score, code, token)
  SELECT 'u' || i, CASE WHEN i % 5 > 0 THEN 'e' || i END, 'b' || i, i % 90, 's', 'c' || i, md5(i::text)::uuid
  FROM generate_series(1, 300) AS i;
INSERT INTO orders (user_id, amount, note) SELECT 1 + i % 300, i, 'n' || i FROM generate_series(1, 300) AS i;
INSERT INTO "Od'd."."we""ird.table" ("k%e'y", "sel'ect", "$flux$", "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx", "Drop")
  SELECT 'k' || i, 's''' || i, i, CASE WHEN i % 5 > 0 THEN 'x' END, 'd' FROM generate_series(1, 300) AS i;
INSERT INTO "ÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖx" SELECT i, i FROM generate_series(1, 300) AS i;
