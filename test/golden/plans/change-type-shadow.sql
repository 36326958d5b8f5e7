-- int to bigint under an index, a check and a function
-- source: ALTER TABLE orders ALTER COLUMN amount SET DATA TYPE bigint
-- Made by the planner (UPDATE_GOLDEN=1 writes it again). Each piece is a query of its own, in the order it runs.

-- ── phase 1, expand: guard [plain]
DO $guard$
BEGIN
  DO $flux$
  DECLARE
    stranger name;
  BEGIN
    -- CREATE SCHEMA IF NOT EXISTS asks for the privilege even where the schema exists.
    IF to_regnamespace('flux') IS NULL THEN
      CREATE SCHEMA flux;
      -- Sync triggers run with the writer's rights and call flux.mark; no table in here is readable by that.
      GRANT USAGE ON SCHEMA flux TO PUBLIC;
    END IF;
    IF to_regclass('flux.plans') IS NULL THEN
      CREATE TABLE flux.plans (
        plan text PRIMARY KEY, fingerprint text NOT NULL, tables jsonb NOT NULL DEFAULT '[]', fresh boolean NOT NULL, state text NOT NULL DEFAULT 'active',
        actor text NOT NULL DEFAULT current_user, started_at timestamptz NOT NULL DEFAULT now());
    END IF;
    IF to_regclass('flux.journal') IS NULL THEN
      CREATE TABLE flux.journal (
        plan text NOT NULL, step text NOT NULL, unit integer NOT NULL, state text NOT NULL DEFAULT 'done',
        actor text NOT NULL DEFAULT current_user, finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (plan, step, unit));
    END IF;
    IF to_regclass('flux.gates') IS NULL THEN
      CREATE TABLE flux.gates (
        plan text NOT NULL, phase integer NOT NULL, opened_by text NOT NULL DEFAULT current_user,
        opened_at timestamptz NOT NULL DEFAULT now(), evidence jsonb NOT NULL DEFAULT '{}', PRIMARY KEY (plan, phase));
    END IF;
    IF to_regclass('flux.backfills') IS NULL THEN
      CREATE TABLE flux.backfills (
        plan text NOT NULL, step text NOT NULL, cursor text[], rows bigint NOT NULL DEFAULT 0,
        done boolean NOT NULL DEFAULT false, updated_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (plan, step));
    END IF;
    IF to_regclass('flux.leases') IS NULL THEN
      CREATE TABLE flux.leases (
        name text PRIMARY KEY, holder text NOT NULL, backend integer NOT NULL DEFAULT pg_backend_pid(),
        heartbeat timestamptz NOT NULL DEFAULT clock_timestamp());
    END IF;
    IF to_regprocedure('flux.mark(text)') IS NULL THEN
      -- Stamps a record of old writes; a definer function, since the writer has no rights on the sequence.
      CREATE FUNCTION flux.mark(record text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
        $mark$ SELECT setval(to_regclass('flux.' || quote_ident(record)), extract(epoch FROM clock_timestamp())::bigint) WHERE record ~ '^(last|lossy)_' $mark$;
      -- Also where default privileges were taken from PUBLIC.
      GRANT EXECUTE ON FUNCTION flux.mark(text) TO PUBLIC;
    END IF;
    -- Whoever owns one of these runs their own code with the rights of everyone who writes through it.
    SELECT pg_get_userbyid(o.owner) INTO stranger FROM (
      SELECT nspowner AS owner FROM pg_catalog.pg_namespace WHERE nspname = 'flux'
      UNION ALL SELECT relowner FROM pg_catalog.pg_class WHERE relnamespace = to_regnamespace('flux') AND relname IN ('plans', 'journal', 'gates', 'backfills', 'leases')
      UNION ALL SELECT proowner FROM pg_catalog.pg_proc WHERE oid = to_regprocedure('flux.mark(text)')) AS o
      JOIN pg_catalog.pg_roles r ON r.oid = o.owner
      WHERE NOT (r.rolsuper OR r.rolname = current_user OR r.oid = (SELECT datdba FROM pg_catalog.pg_database WHERE datname = current_database())
        -- A superuser counts as a member of every role.
        OR (pg_has_role(current_user, r.oid, 'MEMBER') AND NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)))
      LIMIT 1;
    IF stranger IS NOT NULL THEN
      RAISE EXCEPTION 'flux: objects in schema flux belong to role %, which % is no member of', stranger, current_user
        USING ERRCODE = 'insufficient_privilege', HINT = format('Run as a member of %1$s, or look into the schema and give it to a role that is trusted: ALTER SCHEMA flux OWNER TO ..., and its tables and functions.', quote_ident(stranger));
    END IF;
  END
  $flux$;
  IF row_security_active('"public"."orders"') THEN
    RAISE EXCEPTION 'flux: row level security hides rows of % from role %', '"public"."orders"', current_user
      USING HINT = 'Run it as a role with BYPASSRLS, or without FORCE ROW LEVEL SECURITY on the table as its owner.';
  END IF;
  INSERT INTO flux.plans (plan, fingerprint, tables, fresh)
    VALUES ('change-type-shadow', '9f395b69122033af', '[{"schema":"public","name":"orders"}]', true)
    ON CONFLICT (plan) DO NOTHING;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'change-type-shadow' AND fingerprint <> '9f395b69122033af') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'change-type-shadow'
      USING HINT = 'Another plan of this id was begun in this database. Use its files, or plan this change again under another id.';
  END IF;
  -- Asked in every phase: what was empty may be live now, and once live it stays so.
  UPDATE flux.plans SET fresh = CASE WHEN current_setting('flux.fresh', true) = 'on' THEN true WHEN NOT fresh THEN false
    ELSE NOT EXISTS (
      SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
          WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        AND pg_catalog.pg_relation_size(c.oid) > 0) END
    WHERE plan = 'change-type-shadow';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'change-type-shadow' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'change-type-shadow', (SELECT state FROM flux.plans WHERE plan = 'change-type-shadow')
      USING HINT = 'Run: flux status change-type-shadow';
  END IF;
END
$guard$;

-- ── 01-add-a-shadow-of-orders-amount-as-bigint: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '01-add-a-shadow-of-orders-amount-as-bigint' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '01-add-a-shadow-of-orders-amount-as-bigint' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."orders"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."orders"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"public"."orders"'::regclass AND i.indisreplident AND a.attname = 'amount') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"amount"', '"public"."orders"'
      USING HINT = 'Give the table another one first: ALTER TABLE "public"."orders" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      ALTER TABLE "public"."orders" ADD COLUMN "amount__flux_new" bigint;
      CREATE SEQUENCE IF NOT EXISTS flux."last_public.orders.amount__type";
      DO $grants$
DECLARE
  marker name := (SELECT pg_get_userbyid(proowner) FROM pg_catalog.pg_proc WHERE oid = 'flux.mark(text)'::regprocedure);
BEGIN
  IF NOT has_schema_privilege('public', 'flux', 'USAGE') OR NOT has_function_privilege('public', 'flux.mark(text)', 'EXECUTE') THEN
    BEGIN
      GRANT USAGE ON SCHEMA flux TO PUBLIC;
      GRANT EXECUTE ON FUNCTION flux.mark(text) TO PUBLIC;
    EXCEPTION WHEN insufficient_privilege THEN
    END;
    IF NOT has_schema_privilege('public', 'flux', 'USAGE') OR NOT has_function_privilege('public', 'flux.mark(text)', 'EXECUTE') THEN
      RAISE EXCEPTION 'flux: not every role may use schema flux, and writes of those that may not would fail'
        USING HINT = 'Run as the owner of schema flux: GRANT USAGE ON SCHEMA flux TO PUBLIC; GRANT EXECUTE ON FUNCTION flux.mark(text) TO PUBLIC;';
    END IF;
  END IF;
  IF marker <> current_user THEN
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_public.orders.amount__type" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE VIEW flux."hold_public.orders.amount__type" AS SELECT "amount", "amount__flux_new" FROM "public"."orders" LIMIT 0;
      COMMENT ON VIEW flux."hold_public.orders.amount__type" IS 'A Flux plan in flight holds public.orders (amount, amount__flux_new): see its status before you drop a column.';
      CREATE OR REPLACE FUNCTION flux."orders__sync_first"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."amount__flux_new" := (NEW."amount"::bigint);
        RETURN NEW;
      END
      $body$;
      CREATE OR REPLACE FUNCTION flux."orders__sync_last"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."amount__flux_new" := (NEW."amount"::bigint);
        RETURN NEW;
      END
      $body$;
      COMMENT ON FUNCTION flux."orders__sync_last"() IS 'flux:[{"mode":"forward","source":"amount","target":"amount__flux_new","forward":["(",{"column":"amount"},"::bigint)"],"backward":null,"representable":null,"unique":false,"record":"public.orders.amount__type"}]';
      CREATE TRIGGER " flux_first" BEFORE INSERT OR UPDATE ON "public"."orders" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."orders__sync_first"();
      CREATE TRIGGER "~flux_last" BEFORE INSERT OR UPDATE ON "public"."orders" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."orders__sync_last"();
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '01-add-a-shadow-of-orders-amount-as-bigint', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '01-add-a-shadow-of-orders-amount-as-bigint~undo';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 01-add-a-shadow-of-orders-amount-as-bigint: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."orders"') AND a.attname = 'amount__flux_new' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint')) AND ((SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"public"."orders"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."orders__sync_last"()'), 'pg_proc'), 6)::jsonb @> '[{"source":"amount","target":"amount__flux_new"}]'::jsonb)))::text AS value;

-- ── 02-copy-orders-amount-into-its-shadow: unit 0 [alone]
DO $flux$
#variable_conflict use_column
<<flux_block>>
DECLARE
  after_1 integer;
  upto_1 integer;
  started boolean;
  finished boolean;
  changed bigint;
  page_rows bigint;
  attempt int;
BEGIN
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '02-copy-orders-amount-into-its-shadow' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('change-type-shadow', '02-copy-orders-amount-into-its-shadow') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1] INTO started, finished, flux_block.after_1
      FROM flux.backfills WHERE plan = 'change-type-shadow' AND step = '02-copy-orders-amount-into-its-shadow';
    EXIT WHEN finished;
    IF started THEN
      SELECT "id", count(*) OVER () INTO flux_block.upto_1, flux_block.page_rows FROM (SELECT "id" FROM "public"."orders" AS t WHERE t."id" > flux_block.after_1 ORDER BY "id" LIMIT 100) AS page ORDER BY "id" DESC LIMIT 1;
    ELSE
      SELECT "id", count(*) OVER () INTO flux_block.upto_1, flux_block.page_rows FROM (SELECT "id" FROM "public"."orders" AS t ORDER BY "id" LIMIT 100) AS page ORDER BY "id" DESC LIMIT 1;
    END IF;
    EXIT WHEN NOT FOUND;
    attempt := 0;
    LOOP
      attempt := attempt + 1;
      BEGIN
        PERFORM set_config('lock_timeout', '250ms', true), set_config('flux.backfill', 'on', true);
        IF started THEN
          UPDATE "public"."orders" AS t SET "amount__flux_new" = (t."amount"::bigint) WHERE t."id" > flux_block.after_1 AND t."id" <= flux_block.upto_1 AND ((t."amount__flux_new") IS DISTINCT FROM ((t."amount"::bigint)));
        ELSE
          UPDATE "public"."orders" AS t SET "amount__flux_new" = (t."amount"::bigint) WHERE t."id" <= flux_block.upto_1 AND ((t."amount__flux_new") IS DISTINCT FROM ((t."amount"::bigint)));
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'change-type-shadow' AND step = '02-copy-orders-amount-into-its-shadow';
        EXIT;
      EXCEPTION WHEN lock_not_available OR deadlock_detected OR serialization_failure THEN
        IF attempt >= 100 THEN
          RAISE;
        END IF;
      END;
      PERFORM pg_sleep(0.1 * (0.5 + random()));
    END LOOP;
    COMMIT;
    -- A short page is the last one: rows that come in behind it are written by the new rules already.
    EXIT WHEN page_rows < 100;
    PERFORM pg_sleep(0.001);
  END LOOP;
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '02-copy-orders-amount-into-its-shadow';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '02-copy-orders-amount-into-its-shadow', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '02-copy-orders-amount-into-its-shadow~undo';
END
$flux$;

-- ── 02-copy-orders-amount-into-its-shadow: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "public"."orders" AS t WHERE (t."amount__flux_new") IS DISTINCT FROM ((t."amount"::bigint));

-- ── 03-build-index-orders-amount-idx-on-amount: unit 0 [plain]
DO $flux$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"public"."orders_amount_idx__flux_new"') AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = to_regclass('"public"."orders_amount_idx__flux_new"')) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', '"public"."orders_amount_idx__flux_new"'
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX "public"."orders_amount_idx__flux_new" RENAME TO %I', 'flux_invalid_' || to_regclass('"public"."orders_amount_idx__flux_new"')::oid);
  END IF;
END
$flux$;

-- ── 03-build-index-orders-amount-idx-on-amount: unit 1 [alone]
CREATE INDEX CONCURRENTLY IF NOT EXISTS "orders_amount_idx__flux_new" ON "public"."orders" USING "btree" ("amount__flux_new") WHERE ("amount__flux_new" > 0);

-- ── 03-build-index-orders-amount-idx-on-amount: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '03-build-index-orders-amount-idx-on-amount' AND unit = 2 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '03-build-index-orders-amount-idx-on-amount' AND unit = 2 AND state = 'done');
      DO $built$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"public"."orders_amount_idx__flux_new"') AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', '"public"."orders_amount_idx__flux_new"' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY "public"."orders_amount_idx__flux_new"; then run this again.';
  END IF;
END
$built$;
      DO $leftovers$
      DECLARE
        leftover regclass;
      BEGIN
        FOR leftover IN SELECT i.indexrelid::regclass FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          WHERE i.indrelid = '"public"."orders"'::regclass AND NOT i.indisvalid AND c.relname LIKE 'flux\_invalid\_%'
        LOOP
          EXECUTE format('DROP INDEX %s', leftover);
        END LOOP;
      END
      $leftovers$;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '03-build-index-orders-amount-idx-on-amount', n FROM generate_series(0, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '03-build-index-orders-amount-idx-on-amount~undo';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 03-build-index-orders-amount-idx-on-amount: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"public"."orders_amount_idx__flux_new"') AND i.indisvalid)))::text AS value;

-- ── 04-carry-check-orders-amount-check-over-to: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '04-carry-check-orders-amount-check-over-to' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '04-carry-check-orders-amount-check-over-to' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."orders"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."orders"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "public"."orders" ADD CONSTRAINT "orders_amount_check__flux_new" CHECK (("amount__flux_new" <> '-13'::integer)) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '04-carry-check-orders-amount-check-over-to', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '04-carry-check-orders-amount-check-over-to~undo';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 04-carry-check-orders-amount-check-over-to: unit 1 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '04-carry-check-orders-amount-check-over-to' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '04-carry-check-orders-amount-check-over-to' AND unit = 1 AND state = 'done');
      ALTER TABLE "public"."orders" VALIDATE CONSTRAINT "orders_amount_check__flux_new";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '04-carry-check-orders-amount-check-over-to', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '04-carry-check-orders-amount-check-over-to~undo';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 04-carry-check-orders-amount-check-over-to: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"public"."orders"') AND c.conname = 'orders_amount_check__flux_new')) AND (EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"public"."orders"') AND c.conname = 'orders_amount_check__flux_new' AND c.convalidated)))::text AS value;

-- ── 05-set-orders-amount-flux-new-not-null-prov: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '05-set-orders-amount-flux-new-not-null-prov' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '05-set-orders-amount-flux-new-not-null-prov' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."orders"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."orders"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "public"."orders" ADD CONSTRAINT "orders_amount__flux_new__flux_not_null" CHECK ("amount__flux_new" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '05-set-orders-amount-flux-new-not-null-prov', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '05-set-orders-amount-flux-new-not-null-prov~undo';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 05-set-orders-amount-flux-new-not-null-prov: unit 1 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '05-set-orders-amount-flux-new-not-null-prov' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '05-set-orders-amount-flux-new-not-null-prov' AND unit = 1 AND state = 'done');
      ALTER TABLE "public"."orders" VALIDATE CONSTRAINT "orders_amount__flux_new__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '05-set-orders-amount-flux-new-not-null-prov', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '05-set-orders-amount-flux-new-not-null-prov~undo';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 05-set-orders-amount-flux-new-not-null-prov: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '05-set-orders-amount-flux-new-not-null-prov' AND unit = 2 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '05-set-orders-amount-flux-new-not-null-prov' AND unit = 2 AND state = 'done');
      ALTER TABLE "public"."orders" ALTER COLUMN "amount__flux_new" SET NOT NULL;
      ALTER TABLE "public"."orders" DROP CONSTRAINT IF EXISTS "orders_amount__flux_new__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '05-set-orders-amount-flux-new-not-null-prov', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '05-set-orders-amount-flux-new-not-null-prov~undo';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 05-set-orders-amount-flux-new-not-null-prov: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."orders"') AND a.attname = 'amount__flux_new' AND NOT a.attisdropped AND a.attnotnull)) AND (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"public"."orders"') AND c.conname = 'orders_amount__flux_new__flux_not_null')))::text AS value;

-- ── 06-exchange-orders-amount-and-its-shadow: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."orders" DROP CONSTRAINT IF EXISTS "orders_amount_check";
      LOCK TABLE "public"."orders" IN ACCESS EXCLUSIVE MODE;
      ALTER TABLE "public"."orders" RENAME COLUMN "amount" TO "amount__flux_old";
      ALTER TABLE "public"."orders" RENAME COLUMN "amount__flux_new" TO "amount";
      ALTER TABLE "public"."orders" ALTER COLUMN "amount" SET DEFAULT 7;
      ALTER TABLE "public"."orders" ALTER COLUMN "amount__flux_old" DROP DEFAULT;
      ALTER TABLE "public"."orders" ALTER COLUMN "amount__flux_old" DROP NOT NULL;
      CREATE SEQUENCE IF NOT EXISTS flux."last_public.orders.amount__type";
      CREATE SEQUENCE IF NOT EXISTS flux."lossy_public.orders.amount__type";
      DO $grants$
DECLARE
  marker name := (SELECT pg_get_userbyid(proowner) FROM pg_catalog.pg_proc WHERE oid = 'flux.mark(text)'::regprocedure);
BEGIN
  IF NOT has_schema_privilege('public', 'flux', 'USAGE') OR NOT has_function_privilege('public', 'flux.mark(text)', 'EXECUTE') THEN
    BEGIN
      GRANT USAGE ON SCHEMA flux TO PUBLIC;
      GRANT EXECUTE ON FUNCTION flux.mark(text) TO PUBLIC;
    EXCEPTION WHEN insufficient_privilege THEN
    END;
    IF NOT has_schema_privilege('public', 'flux', 'USAGE') OR NOT has_function_privilege('public', 'flux.mark(text)', 'EXECUTE') THEN
      RAISE EXCEPTION 'flux: not every role may use schema flux, and writes of those that may not would fail'
        USING HINT = 'Run as the owner of schema flux: GRANT USAGE ON SCHEMA flux TO PUBLIC; GRANT EXECUTE ON FUNCTION flux.mark(text) TO PUBLIC;';
    END IF;
  END IF;
  IF marker <> current_user THEN
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_public.orders.amount__type" TO %I', marker);
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."lossy_public.orders.amount__type" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE FUNCTION flux."orders__sync_first"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."amount__flux_old" := (CASE WHEN NEW."amount" >= 2147483647 THEN (2147483647)::integer WHEN NEW."amount" <= -2147483648 THEN (-2147483648)::integer ELSE NEW."amount"::integer END);
        RETURN NEW;
      END
      $body$;
      CREATE OR REPLACE FUNCTION flux."orders__sync_last"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."amount__flux_old" := (CASE WHEN NEW."amount" >= 2147483647 THEN (2147483647)::integer WHEN NEW."amount" <= -2147483648 THEN (-2147483648)::integer ELSE NEW."amount"::integer END);
        IF NOT (((NEW."amount" IS NULL OR (NEW."amount" BETWEEN -2147483648 AND 2147483647)))) THEN
          IF coalesce(current_setting('flux.s_1f6388fb', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
            PERFORM set_config('flux.s_1f6388fb', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('lossy_public.orders.amount__type');
          END IF;
        END IF;
        RETURN NEW;
      END
      $body$;
      COMMENT ON FUNCTION flux."orders__sync_last"() IS 'flux:[{"mode":"forward","source":"amount","target":"amount__flux_old","forward":["(CASE WHEN ",{"column":"amount"}," >= 2147483647 THEN (2147483647)::integer WHEN ",{"column":"amount"}," <= -2147483648 THEN (-2147483648)::integer ELSE ",{"column":"amount"},"::integer END)"],"backward":null,"representable":["((",{"column":"amount"}," IS NULL OR (",{"column":"amount"}," BETWEEN -2147483648 AND 2147483647)))"],"unique":false,"record":"public.orders.amount__type"}]';
      ALTER TABLE "public"."orders" RENAME CONSTRAINT "orders_amount_check__flux_new" TO "orders_amount_check";
      ALTER INDEX "public"."orders_amount_idx" RENAME TO "orders_amount_idx__flux_old";
      ALTER INDEX "public"."orders_amount_idx__flux_new" RENAME TO "orders_amount_idx";
      CREATE OR REPLACE FUNCTION public.on_order()
       RETURNS trigger
       LANGUAGE plpgsql
      AS $function$
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
$function$;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '06-exchange-orders-amount-and-its-shadow', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 06-exchange-orders-amount-and-its-shadow: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."orders"') AND a.attname = 'amount__flux_old' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."orders"') AND a.attname = 'amount__flux_new' AND NOT a.attisdropped) AND (SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"public"."orders"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."orders__sync_last"()'), 'pg_proc'), 6)::jsonb @> '[{"source":"amount","target":"amount__flux_old"}]'::jsonb)) AND (EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"public"."orders"') AND c.conname = 'orders_amount_check')) AND (EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"public"."orders_amount_idx__flux_old"') AND i.indisvalid)) AND (EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"public"."orders_amount_idx"') AND i.indisvalid)))::text AS value;

-- ── 07-deploy-new: May write values to orders.amount that only bigint holds. When the version from before this plan is gone [plain]
INSERT INTO flux.gates (plan, phase) VALUES ('change-type-shadow', 1);

-- ── phase 2, contract: guard [plain]
DO $guard$
BEGIN
  DO $flux$
  DECLARE
    stranger name;
  BEGIN
    -- CREATE SCHEMA IF NOT EXISTS asks for the privilege even where the schema exists.
    IF to_regnamespace('flux') IS NULL THEN
      CREATE SCHEMA flux;
      -- Sync triggers run with the writer's rights and call flux.mark; no table in here is readable by that.
      GRANT USAGE ON SCHEMA flux TO PUBLIC;
    END IF;
    IF to_regclass('flux.plans') IS NULL THEN
      CREATE TABLE flux.plans (
        plan text PRIMARY KEY, fingerprint text NOT NULL, tables jsonb NOT NULL DEFAULT '[]', fresh boolean NOT NULL, state text NOT NULL DEFAULT 'active',
        actor text NOT NULL DEFAULT current_user, started_at timestamptz NOT NULL DEFAULT now());
    END IF;
    IF to_regclass('flux.journal') IS NULL THEN
      CREATE TABLE flux.journal (
        plan text NOT NULL, step text NOT NULL, unit integer NOT NULL, state text NOT NULL DEFAULT 'done',
        actor text NOT NULL DEFAULT current_user, finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (plan, step, unit));
    END IF;
    IF to_regclass('flux.gates') IS NULL THEN
      CREATE TABLE flux.gates (
        plan text NOT NULL, phase integer NOT NULL, opened_by text NOT NULL DEFAULT current_user,
        opened_at timestamptz NOT NULL DEFAULT now(), evidence jsonb NOT NULL DEFAULT '{}', PRIMARY KEY (plan, phase));
    END IF;
    IF to_regclass('flux.backfills') IS NULL THEN
      CREATE TABLE flux.backfills (
        plan text NOT NULL, step text NOT NULL, cursor text[], rows bigint NOT NULL DEFAULT 0,
        done boolean NOT NULL DEFAULT false, updated_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (plan, step));
    END IF;
    IF to_regclass('flux.leases') IS NULL THEN
      CREATE TABLE flux.leases (
        name text PRIMARY KEY, holder text NOT NULL, backend integer NOT NULL DEFAULT pg_backend_pid(),
        heartbeat timestamptz NOT NULL DEFAULT clock_timestamp());
    END IF;
    IF to_regprocedure('flux.mark(text)') IS NULL THEN
      -- Stamps a record of old writes; a definer function, since the writer has no rights on the sequence.
      CREATE FUNCTION flux.mark(record text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
        $mark$ SELECT setval(to_regclass('flux.' || quote_ident(record)), extract(epoch FROM clock_timestamp())::bigint) WHERE record ~ '^(last|lossy)_' $mark$;
      -- Also where default privileges were taken from PUBLIC.
      GRANT EXECUTE ON FUNCTION flux.mark(text) TO PUBLIC;
    END IF;
    -- Whoever owns one of these runs their own code with the rights of everyone who writes through it.
    SELECT pg_get_userbyid(o.owner) INTO stranger FROM (
      SELECT nspowner AS owner FROM pg_catalog.pg_namespace WHERE nspname = 'flux'
      UNION ALL SELECT relowner FROM pg_catalog.pg_class WHERE relnamespace = to_regnamespace('flux') AND relname IN ('plans', 'journal', 'gates', 'backfills', 'leases')
      UNION ALL SELECT proowner FROM pg_catalog.pg_proc WHERE oid = to_regprocedure('flux.mark(text)')) AS o
      JOIN pg_catalog.pg_roles r ON r.oid = o.owner
      WHERE NOT (r.rolsuper OR r.rolname = current_user OR r.oid = (SELECT datdba FROM pg_catalog.pg_database WHERE datname = current_database())
        -- A superuser counts as a member of every role.
        OR (pg_has_role(current_user, r.oid, 'MEMBER') AND NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)))
      LIMIT 1;
    IF stranger IS NOT NULL THEN
      RAISE EXCEPTION 'flux: objects in schema flux belong to role %, which % is no member of', stranger, current_user
        USING ERRCODE = 'insufficient_privilege', HINT = format('Run as a member of %1$s, or look into the schema and give it to a role that is trusted: ALTER SCHEMA flux OWNER TO ..., and its tables and functions.', quote_ident(stranger));
    END IF;
  END
  $flux$;
  IF row_security_active('"public"."orders"') THEN
    RAISE EXCEPTION 'flux: row level security hides rows of % from role %', '"public"."orders"', current_user
      USING HINT = 'Run it as a role with BYPASSRLS, or without FORCE ROW LEVEL SECURITY on the table as its owner.';
  END IF;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'change-type-shadow' AND fingerprint <> '9f395b69122033af') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'change-type-shadow'
      USING HINT = 'Another plan of this id was begun in this database. Use its files, or plan this change again under another id.';
  END IF;
  -- Asked in every phase: what was empty may be live now, and once live it stays so.
  UPDATE flux.plans SET fresh = CASE WHEN current_setting('flux.fresh', true) = 'on' THEN true WHEN NOT fresh THEN false
    ELSE NOT EXISTS (
      SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
          WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        AND pg_catalog.pg_relation_size(c.oid) > 0) END
    WHERE plan = 'change-type-shadow';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'change-type-shadow' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'change-type-shadow', (SELECT state FROM flux.plans WHERE plan = 'change-type-shadow')
      USING HINT = 'Run: flux status change-type-shadow';
  END IF;
  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = 'change-type-shadow' AND phase = 1)
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = 'change-type-shadow' AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', 2, 'change-type-shadow'
      USING HINT = 'Run: flux release change-type-shadow. For a database that serves nobody, as in CI: PGOPTIONS=''-c flux.fresh=on'' opens all gates.';
  END IF;
END
$guard$;

-- ── 08-drop-the-old-form-of-orders-amount: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."orders"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."orders"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"public"."orders"'::regclass AND i.indisreplident AND a.attname = 'amount__flux_old') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"amount__flux_old"', '"public"."orders"'
      USING HINT = 'Give the table another one first: ALTER TABLE "public"."orders" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      DROP TRIGGER IF EXISTS " flux_first" ON "public"."orders";
      DROP TRIGGER IF EXISTS "~flux_last" ON "public"."orders";
      DROP FUNCTION IF EXISTS flux."orders__sync_first"();
      DROP FUNCTION IF EXISTS flux."orders__sync_last"();
      DROP VIEW IF EXISTS flux."hold_public.orders.amount__type";
      DROP SEQUENCE IF EXISTS flux."last_public.orders.amount__type";
      DROP SEQUENCE IF EXISTS flux."lossy_public.orders.amount__type";
      ALTER TABLE "public"."orders" DROP COLUMN "amount__flux_old";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '08-drop-the-old-form-of-orders-amount', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount~undo';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 08-drop-the-old-form-of-orders-amount: proof, expected true [plain]
SELECT ((NOT coalesce((SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"public"."orders"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."orders__sync_last"()'), 'pg_proc'), 6)::jsonb @> '[{"source":"amount","target":"amount__flux_old"}]'::jsonb), false)) AND (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."orders"') AND a.attname = 'amount__flux_old' AND NOT a.attisdropped)))::text AS value;

-- ══ ROLLBACK, last step first

-- ── 08-drop-the-old-form-of-orders-amount: rollback 0 (at any time, loses some values of orders.amount__flux_old) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount~undo' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."orders" ADD COLUMN "amount__flux_old" integer;
      CREATE SEQUENCE IF NOT EXISTS flux."last_public.orders.amount__type";
      CREATE SEQUENCE IF NOT EXISTS flux."lossy_public.orders.amount__type";
      DO $grants$
DECLARE
  marker name := (SELECT pg_get_userbyid(proowner) FROM pg_catalog.pg_proc WHERE oid = 'flux.mark(text)'::regprocedure);
BEGIN
  IF NOT has_schema_privilege('public', 'flux', 'USAGE') OR NOT has_function_privilege('public', 'flux.mark(text)', 'EXECUTE') THEN
    BEGIN
      GRANT USAGE ON SCHEMA flux TO PUBLIC;
      GRANT EXECUTE ON FUNCTION flux.mark(text) TO PUBLIC;
    EXCEPTION WHEN insufficient_privilege THEN
    END;
    IF NOT has_schema_privilege('public', 'flux', 'USAGE') OR NOT has_function_privilege('public', 'flux.mark(text)', 'EXECUTE') THEN
      RAISE EXCEPTION 'flux: not every role may use schema flux, and writes of those that may not would fail'
        USING HINT = 'Run as the owner of schema flux: GRANT USAGE ON SCHEMA flux TO PUBLIC; GRANT EXECUTE ON FUNCTION flux.mark(text) TO PUBLIC;';
    END IF;
  END IF;
  IF marker <> current_user THEN
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_public.orders.amount__type" TO %I', marker);
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."lossy_public.orders.amount__type" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE VIEW flux."hold_public.orders.amount__type" AS SELECT "amount", "amount__flux_old" FROM "public"."orders" LIMIT 0;
      COMMENT ON VIEW flux."hold_public.orders.amount__type" IS 'A Flux plan in flight holds public.orders (amount, amount__flux_old): see its status before you drop a column.';
      CREATE OR REPLACE FUNCTION flux."orders__sync_first"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."amount__flux_old" := (CASE WHEN NEW."amount" >= 2147483647 THEN (2147483647)::integer WHEN NEW."amount" <= -2147483648 THEN (-2147483648)::integer ELSE NEW."amount"::integer END);
        RETURN NEW;
      END
      $body$;
      CREATE OR REPLACE FUNCTION flux."orders__sync_last"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."amount__flux_old" := (CASE WHEN NEW."amount" >= 2147483647 THEN (2147483647)::integer WHEN NEW."amount" <= -2147483648 THEN (-2147483648)::integer ELSE NEW."amount"::integer END);
        IF NOT (((NEW."amount" IS NULL OR (NEW."amount" BETWEEN -2147483648 AND 2147483647)))) THEN
          IF coalesce(current_setting('flux.s_1f6388fb', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
            PERFORM set_config('flux.s_1f6388fb', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('lossy_public.orders.amount__type');
          END IF;
        END IF;
        RETURN NEW;
      END
      $body$;
      COMMENT ON FUNCTION flux."orders__sync_last"() IS 'flux:[{"mode":"forward","source":"amount","target":"amount__flux_old","forward":["(CASE WHEN ",{"column":"amount"}," >= 2147483647 THEN (2147483647)::integer WHEN ",{"column":"amount"}," <= -2147483648 THEN (-2147483648)::integer ELSE ",{"column":"amount"},"::integer END)"],"backward":null,"representable":["((",{"column":"amount"}," IS NULL OR (",{"column":"amount"}," BETWEEN -2147483648 AND 2147483647)))"],"unique":false,"record":"public.orders.amount__type"}]';
      CREATE TRIGGER " flux_first" BEFORE INSERT OR UPDATE ON "public"."orders" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."orders__sync_first"();
      CREATE TRIGGER "~flux_last" BEFORE INSERT OR UPDATE ON "public"."orders" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."orders__sync_last"();
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '08-drop-the-old-form-of-orders-amount~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 08-drop-the-old-form-of-orders-amount: rollback 1 (at any time, loses some values of orders.amount__flux_old) [alone]
DO $flux$
#variable_conflict use_column
<<flux_block>>
DECLARE
  after_1 integer;
  upto_1 integer;
  started boolean;
  finished boolean;
  changed bigint;
  page_rows bigint;
  attempt int;
BEGIN
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount~undo' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('change-type-shadow', '08-drop-the-old-form-of-orders-amount~undo') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1] INTO started, finished, flux_block.after_1
      FROM flux.backfills WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount~undo';
    EXIT WHEN finished;
    IF started THEN
      SELECT "id", count(*) OVER () INTO flux_block.upto_1, flux_block.page_rows FROM (SELECT "id" FROM "public"."orders" AS t WHERE t."id" > flux_block.after_1 ORDER BY "id" LIMIT 100) AS page ORDER BY "id" DESC LIMIT 1;
    ELSE
      SELECT "id", count(*) OVER () INTO flux_block.upto_1, flux_block.page_rows FROM (SELECT "id" FROM "public"."orders" AS t ORDER BY "id" LIMIT 100) AS page ORDER BY "id" DESC LIMIT 1;
    END IF;
    EXIT WHEN NOT FOUND;
    attempt := 0;
    LOOP
      attempt := attempt + 1;
      BEGIN
        PERFORM set_config('lock_timeout', '250ms', true), set_config('flux.backfill', 'on', true);
        IF started THEN
          UPDATE "public"."orders" AS t SET "amount__flux_old" = (CASE WHEN t."amount" >= 2147483647 THEN (2147483647)::integer WHEN t."amount" <= -2147483648 THEN (-2147483648)::integer ELSE t."amount"::integer END) WHERE t."id" > flux_block.after_1 AND t."id" <= flux_block.upto_1 AND (t."amount__flux_old" IS NULL AND ((CASE WHEN t."amount" >= 2147483647 THEN (2147483647)::integer WHEN t."amount" <= -2147483648 THEN (-2147483648)::integer ELSE t."amount"::integer END)) IS NOT NULL);
        ELSE
          UPDATE "public"."orders" AS t SET "amount__flux_old" = (CASE WHEN t."amount" >= 2147483647 THEN (2147483647)::integer WHEN t."amount" <= -2147483648 THEN (-2147483648)::integer ELSE t."amount"::integer END) WHERE t."id" <= flux_block.upto_1 AND (t."amount__flux_old" IS NULL AND ((CASE WHEN t."amount" >= 2147483647 THEN (2147483647)::integer WHEN t."amount" <= -2147483648 THEN (-2147483648)::integer ELSE t."amount"::integer END)) IS NOT NULL);
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount~undo';
        EXIT;
      EXCEPTION WHEN lock_not_available OR deadlock_detected OR serialization_failure THEN
        IF attempt >= 100 THEN
          RAISE;
        END IF;
      END;
      PERFORM pg_sleep(0.1 * (0.5 + random()));
    END LOOP;
    COMMIT;
    -- A short page is the last one: rows that come in behind it are written by the new rules already.
    EXIT WHEN page_rows < 100;
    PERFORM pg_sleep(0.001);
  END LOOP;
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount~undo';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '08-drop-the-old-form-of-orders-amount~undo', n FROM generate_series(1, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount';
END
$flux$;

-- ── 08-drop-the-old-form-of-orders-amount: rollback 2 (at any time, loses some values of orders.amount__flux_old) [plain]
DO $flux$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"public"."orders_amount_idx__flux_old"') AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = to_regclass('"public"."orders_amount_idx__flux_old"')) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', '"public"."orders_amount_idx__flux_old"'
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX "public"."orders_amount_idx__flux_old" RENAME TO %I', 'flux_invalid_' || to_regclass('"public"."orders_amount_idx__flux_old"')::oid);
  END IF;
END
$flux$;

-- ── 08-drop-the-old-form-of-orders-amount: rollback 3 (at any time, loses some values of orders.amount__flux_old) [alone]
CREATE INDEX CONCURRENTLY IF NOT EXISTS "orders_amount_idx__flux_old" ON "public"."orders" USING "btree" ("amount__flux_old") WHERE ("amount__flux_old" > 0);

-- ── 08-drop-the-old-form-of-orders-amount: rollback 4 (at any time, loses some values of orders.amount__flux_old) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount~undo' AND unit = 4 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount~undo' AND unit = 4 AND state = 'done');
      DO $built$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"public"."orders_amount_idx__flux_old"') AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', '"public"."orders_amount_idx__flux_old"' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY "public"."orders_amount_idx__flux_old"; then run this again.';
  END IF;
END
$built$;
      DO $leftovers$
      DECLARE
        leftover regclass;
      BEGIN
        FOR leftover IN SELECT i.indexrelid::regclass FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          WHERE i.indrelid = '"public"."orders"'::regclass AND NOT i.indisvalid AND c.relname LIKE 'flux\_invalid\_%'
        LOOP
          EXECUTE format('DROP INDEX %s', leftover);
        END LOOP;
      END
      $leftovers$;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '08-drop-the-old-form-of-orders-amount~undo', n FROM generate_series(2, 4) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 08-drop-the-old-form-of-orders-amount: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '08-drop-the-old-form-of-orders-amount~undo', n FROM generate_series(0, 4) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '08-drop-the-old-form-of-orders-amount';
  DELETE FROM flux.backfills WHERE plan = 'change-type-shadow' AND step IN ('08-drop-the-old-form-of-orders-amount', '08-drop-the-old-form-of-orders-amount~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'change-type-shadow' AND state = 'done';
END
$flux$;

-- ── 06-exchange-orders-amount-and-its-shadow: rollback 0 (until new is out, loses what integer cannot hold: such values come back clamped) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo' AND unit = 0 AND state = 'done');
      CREATE OR REPLACE FUNCTION public.on_order()
       RETURNS trigger
       LANGUAGE plpgsql
      AS $function$
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
$function$;
      ALTER INDEX "public"."orders_amount_idx" RENAME TO "orders_amount_idx__flux_new";
      ALTER INDEX "public"."orders_amount_idx__flux_old" RENAME TO "orders_amount_idx";
      ALTER TABLE "public"."orders" RENAME CONSTRAINT "orders_amount_check" TO "orders_amount_check__flux_new";
      LOCK TABLE "public"."orders" IN ACCESS EXCLUSIVE MODE;
      ALTER TABLE "public"."orders" RENAME COLUMN "amount" TO "amount__flux_new";
      ALTER TABLE "public"."orders" RENAME COLUMN "amount__flux_old" TO "amount";
      ALTER TABLE "public"."orders" ALTER COLUMN "amount" SET DEFAULT 7;
      ALTER TABLE "public"."orders" ALTER COLUMN "amount__flux_new" DROP DEFAULT;
      ALTER TABLE "public"."orders" ALTER COLUMN "amount__flux_new" DROP NOT NULL;
      CREATE SEQUENCE IF NOT EXISTS flux."last_public.orders.amount__type";
      DO $grants$
DECLARE
  marker name := (SELECT pg_get_userbyid(proowner) FROM pg_catalog.pg_proc WHERE oid = 'flux.mark(text)'::regprocedure);
BEGIN
  IF NOT has_schema_privilege('public', 'flux', 'USAGE') OR NOT has_function_privilege('public', 'flux.mark(text)', 'EXECUTE') THEN
    BEGIN
      GRANT USAGE ON SCHEMA flux TO PUBLIC;
      GRANT EXECUTE ON FUNCTION flux.mark(text) TO PUBLIC;
    EXCEPTION WHEN insufficient_privilege THEN
    END;
    IF NOT has_schema_privilege('public', 'flux', 'USAGE') OR NOT has_function_privilege('public', 'flux.mark(text)', 'EXECUTE') THEN
      RAISE EXCEPTION 'flux: not every role may use schema flux, and writes of those that may not would fail'
        USING HINT = 'Run as the owner of schema flux: GRANT USAGE ON SCHEMA flux TO PUBLIC; GRANT EXECUTE ON FUNCTION flux.mark(text) TO PUBLIC;';
    END IF;
  END IF;
  IF marker <> current_user THEN
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_public.orders.amount__type" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE FUNCTION flux."orders__sync_first"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."amount__flux_new" := (NEW."amount"::bigint);
        RETURN NEW;
      END
      $body$;
      CREATE OR REPLACE FUNCTION flux."orders__sync_last"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."amount__flux_new" := (NEW."amount"::bigint);
        RETURN NEW;
      END
      $body$;
      COMMENT ON FUNCTION flux."orders__sync_last"() IS 'flux:[{"mode":"forward","source":"amount","target":"amount__flux_new","forward":["(",{"column":"amount"},"::bigint)"],"backward":null,"representable":null,"unique":false,"record":"public.orders.amount__type"}]';
      ALTER TABLE "public"."orders" ADD CONSTRAINT "orders_amount_check" CHECK (("amount" <> '-13'::integer)) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '06-exchange-orders-amount-and-its-shadow~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 06-exchange-orders-amount-and-its-shadow: rollback 1 (until new is out, loses what integer cannot hold: such values come back clamped) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo' AND unit = 1 AND state = 'done');
      ALTER TABLE "public"."orders" VALIDATE CONSTRAINT "orders_amount_check";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '06-exchange-orders-amount-and-its-shadow~undo', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 06-exchange-orders-amount-and-its-shadow: rollback 2 (until new is out, loses what integer cannot hold: such values come back clamped) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo' AND unit = 2 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo' AND unit = 2 AND state = 'done');
      ALTER TABLE "public"."orders" ADD CONSTRAINT "orders_amount__flux_not_null" CHECK ("amount" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '06-exchange-orders-amount-and-its-shadow~undo', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 06-exchange-orders-amount-and-its-shadow: rollback 3 (until new is out, loses what integer cannot hold: such values come back clamped) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo' AND unit = 3 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo' AND unit = 3 AND state = 'done');
      ALTER TABLE "public"."orders" VALIDATE CONSTRAINT "orders_amount__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '06-exchange-orders-amount-and-its-shadow~undo', n FROM generate_series(3, 3) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 06-exchange-orders-amount-and-its-shadow: rollback 4 (until new is out, loses what integer cannot hold: such values come back clamped) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo' AND unit = 4 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo' AND unit = 4 AND state = 'done');
      ALTER TABLE "public"."orders" ALTER COLUMN "amount" SET NOT NULL;
      ALTER TABLE "public"."orders" DROP CONSTRAINT IF EXISTS "orders_amount__flux_not_null";
      ALTER TABLE "public"."orders" ADD CONSTRAINT "orders_amount__flux_new__flux_not_null" CHECK ("amount__flux_new" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '06-exchange-orders-amount-and-its-shadow~undo', n FROM generate_series(4, 4) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 06-exchange-orders-amount-and-its-shadow: rollback 5 (until new is out, loses what integer cannot hold: such values come back clamped) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo' AND unit = 5 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo' AND unit = 5 AND state = 'done');
      ALTER TABLE "public"."orders" VALIDATE CONSTRAINT "orders_amount__flux_new__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '06-exchange-orders-amount-and-its-shadow~undo', n FROM generate_series(5, 5) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 06-exchange-orders-amount-and-its-shadow: rollback 6 (until new is out, loses what integer cannot hold: such values come back clamped) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo' AND unit = 6 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow~undo' AND unit = 6 AND state = 'done');
      ALTER TABLE "public"."orders" ALTER COLUMN "amount__flux_new" SET NOT NULL;
      ALTER TABLE "public"."orders" DROP CONSTRAINT IF EXISTS "orders_amount__flux_new__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '06-exchange-orders-amount-and-its-shadow~undo', n FROM generate_series(6, 6) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 06-exchange-orders-amount-and-its-shadow: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '06-exchange-orders-amount-and-its-shadow~undo', n FROM generate_series(0, 6) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '06-exchange-orders-amount-and-its-shadow';
  DELETE FROM flux.backfills WHERE plan = 'change-type-shadow' AND step IN ('06-exchange-orders-amount-and-its-shadow', '06-exchange-orders-amount-and-its-shadow~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'change-type-shadow' AND state = 'done';
END
$flux$;

-- ── 05-set-orders-amount-flux-new-not-null-prov: rollback 0 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '05-set-orders-amount-flux-new-not-null-prov~undo' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '05-set-orders-amount-flux-new-not-null-prov~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."orders" ALTER COLUMN "amount__flux_new" DROP NOT NULL;
      ALTER TABLE "public"."orders" DROP CONSTRAINT IF EXISTS "orders_amount__flux_new__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '05-set-orders-amount-flux-new-not-null-prov~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '05-set-orders-amount-flux-new-not-null-prov';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 05-set-orders-amount-flux-new-not-null-prov: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '05-set-orders-amount-flux-new-not-null-prov~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '05-set-orders-amount-flux-new-not-null-prov';
  DELETE FROM flux.backfills WHERE plan = 'change-type-shadow' AND step IN ('05-set-orders-amount-flux-new-not-null-prov', '05-set-orders-amount-flux-new-not-null-prov~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'change-type-shadow' AND state = 'done';
END
$flux$;

-- ── 04-carry-check-orders-amount-check-over-to: rollback 0 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '04-carry-check-orders-amount-check-over-to~undo' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '04-carry-check-orders-amount-check-over-to~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."orders" DROP CONSTRAINT IF EXISTS "orders_amount_check__flux_new";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '04-carry-check-orders-amount-check-over-to~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '04-carry-check-orders-amount-check-over-to';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 04-carry-check-orders-amount-check-over-to: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '04-carry-check-orders-amount-check-over-to~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '04-carry-check-orders-amount-check-over-to';
  DELETE FROM flux.backfills WHERE plan = 'change-type-shadow' AND step IN ('04-carry-check-orders-amount-check-over-to', '04-carry-check-orders-amount-check-over-to~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'change-type-shadow' AND state = 'done';
END
$flux$;

-- ── 03-build-index-orders-amount-idx-on-amount: rollback 0 (until new is out, loses nothing) [alone]
DROP INDEX CONCURRENTLY IF EXISTS "public"."orders_amount_idx__flux_new";

-- ── 03-build-index-orders-amount-idx-on-amount: rollback 1 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '03-build-index-orders-amount-idx-on-amount~undo' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '03-build-index-orders-amount-idx-on-amount~undo' AND unit = 1 AND state = 'done');
      DO $leftovers$
      DECLARE
        leftover regclass;
      BEGIN
        FOR leftover IN SELECT i.indexrelid::regclass FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          WHERE i.indrelid = '"public"."orders"'::regclass AND NOT i.indisvalid AND c.relname LIKE 'flux\_invalid\_%'
        LOOP
          EXECUTE format('DROP INDEX %s', leftover);
        END LOOP;
      END
      $leftovers$;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '03-build-index-orders-amount-idx-on-amount~undo', n FROM generate_series(0, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '03-build-index-orders-amount-idx-on-amount';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 03-build-index-orders-amount-idx-on-amount: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '03-build-index-orders-amount-idx-on-amount~undo', n FROM generate_series(0, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '03-build-index-orders-amount-idx-on-amount';
  DELETE FROM flux.backfills WHERE plan = 'change-type-shadow' AND step IN ('03-build-index-orders-amount-idx-on-amount', '03-build-index-orders-amount-idx-on-amount~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'change-type-shadow' AND state = 'done';
END
$flux$;

-- ── 02-copy-orders-amount-into-its-shadow: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '02-copy-orders-amount-into-its-shadow~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '02-copy-orders-amount-into-its-shadow';
  DELETE FROM flux.backfills WHERE plan = 'change-type-shadow' AND step IN ('02-copy-orders-amount-into-its-shadow', '02-copy-orders-amount-into-its-shadow~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'change-type-shadow' AND state = 'done';
END
$flux$;

-- ── 01-add-a-shadow-of-orders-amount-as-bigint: rollback 0 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '01-add-a-shadow-of-orders-amount-as-bigint~undo' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_backend_pid() AND l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
      AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'
      AND l.mode IN ('ShareLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  ) THEN
    RAISE EXCEPTION 'flux: this transaction already holds locks on tables' USING
      HINT = 'Run each file in a transaction of its own: this one may have to wait and must hold nothing while it does.';
  END IF;
  LOOP
    attempt := attempt + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      -- A run that was cut off may still be at work in the server: one at a time, and not again what it did.
      PERFORM pg_advisory_xact_lock(1718383992, -1053605230);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'change-type-shadow' AND step = '01-add-a-shadow-of-orders-amount-as-bigint~undo' AND unit = 0 AND state = 'done');
      DROP TRIGGER IF EXISTS " flux_first" ON "public"."orders";
      DROP TRIGGER IF EXISTS "~flux_last" ON "public"."orders";
      DROP FUNCTION IF EXISTS flux."orders__sync_first"();
      DROP FUNCTION IF EXISTS flux."orders__sync_last"();
      DROP VIEW IF EXISTS flux."hold_public.orders.amount__type";
      DROP SEQUENCE IF EXISTS flux."last_public.orders.amount__type";
      DROP SEQUENCE IF EXISTS flux."lossy_public.orders.amount__type";
      ALTER TABLE "public"."orders" DROP COLUMN "amount__flux_new";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '01-add-a-shadow-of-orders-amount-as-bigint~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '01-add-a-shadow-of-orders-amount-as-bigint';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux$;

-- ── 01-add-a-shadow-of-orders-amount-as-bigint: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'change-type-shadow', '01-add-a-shadow-of-orders-amount-as-bigint~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'change-type-shadow' AND step = '01-add-a-shadow-of-orders-amount-as-bigint';
  DELETE FROM flux.backfills WHERE plan = 'change-type-shadow' AND step IN ('01-add-a-shadow-of-orders-amount-as-bigint', '01-add-a-shadow-of-orders-amount-as-bigint~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'change-type-shadow' AND state = 'done';
END
$flux$;
