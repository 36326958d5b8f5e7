-- Rename a column with a unique constraint, a check and a comment
-- source: ALTER TABLE users RENAME COLUMN code TO short_code
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
  IF row_security_active('"public"."users"') THEN
    RAISE EXCEPTION 'flux: row level security hides rows of % from role %', '"public"."users"', current_user
      USING HINT = 'Run it as a role with BYPASSRLS, or without FORCE ROW LEVEL SECURITY on the table as its owner.';
  END IF;
  INSERT INTO flux.plans (plan, fingerprint, tables, fresh)
    VALUES ('rename-column-trigger', '13b7e00613ee7bb3', '[{"schema":"public","name":"users"}]', true)
    ON CONFLICT (plan) DO NOTHING;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-trigger' AND fingerprint <> '13b7e00613ee7bb3') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'rename-column-trigger'
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
    WHERE plan = 'rename-column-trigger';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-trigger' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'rename-column-trigger', (SELECT state FROM flux.plans WHERE plan = 'rename-column-trigger')
      USING HINT = 'Run: flux status rename-column-trigger';
  END IF;
END
$guard$;

-- ── 01-add-users-short-code-synced-with-code: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '01-add-users-short-code-synced-with-code' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '01-add-users-short-code-synced-with-code' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."users"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."users"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"public"."users"'::regclass AND i.indisreplident AND a.attname = 'code') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"code"', '"public"."users"'
      USING HINT = 'Give the table another one first: ALTER TABLE "public"."users" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      ALTER TABLE "public"."users" ADD COLUMN "short_code" text;
      CREATE SEQUENCE IF NOT EXISTS flux."last_public.users.code__old";
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
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_public.users.code__old" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE VIEW flux."hold_public.users.code__old" AS SELECT "code", "short_code" FROM "public"."users" LIMIT 0;
      COMMENT ON VIEW flux."hold_public.users.code__old" IS 'A Flux plan in flight holds public.users (code, short_code): see its status before you drop a column.';
      CREATE OR REPLACE FUNCTION flux."users__sync_first"() RETURNS trigger LANGUAGE plpgsql AS $body$
      DECLARE
        twins int;
        taken boolean;
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF NEW."short_code" IS NOT NULL THEN
            NEW."code" := NEW."short_code";
          ELSIF NEW."code" IS NOT NULL THEN
            NEW."short_code" := NEW."code";
            IF coalesce(current_setting('flux.s_0624ca59', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
              PERFORM set_config('flux.s_0624ca59', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_public.users.code__old');
            END IF;
          END IF;
        ELSIF (NEW."short_code")::text COLLATE "C" IS DISTINCT FROM (OLD."short_code")::text COLLATE "C" THEN
          NEW."code" := NEW."short_code";
        ELSE
          NEW."short_code" := NEW."code";
          IF (NEW."code")::text COLLATE "C" IS DISTINCT FROM (OLD."code")::text COLLATE "C" THEN
            IF coalesce(current_setting('flux.s_0624ca59', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
              PERFORM set_config('flux.s_0624ca59', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_public.users.code__old');
            END IF;
          END IF;
        END IF;
        IF (TG_OP = 'INSERT' OR (NEW."code")::text COLLATE "C" IS DISTINCT FROM (OLD."code")::text COLLATE "C") AND (NEW."code") IS NOT NULL THEN
          twins := coalesce(nullif(current_setting('flux.twins', true), ''), '0')::int;
          taken := TG_OP = 'INSERT' AND has_table_privilege('"public"."users"', 'SELECT');
          IF taken THEN
            taken := EXISTS (SELECT FROM "public"."users" AS t WHERE (t."code") = (NEW."code"));
          END IF;
          IF twins < 500 THEN
            PERFORM set_config('flux.twins', (twins + 1)::text, true);
            IF taken THEN
              FOR attempt IN 1..10 LOOP
                EXIT WHEN pg_try_advisory_xact_lock(963091157, hash_array(ARRAY[NEW."code"]));
                PERFORM pg_sleep(0.001), CASE attempt WHEN 10 THEN set_config('flux.twins', (twins + 100)::text, true) END;
              END LOOP;
            ELSE
              PERFORM pg_advisory_xact_lock(963091157, hash_array(ARRAY[NEW."code"]));
            END IF;
          END IF;
        END IF;
        RETURN NEW;
      END
      $body$;
      CREATE OR REPLACE FUNCTION flux."users__sync_last"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."short_code" := NEW."code";
        RETURN NEW;
      END
      $body$;
      COMMENT ON FUNCTION flux."users__sync_last"() IS 'flux:[{"mode":"twoWay","source":"code","target":"short_code","forward":[{"column":"code"}],"backward":[{"column":"short_code"}],"representable":null,"unique":true,"record":"public.users.code__old"}]';
      CREATE TRIGGER " flux_first" BEFORE INSERT OR UPDATE ON "public"."users" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."users__sync_first"();
      CREATE TRIGGER "~flux_last" BEFORE INSERT OR UPDATE ON "public"."users" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."users__sync_last"();
      COMMENT ON COLUMN "public"."users"."short_code" IS 'the user''s code';
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '01-add-users-short-code-synced-with-code', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '01-add-users-short-code-synced-with-code~undo';
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

-- ── 01-add-users-short-code-synced-with-code: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."users"') AND a.attname = 'short_code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'text')) AND ((SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"public"."users"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."users__sync_last"()'), 'pg_proc'), 6)::jsonb @> '[{"source":"code","target":"short_code"}]'::jsonb)))::text AS value;

-- ── 02-copy-users-code-into-short-code: unit 0 [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '02-copy-users-code-into-short-code' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('rename-column-trigger', '02-copy-users-code-into-short-code') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1] INTO started, finished, flux_block.after_1
      FROM flux.backfills WHERE plan = 'rename-column-trigger' AND step = '02-copy-users-code-into-short-code';
    EXIT WHEN finished;
    IF started THEN
      SELECT "id", count(*) OVER () INTO flux_block.upto_1, flux_block.page_rows FROM (SELECT "id" FROM "public"."users" AS t WHERE t."id" > flux_block.after_1 ORDER BY "id" LIMIT 100) AS page ORDER BY "id" DESC LIMIT 1;
    ELSE
      SELECT "id", count(*) OVER () INTO flux_block.upto_1, flux_block.page_rows FROM (SELECT "id" FROM "public"."users" AS t ORDER BY "id" LIMIT 100) AS page ORDER BY "id" DESC LIMIT 1;
    END IF;
    EXIT WHEN NOT FOUND;
    attempt := 0;
    LOOP
      attempt := attempt + 1;
      BEGIN
        PERFORM set_config('lock_timeout', '250ms', true), set_config('flux.backfill', 'on', true);
        IF started THEN
          UPDATE "public"."users" AS t SET "short_code" = t."code" WHERE t."id" > flux_block.after_1 AND t."id" <= flux_block.upto_1 AND ((t."short_code")::text COLLATE "C" IS DISTINCT FROM (t."code")::text COLLATE "C");
        ELSE
          UPDATE "public"."users" AS t SET "short_code" = t."code" WHERE t."id" <= flux_block.upto_1 AND ((t."short_code")::text COLLATE "C" IS DISTINCT FROM (t."code")::text COLLATE "C");
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'rename-column-trigger' AND step = '02-copy-users-code-into-short-code';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '02-copy-users-code-into-short-code';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '02-copy-users-code-into-short-code', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '02-copy-users-code-into-short-code~undo';
END
$flux$;

-- ── 02-copy-users-code-into-short-code: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "public"."users" AS t WHERE (t."short_code")::text COLLATE "C" IS DISTINCT FROM (t."code")::text COLLATE "C";

-- ── 03-build-index-users-code-key-on-short-code: unit 0 [plain]
DO $flux$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"public"."users_code_key__flux_new"') AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = to_regclass('"public"."users_code_key__flux_new"')) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', '"public"."users_code_key__flux_new"'
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX "public"."users_code_key__flux_new" RENAME TO %I', 'flux_invalid_' || to_regclass('"public"."users_code_key__flux_new"')::oid);
  END IF;
END
$flux$;

-- ── 03-build-index-users-code-key-on-short-code: unit 1 [alone]
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "users_code_key__flux_new" ON "public"."users" USING "btree" ("short_code");

-- ── 03-build-index-users-code-key-on-short-code: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '03-build-index-users-code-key-on-short-code' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '03-build-index-users-code-key-on-short-code' AND unit = 2 AND state = 'done');
      DO $built$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"public"."users_code_key__flux_new"') AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', '"public"."users_code_key__flux_new"' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY "public"."users_code_key__flux_new"; then run this again.';
  END IF;
END
$built$;
      DO $leftovers$
      DECLARE
        leftover regclass;
      BEGIN
        FOR leftover IN SELECT i.indexrelid::regclass FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          WHERE i.indrelid = '"public"."users"'::regclass AND NOT i.indisvalid AND c.relname LIKE 'flux\_invalid\_%'
        LOOP
          EXECUTE format('DROP INDEX %s', leftover);
        END LOOP;
      END
      $leftovers$;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '03-build-index-users-code-key-on-short-code', n FROM generate_series(0, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '03-build-index-users-code-key-on-short-code~undo';
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

-- ── 03-build-index-users-code-key-on-short-code: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"public"."users_code_key__flux_new"') AND i.indisvalid)))::text AS value;

-- ── 04-carry-check-users-code-check-over-to-sho: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '04-carry-check-users-code-check-over-to-sho' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '04-carry-check-users-code-check-over-to-sho' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."users"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."users"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "public"."users" ADD CONSTRAINT "users_code_check__flux_new" CHECK (("short_code" <> 'forbidden'::text)) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '04-carry-check-users-code-check-over-to-sho', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '04-carry-check-users-code-check-over-to-sho~undo';
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

-- ── 04-carry-check-users-code-check-over-to-sho: unit 1 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '04-carry-check-users-code-check-over-to-sho' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '04-carry-check-users-code-check-over-to-sho' AND unit = 1 AND state = 'done');
      ALTER TABLE "public"."users" VALIDATE CONSTRAINT "users_code_check__flux_new";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '04-carry-check-users-code-check-over-to-sho', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '04-carry-check-users-code-check-over-to-sho~undo';
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

-- ── 04-carry-check-users-code-check-over-to-sho: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"public"."users"') AND c.conname = 'users_code_check__flux_new')) AND (EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"public"."users"') AND c.conname = 'users_code_check__flux_new' AND c.convalidated)))::text AS value;

-- ── 05-set-users-short-code-not-null-proven-fir: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '05-set-users-short-code-not-null-proven-fir' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '05-set-users-short-code-not-null-proven-fir' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."users"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."users"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "public"."users" ADD CONSTRAINT "users_short_code__flux_not_null" CHECK ("short_code" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '05-set-users-short-code-not-null-proven-fir', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '05-set-users-short-code-not-null-proven-fir~undo';
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

-- ── 05-set-users-short-code-not-null-proven-fir: unit 1 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '05-set-users-short-code-not-null-proven-fir' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '05-set-users-short-code-not-null-proven-fir' AND unit = 1 AND state = 'done');
      ALTER TABLE "public"."users" VALIDATE CONSTRAINT "users_short_code__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '05-set-users-short-code-not-null-proven-fir', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '05-set-users-short-code-not-null-proven-fir~undo';
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

-- ── 05-set-users-short-code-not-null-proven-fir: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '05-set-users-short-code-not-null-proven-fir' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '05-set-users-short-code-not-null-proven-fir' AND unit = 2 AND state = 'done');
      ALTER TABLE "public"."users" ALTER COLUMN "short_code" SET NOT NULL;
      ALTER TABLE "public"."users" DROP CONSTRAINT IF EXISTS "users_short_code__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '05-set-users-short-code-not-null-proven-fir', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '05-set-users-short-code-not-null-proven-fir~undo';
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

-- ── 05-set-users-short-code-not-null-proven-fir: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."users"') AND a.attname = 'short_code' AND NOT a.attisdropped AND a.attnotnull)) AND (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"public"."users"') AND c.conname = 'users_short_code__flux_not_null')))::text AS value;

-- ── 06-deploy-new: Reads and writes users.short_code instead of code. When the version from before this plan is gone [plain]
INSERT INTO flux.gates (plan, phase) VALUES ('rename-column-trigger', 1);

-- ── 06-deploy-new: evidence, last write by the old version to users [plain]
SELECT CASE WHEN is_called THEN to_timestamp(last_value) END AS last_seen FROM flux."last_public.users.code__old";

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
  IF row_security_active('"public"."users"') THEN
    RAISE EXCEPTION 'flux: row level security hides rows of % from role %', '"public"."users"', current_user
      USING HINT = 'Run it as a role with BYPASSRLS, or without FORCE ROW LEVEL SECURITY on the table as its owner.';
  END IF;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-trigger' AND fingerprint <> '13b7e00613ee7bb3') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'rename-column-trigger'
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
    WHERE plan = 'rename-column-trigger';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-trigger' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'rename-column-trigger', (SELECT state FROM flux.plans WHERE plan = 'rename-column-trigger')
      USING HINT = 'Run: flux status rename-column-trigger';
  END IF;
  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = 'rename-column-trigger' AND phase = 1)
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-trigger' AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', 2, 'rename-column-trigger'
      USING HINT = 'Run: flux release rename-column-trigger. For a database that serves nobody, as in CI: PGOPTIONS=''-c flux.fresh=on'' opens all gates.';
  END IF;
END
$guard$;

-- ── 07-drop-the-triggers-and-users-code: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."users"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."users"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"public"."users"'::regclass AND i.indisreplident AND a.attname = 'code') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"code"', '"public"."users"'
      USING HINT = 'Give the table another one first: ALTER TABLE "public"."users" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      DROP TRIGGER IF EXISTS " flux_first" ON "public"."users";
      DROP TRIGGER IF EXISTS "~flux_last" ON "public"."users";
      DROP FUNCTION IF EXISTS flux."users__sync_first"();
      DROP FUNCTION IF EXISTS flux."users__sync_last"();
      DROP VIEW IF EXISTS flux."hold_public.users.code__old";
      DROP SEQUENCE IF EXISTS flux."last_public.users.code__old";
      DROP SEQUENCE IF EXISTS flux."lossy_public.users.code__old";
      ALTER TABLE "public"."users" ALTER COLUMN "code" DROP NOT NULL;
      ALTER TABLE "public"."users" DROP COLUMN "code";
      ALTER TABLE "public"."users" RENAME CONSTRAINT "users_code_check__flux_new" TO "users_code_check";
      ALTER TABLE "public"."users" ADD CONSTRAINT "users_code_key" UNIQUE USING INDEX "users_code_key__flux_new";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '07-drop-the-triggers-and-users-code', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo';
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

-- ── 07-drop-the-triggers-and-users-code: proof, expected true [plain]
SELECT ((NOT coalesce((SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"public"."users"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."users__sync_last"()'), 'pg_proc'), 6)::jsonb @> '[{"source":"code","target":"short_code"}]'::jsonb), false)) AND (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."users"') AND a.attname = 'code' AND NOT a.attisdropped)) AND (EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"public"."users"') AND c.conname = 'users_code_check')) AND (EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"public"."users"') AND c.conname = 'users_code_key' AND c.contype = 'u')))::text AS value;

-- ══ ROLLBACK, last step first

-- ── 07-drop-the-triggers-and-users-code: rollback 0 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."users" DROP CONSTRAINT IF EXISTS "users_code_key";
      ALTER TABLE "public"."users" RENAME CONSTRAINT "users_code_check" TO "users_code_check__flux_new";
      ALTER TABLE "public"."users" ADD COLUMN "code" text;
      COMMENT ON COLUMN "public"."users"."code" IS 'the user''s code';
      CREATE SEQUENCE IF NOT EXISTS flux."last_public.users.code__old";
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
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_public.users.code__old" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE VIEW flux."hold_public.users.code__old" AS SELECT "code", "short_code" FROM "public"."users" LIMIT 0;
      COMMENT ON VIEW flux."hold_public.users.code__old" IS 'A Flux plan in flight holds public.users (code, short_code): see its status before you drop a column.';
      CREATE OR REPLACE FUNCTION flux."users__sync_first"() RETURNS trigger LANGUAGE plpgsql AS $body$
      DECLARE
        twins int;
        taken boolean;
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF NEW."short_code" IS NOT NULL THEN
            NEW."code" := NEW."short_code";
          ELSIF NEW."code" IS NOT NULL THEN
            NEW."short_code" := NEW."code";
            IF coalesce(current_setting('flux.s_0624ca59', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
              PERFORM set_config('flux.s_0624ca59', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_public.users.code__old');
            END IF;
          END IF;
        ELSIF (NEW."short_code")::text COLLATE "C" IS DISTINCT FROM (OLD."short_code")::text COLLATE "C" THEN
          NEW."code" := NEW."short_code";
        ELSE
          NEW."short_code" := NEW."code";
          IF (NEW."code")::text COLLATE "C" IS DISTINCT FROM (OLD."code")::text COLLATE "C" THEN
            IF coalesce(current_setting('flux.s_0624ca59', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
              PERFORM set_config('flux.s_0624ca59', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_public.users.code__old');
            END IF;
          END IF;
        END IF;
        RETURN NEW;
      END
      $body$;
      CREATE OR REPLACE FUNCTION flux."users__sync_last"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."short_code" := NEW."code";
        RETURN NEW;
      END
      $body$;
      COMMENT ON FUNCTION flux."users__sync_last"() IS 'flux:[{"mode":"twoWay","source":"code","target":"short_code","forward":[{"column":"code"}],"backward":[{"column":"short_code"}],"representable":null,"unique":true,"record":"public.users.code__old"}]';
      CREATE TRIGGER " flux_first" BEFORE INSERT OR UPDATE ON "public"."users" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."users__sync_first"();
      CREATE TRIGGER "~flux_last" BEFORE INSERT OR UPDATE ON "public"."users" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."users__sync_last"();
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '07-drop-the-triggers-and-users-code~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code';
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

-- ── 07-drop-the-triggers-and-users-code: rollback 1 (at any time, loses nothing) [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('rename-column-trigger', '07-drop-the-triggers-and-users-code~undo') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1] INTO started, finished, flux_block.after_1
      FROM flux.backfills WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo';
    EXIT WHEN finished;
    IF started THEN
      SELECT "id", count(*) OVER () INTO flux_block.upto_1, flux_block.page_rows FROM (SELECT "id" FROM "public"."users" AS t WHERE t."id" > flux_block.after_1 ORDER BY "id" LIMIT 100) AS page ORDER BY "id" DESC LIMIT 1;
    ELSE
      SELECT "id", count(*) OVER () INTO flux_block.upto_1, flux_block.page_rows FROM (SELECT "id" FROM "public"."users" AS t ORDER BY "id" LIMIT 100) AS page ORDER BY "id" DESC LIMIT 1;
    END IF;
    EXIT WHEN NOT FOUND;
    attempt := 0;
    LOOP
      attempt := attempt + 1;
      BEGIN
        PERFORM set_config('lock_timeout', '250ms', true);
        IF started THEN
          UPDATE "public"."users" AS t SET "code" = t."short_code" WHERE t."id" > flux_block.after_1 AND t."id" <= flux_block.upto_1 AND (t."code" IS NULL AND (t."short_code") IS NOT NULL);
        ELSE
          UPDATE "public"."users" AS t SET "code" = t."short_code" WHERE t."id" <= flux_block.upto_1 AND (t."code" IS NULL AND (t."short_code") IS NOT NULL);
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '07-drop-the-triggers-and-users-code~undo', n FROM generate_series(1, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code';
END
$flux$;

-- ── 07-drop-the-triggers-and-users-code: rollback 2 (at any time, loses nothing) [plain]
DO $flux$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"public"."users_code_key__flux_new"') AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = to_regclass('"public"."users_code_key__flux_new"')) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', '"public"."users_code_key__flux_new"'
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX "public"."users_code_key__flux_new" RENAME TO %I', 'flux_invalid_' || to_regclass('"public"."users_code_key__flux_new"')::oid);
  END IF;
END
$flux$;

-- ── 07-drop-the-triggers-and-users-code: rollback 3 (at any time, loses nothing) [alone]
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "users_code_key__flux_new" ON "public"."users" USING "btree" ("short_code");

-- ── 07-drop-the-triggers-and-users-code: rollback 4 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 4 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 4 AND state = 'done');
      DO $built$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"public"."users_code_key__flux_new"') AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', '"public"."users_code_key__flux_new"' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY "public"."users_code_key__flux_new"; then run this again.';
  END IF;
END
$built$;
      DO $leftovers$
      DECLARE
        leftover regclass;
      BEGIN
        FOR leftover IN SELECT i.indexrelid::regclass FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          WHERE i.indrelid = '"public"."users"'::regclass AND NOT i.indisvalid AND c.relname LIKE 'flux\_invalid\_%'
        LOOP
          EXECUTE format('DROP INDEX %s', leftover);
        END LOOP;
      END
      $leftovers$;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '07-drop-the-triggers-and-users-code~undo', n FROM generate_series(2, 4) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code';
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

-- ── 07-drop-the-triggers-and-users-code: rollback 5 (at any time, loses nothing) [plain]
DO $flux$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"public"."users_code_key"') AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = to_regclass('"public"."users_code_key"')) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', '"public"."users_code_key"'
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX "public"."users_code_key" RENAME TO %I', 'flux_invalid_' || to_regclass('"public"."users_code_key"')::oid);
  END IF;
END
$flux$;

-- ── 07-drop-the-triggers-and-users-code: rollback 6 (at any time, loses nothing) [alone]
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "users_code_key" ON "public"."users" USING "btree" ("code");

-- ── 07-drop-the-triggers-and-users-code: rollback 7 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 7 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 7 AND state = 'done');
      DO $built$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"public"."users_code_key"') AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', '"public"."users_code_key"' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY "public"."users_code_key"; then run this again.';
  END IF;
END
$built$;
      DO $leftovers$
      DECLARE
        leftover regclass;
      BEGIN
        FOR leftover IN SELECT i.indexrelid::regclass FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          WHERE i.indrelid = '"public"."users"'::regclass AND NOT i.indisvalid AND c.relname LIKE 'flux\_invalid\_%'
        LOOP
          EXECUTE format('DROP INDEX %s', leftover);
        END LOOP;
      END
      $leftovers$;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '07-drop-the-triggers-and-users-code~undo', n FROM generate_series(5, 7) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code';
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

-- ── 07-drop-the-triggers-and-users-code: rollback 8 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 8 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 8 AND state = 'done');
      ALTER TABLE "public"."users" ADD CONSTRAINT "users_code_key" UNIQUE USING INDEX "users_code_key";
      ALTER TABLE "public"."users" ADD CONSTRAINT "users_code_check" CHECK (("code" <> 'forbidden'::text)) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '07-drop-the-triggers-and-users-code~undo', n FROM generate_series(8, 8) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code';
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

-- ── 07-drop-the-triggers-and-users-code: rollback 9 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 9 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 9 AND state = 'done');
      ALTER TABLE "public"."users" VALIDATE CONSTRAINT "users_code_check";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '07-drop-the-triggers-and-users-code~undo', n FROM generate_series(9, 9) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code';
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

-- ── 07-drop-the-triggers-and-users-code: rollback 10 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 10 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 10 AND state = 'done');
      ALTER TABLE "public"."users" ADD CONSTRAINT "users_code__flux_not_null" CHECK ("code" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '07-drop-the-triggers-and-users-code~undo', n FROM generate_series(10, 10) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code';
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

-- ── 07-drop-the-triggers-and-users-code: rollback 11 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 11 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 11 AND state = 'done');
      ALTER TABLE "public"."users" VALIDATE CONSTRAINT "users_code__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '07-drop-the-triggers-and-users-code~undo', n FROM generate_series(11, 11) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code';
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

-- ── 07-drop-the-triggers-and-users-code: rollback 12 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 12 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code~undo' AND unit = 12 AND state = 'done');
      ALTER TABLE "public"."users" ALTER COLUMN "code" SET NOT NULL;
      ALTER TABLE "public"."users" DROP CONSTRAINT IF EXISTS "users_code__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '07-drop-the-triggers-and-users-code~undo', n FROM generate_series(12, 12) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code';
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

-- ── 07-drop-the-triggers-and-users-code: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '07-drop-the-triggers-and-users-code~undo', n FROM generate_series(0, 12) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '07-drop-the-triggers-and-users-code';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-trigger' AND step IN ('07-drop-the-triggers-and-users-code', '07-drop-the-triggers-and-users-code~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-trigger' AND state = 'done';
END
$flux$;

-- ── 05-set-users-short-code-not-null-proven-fir: rollback 0 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '05-set-users-short-code-not-null-proven-fir~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '05-set-users-short-code-not-null-proven-fir~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."users" ALTER COLUMN "short_code" DROP NOT NULL;
      ALTER TABLE "public"."users" DROP CONSTRAINT IF EXISTS "users_short_code__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '05-set-users-short-code-not-null-proven-fir~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '05-set-users-short-code-not-null-proven-fir';
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

-- ── 05-set-users-short-code-not-null-proven-fir: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '05-set-users-short-code-not-null-proven-fir~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '05-set-users-short-code-not-null-proven-fir';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-trigger' AND step IN ('05-set-users-short-code-not-null-proven-fir', '05-set-users-short-code-not-null-proven-fir~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-trigger' AND state = 'done';
END
$flux$;

-- ── 04-carry-check-users-code-check-over-to-sho: rollback 0 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '04-carry-check-users-code-check-over-to-sho~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '04-carry-check-users-code-check-over-to-sho~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."users" DROP CONSTRAINT IF EXISTS "users_code_check__flux_new";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '04-carry-check-users-code-check-over-to-sho~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '04-carry-check-users-code-check-over-to-sho';
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

-- ── 04-carry-check-users-code-check-over-to-sho: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '04-carry-check-users-code-check-over-to-sho~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '04-carry-check-users-code-check-over-to-sho';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-trigger' AND step IN ('04-carry-check-users-code-check-over-to-sho', '04-carry-check-users-code-check-over-to-sho~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-trigger' AND state = 'done';
END
$flux$;

-- ── 03-build-index-users-code-key-on-short-code: rollback 0 (until new is out, loses nothing) [alone]
DROP INDEX CONCURRENTLY IF EXISTS "public"."users_code_key__flux_new";

-- ── 03-build-index-users-code-key-on-short-code: rollback 1 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '03-build-index-users-code-key-on-short-code~undo' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '03-build-index-users-code-key-on-short-code~undo' AND unit = 1 AND state = 'done');
      DO $leftovers$
      DECLARE
        leftover regclass;
      BEGIN
        FOR leftover IN SELECT i.indexrelid::regclass FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          WHERE i.indrelid = '"public"."users"'::regclass AND NOT i.indisvalid AND c.relname LIKE 'flux\_invalid\_%'
        LOOP
          EXECUTE format('DROP INDEX %s', leftover);
        END LOOP;
      END
      $leftovers$;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '03-build-index-users-code-key-on-short-code~undo', n FROM generate_series(0, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '03-build-index-users-code-key-on-short-code';
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

-- ── 03-build-index-users-code-key-on-short-code: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '03-build-index-users-code-key-on-short-code~undo', n FROM generate_series(0, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '03-build-index-users-code-key-on-short-code';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-trigger' AND step IN ('03-build-index-users-code-key-on-short-code', '03-build-index-users-code-key-on-short-code~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-trigger' AND state = 'done';
END
$flux$;

-- ── 02-copy-users-code-into-short-code: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '02-copy-users-code-into-short-code~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '02-copy-users-code-into-short-code';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-trigger' AND step IN ('02-copy-users-code-into-short-code', '02-copy-users-code-into-short-code~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-trigger' AND state = 'done';
END
$flux$;

-- ── 01-add-users-short-code-synced-with-code: rollback 0 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '01-add-users-short-code-synced-with-code~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1729101347);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-trigger' AND step = '01-add-users-short-code-synced-with-code~undo' AND unit = 0 AND state = 'done');
      COMMENT ON COLUMN "public"."users"."short_code" IS NULL;
      DROP TRIGGER IF EXISTS " flux_first" ON "public"."users";
      DROP TRIGGER IF EXISTS "~flux_last" ON "public"."users";
      DROP FUNCTION IF EXISTS flux."users__sync_first"();
      DROP FUNCTION IF EXISTS flux."users__sync_last"();
      DROP VIEW IF EXISTS flux."hold_public.users.code__old";
      DROP SEQUENCE IF EXISTS flux."last_public.users.code__old";
      DROP SEQUENCE IF EXISTS flux."lossy_public.users.code__old";
      ALTER TABLE "public"."users" DROP COLUMN "short_code";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '01-add-users-short-code-synced-with-code~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '01-add-users-short-code-synced-with-code';
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

-- ── 01-add-users-short-code-synced-with-code: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-trigger', '01-add-users-short-code-synced-with-code~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-trigger' AND step = '01-add-users-short-code-synced-with-code';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-trigger' AND step IN ('01-add-users-short-code-synced-with-code', '01-add-users-short-code-synced-with-code~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-trigger' AND state = 'done';
END
$flux$;
