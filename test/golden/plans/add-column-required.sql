-- Add a NOT NULL column without a default
-- source: ALTER TABLE users ADD COLUMN handle text NOT NULL
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
    VALUES ('add-column-required', '13b7e00613ee7bb3', '[{"schema":"public","name":"users"}]', true)
    ON CONFLICT (plan) DO NOTHING;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'add-column-required' AND fingerprint <> '13b7e00613ee7bb3') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'add-column-required'
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
    WHERE plan = 'add-column-required';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'add-column-required' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'add-column-required', (SELECT state FROM flux.plans WHERE plan = 'add-column-required')
      USING HINT = 'Run: flux status add-column-required';
  END IF;
END
$guard$;

-- ── 01-add-users-handle-filled-by-trigger-for-o: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '01-add-users-handle-filled-by-trigger-for-o' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1663622811);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '01-add-users-handle-filled-by-trigger-for-o' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."users"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."users"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"public"."users"'::regclass AND i.indisreplident AND a.attname = 'handle') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"handle"', '"public"."users"'
      USING HINT = 'Give the table another one first: ALTER TABLE "public"."users" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      ALTER TABLE "public"."users" ADD COLUMN "handle" text;
      CREATE SEQUENCE IF NOT EXISTS flux."last_public.users.handle__fill";
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
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_public.users.handle__fill" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE VIEW flux."hold_public.users.handle__fill" AS SELECT "handle" FROM "public"."users" LIMIT 0;
      COMMENT ON VIEW flux."hold_public.users.handle__fill" IS 'A Flux plan in flight holds public.users (handle, handle): see its status before you drop a column.';
      CREATE OR REPLACE FUNCTION flux."users__sync_first"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $body$
      BEGIN
        IF NEW."handle" IS NULL THEN
          BEGIN
            NEW."handle" := lower(NEW."name") || '-' || NEW."id";
          EXCEPTION WHEN others THEN
            NULL;
          END;
          IF coalesce(current_setting('flux.s_a9369860', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
            PERFORM set_config('flux.s_a9369860', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_public.users.handle__fill');
          END IF;
        END IF;
        RETURN NEW;
      END
      $body$;
      CREATE OR REPLACE FUNCTION flux."users__sync_last"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $body$
      BEGIN
        IF NEW."handle" IS NULL THEN
          BEGIN
            NEW."handle" := lower(NEW."name") || '-' || NEW."id";
          EXCEPTION WHEN others THEN
            NULL;
          END;
        END IF;
        RETURN NEW;
      END
      $body$;
      COMMENT ON FUNCTION flux."users__sync_last"() IS 'flux:[{"mode":"fill","source":"handle","target":"handle","forward":["lower(",{"column":"name"},") || ''-'' || ",{"column":"id"}],"backward":null,"representable":null,"unique":false,"record":"public.users.handle__fill"}]';
      CREATE TRIGGER " flux_first" BEFORE INSERT OR UPDATE ON "public"."users" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."users__sync_first"();
      CREATE TRIGGER "~flux_last" BEFORE INSERT OR UPDATE ON "public"."users" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."users__sync_last"();
      INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '01-add-users-handle-filled-by-trigger-for-o', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'add-column-required' AND step = '01-add-users-handle-filled-by-trigger-for-o~undo';
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

-- ── 01-add-users-handle-filled-by-trigger-for-o: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."users"') AND a.attname = 'handle' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'text')) AND ((SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"public"."users"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."users__sync_last"()'), 'pg_proc'), 6)::jsonb @> '[{"source":"handle","target":"handle"}]'::jsonb)))::text AS value;

-- ── 02-fill-users-handle: unit 0 [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '02-fill-users-handle' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('add-column-required', '02-fill-users-handle') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1] INTO started, finished, flux_block.after_1
      FROM flux.backfills WHERE plan = 'add-column-required' AND step = '02-fill-users-handle';
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
          UPDATE "public"."users" AS t SET "handle" = lower(t."name") || '-' || t."id" WHERE t."id" > flux_block.after_1 AND t."id" <= flux_block.upto_1 AND (t."handle" IS NULL);
        ELSE
          UPDATE "public"."users" AS t SET "handle" = lower(t."name") || '-' || t."id" WHERE t."id" <= flux_block.upto_1 AND (t."handle" IS NULL);
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'add-column-required' AND step = '02-fill-users-handle';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'add-column-required' AND step = '02-fill-users-handle';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '02-fill-users-handle', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'add-column-required' AND step = '02-fill-users-handle~undo';
END
$flux$;

-- ── 02-fill-users-handle: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "public"."users" AS t WHERE t."handle" IS NULL;

-- ── 03-deploy-new: Writes users.handle on every insert. When the version from before this plan is gone [plain]
INSERT INTO flux.gates (plan, phase) VALUES ('add-column-required', 1);

-- ── 03-deploy-new: evidence, last write by the old version to users [plain]
SELECT CASE WHEN is_called THEN to_timestamp(last_value) END AS last_seen FROM flux."last_public.users.handle__fill";

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
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'add-column-required' AND fingerprint <> '13b7e00613ee7bb3') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'add-column-required'
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
    WHERE plan = 'add-column-required';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'add-column-required' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'add-column-required', (SELECT state FROM flux.plans WHERE plan = 'add-column-required')
      USING HINT = 'Run: flux status add-column-required';
  END IF;
  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = 'add-column-required' AND phase = 1)
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = 'add-column-required' AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', 2, 'add-column-required'
      USING HINT = 'Run: flux release add-column-required. For a database that serves nobody, as in CI: PGOPTIONS=''-c flux.fresh=on'' opens all gates.';
  END IF;
END
$guard$;

-- ── 04-no-null-left-in-users-handle: unit 0 [plain]
DO $flux$
DECLARE
  found text;
BEGIN
  EXECUTE 'SELECT count(*)::text AS value FROM "public"."users" AS t WHERE t."handle" IS NULL' INTO found;
  IF found IS DISTINCT FROM '0' THEN
    RAISE EXCEPTION 'flux: check failed: %: expected %, found %', 'rows with NULL in public.users.handle', '0', coalesce(found, 'nothing')
      USING HINT = 'Give a value for them: --fill "users.handle=<SQL expression over the row>", and plan again.';
  END IF;
  INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '04-no-null-left-in-users-handle', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'add-column-required' AND step = '04-no-null-left-in-users-handle~undo';
END
$flux$;

-- ── 04-no-null-left-in-users-handle: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "public"."users" AS t WHERE t."handle" IS NULL;

-- ── 05-set-users-handle-not-null-proven-first: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '05-set-users-handle-not-null-proven-first' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1663622811);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '05-set-users-handle-not-null-proven-first' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."users"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."users"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "public"."users" ADD CONSTRAINT "users_handle__flux_not_null" CHECK ("handle" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '05-set-users-handle-not-null-proven-first', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'add-column-required' AND step = '05-set-users-handle-not-null-proven-first~undo';
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

-- ── 05-set-users-handle-not-null-proven-first: unit 1 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '05-set-users-handle-not-null-proven-first' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1663622811);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '05-set-users-handle-not-null-proven-first' AND unit = 1 AND state = 'done');
      ALTER TABLE "public"."users" VALIDATE CONSTRAINT "users_handle__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '05-set-users-handle-not-null-proven-first', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'add-column-required' AND step = '05-set-users-handle-not-null-proven-first~undo';
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

-- ── 05-set-users-handle-not-null-proven-first: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '05-set-users-handle-not-null-proven-first' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1663622811);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '05-set-users-handle-not-null-proven-first' AND unit = 2 AND state = 'done');
      ALTER TABLE "public"."users" ALTER COLUMN "handle" SET NOT NULL;
      ALTER TABLE "public"."users" DROP CONSTRAINT IF EXISTS "users_handle__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '05-set-users-handle-not-null-proven-first', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'add-column-required' AND step = '05-set-users-handle-not-null-proven-first~undo';
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

-- ── 05-set-users-handle-not-null-proven-first: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."users"') AND a.attname = 'handle' AND NOT a.attisdropped AND a.attnotnull)) AND (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"public"."users"') AND c.conname = 'users_handle__flux_not_null')))::text AS value;

-- ── 06-stop-filling-users-handle: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '06-stop-filling-users-handle' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1663622811);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '06-stop-filling-users-handle' AND unit = 0 AND state = 'done');
      DROP TRIGGER IF EXISTS " flux_first" ON "public"."users";
      DROP TRIGGER IF EXISTS "~flux_last" ON "public"."users";
      DROP FUNCTION IF EXISTS flux."users__sync_first"();
      DROP FUNCTION IF EXISTS flux."users__sync_last"();
      DROP VIEW IF EXISTS flux."hold_public.users.handle__fill";
      DROP SEQUENCE IF EXISTS flux."last_public.users.handle__fill";
      DROP SEQUENCE IF EXISTS flux."lossy_public.users.handle__fill";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '06-stop-filling-users-handle', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'add-column-required' AND step = '06-stop-filling-users-handle~undo';
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

-- ── 06-stop-filling-users-handle: proof, expected true [plain]
SELECT ((NOT coalesce((SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"public"."users"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."users__sync_last"()'), 'pg_proc'), 6)::jsonb @> '[{"source":"handle","target":"handle"}]'::jsonb), false)))::text AS value;

-- ══ ROLLBACK, last step first

-- ── 06-stop-filling-users-handle: rollback 0 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '06-stop-filling-users-handle~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1663622811);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '06-stop-filling-users-handle~undo' AND unit = 0 AND state = 'done');
      CREATE SEQUENCE IF NOT EXISTS flux."last_public.users.handle__fill";
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
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_public.users.handle__fill" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE VIEW flux."hold_public.users.handle__fill" AS SELECT "handle" FROM "public"."users" LIMIT 0;
      COMMENT ON VIEW flux."hold_public.users.handle__fill" IS 'A Flux plan in flight holds public.users (handle, handle): see its status before you drop a column.';
      CREATE OR REPLACE FUNCTION flux."users__sync_first"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $body$
      BEGIN
        IF NEW."handle" IS NULL THEN
          BEGIN
            NEW."handle" := lower(NEW."name") || '-' || NEW."id";
          EXCEPTION WHEN others THEN
            NULL;
          END;
          IF coalesce(current_setting('flux.s_a9369860', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
            PERFORM set_config('flux.s_a9369860', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_public.users.handle__fill');
          END IF;
        END IF;
        RETURN NEW;
      END
      $body$;
      CREATE OR REPLACE FUNCTION flux."users__sync_last"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $body$
      BEGIN
        IF NEW."handle" IS NULL THEN
          BEGIN
            NEW."handle" := lower(NEW."name") || '-' || NEW."id";
          EXCEPTION WHEN others THEN
            NULL;
          END;
        END IF;
        RETURN NEW;
      END
      $body$;
      COMMENT ON FUNCTION flux."users__sync_last"() IS 'flux:[{"mode":"fill","source":"handle","target":"handle","forward":["lower(",{"column":"name"},") || ''-'' || ",{"column":"id"}],"backward":null,"representable":null,"unique":false,"record":"public.users.handle__fill"}]';
      CREATE TRIGGER " flux_first" BEFORE INSERT OR UPDATE ON "public"."users" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."users__sync_first"();
      CREATE TRIGGER "~flux_last" BEFORE INSERT OR UPDATE ON "public"."users" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."users__sync_last"();
      INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '06-stop-filling-users-handle~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'add-column-required' AND step = '06-stop-filling-users-handle';
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

-- ── 06-stop-filling-users-handle: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '06-stop-filling-users-handle~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'add-column-required' AND step = '06-stop-filling-users-handle';
  DELETE FROM flux.backfills WHERE plan = 'add-column-required' AND step IN ('06-stop-filling-users-handle', '06-stop-filling-users-handle~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'add-column-required' AND state = 'done';
END
$flux$;

-- ── 05-set-users-handle-not-null-proven-first: rollback 0 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '05-set-users-handle-not-null-proven-first~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1663622811);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '05-set-users-handle-not-null-proven-first~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."users" ALTER COLUMN "handle" DROP NOT NULL;
      ALTER TABLE "public"."users" DROP CONSTRAINT IF EXISTS "users_handle__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '05-set-users-handle-not-null-proven-first~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'add-column-required' AND step = '05-set-users-handle-not-null-proven-first';
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

-- ── 05-set-users-handle-not-null-proven-first: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '05-set-users-handle-not-null-proven-first~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'add-column-required' AND step = '05-set-users-handle-not-null-proven-first';
  DELETE FROM flux.backfills WHERE plan = 'add-column-required' AND step IN ('05-set-users-handle-not-null-proven-first', '05-set-users-handle-not-null-proven-first~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'add-column-required' AND state = 'done';
END
$flux$;

-- ── 04-no-null-left-in-users-handle: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '04-no-null-left-in-users-handle~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'add-column-required' AND step = '04-no-null-left-in-users-handle';
  DELETE FROM flux.backfills WHERE plan = 'add-column-required' AND step IN ('04-no-null-left-in-users-handle', '04-no-null-left-in-users-handle~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'add-column-required' AND state = 'done';
END
$flux$;

-- ── 02-fill-users-handle: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '02-fill-users-handle~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'add-column-required' AND step = '02-fill-users-handle';
  DELETE FROM flux.backfills WHERE plan = 'add-column-required' AND step IN ('02-fill-users-handle', '02-fill-users-handle~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'add-column-required' AND state = 'done';
END
$flux$;

-- ── 01-add-users-handle-filled-by-trigger-for-o: rollback 0 (until new is out, loses values written to users.handle) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '01-add-users-handle-filled-by-trigger-for-o~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1663622811);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'add-column-required' AND step = '01-add-users-handle-filled-by-trigger-for-o~undo' AND unit = 0 AND state = 'done');
      DROP TRIGGER IF EXISTS " flux_first" ON "public"."users";
      DROP TRIGGER IF EXISTS "~flux_last" ON "public"."users";
      DROP FUNCTION IF EXISTS flux."users__sync_first"();
      DROP FUNCTION IF EXISTS flux."users__sync_last"();
      DROP VIEW IF EXISTS flux."hold_public.users.handle__fill";
      DROP SEQUENCE IF EXISTS flux."last_public.users.handle__fill";
      DROP SEQUENCE IF EXISTS flux."lossy_public.users.handle__fill";
      ALTER TABLE "public"."users" DROP COLUMN "handle";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '01-add-users-handle-filled-by-trigger-for-o~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'add-column-required' AND step = '01-add-users-handle-filled-by-trigger-for-o';
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

-- ── 01-add-users-handle-filled-by-trigger-for-o: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'add-column-required', '01-add-users-handle-filled-by-trigger-for-o~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'add-column-required' AND step = '01-add-users-handle-filled-by-trigger-for-o';
  DELETE FROM flux.backfills WHERE plan = 'add-column-required' AND step IN ('01-add-users-handle-filled-by-trigger-for-o', '01-add-users-handle-filled-by-trigger-for-o~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'add-column-required' AND state = 'done';
END
$flux$;
