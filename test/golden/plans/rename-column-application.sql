-- Rename a column, the application writes both
-- source: ALTER TABLE users RENAME COLUMN name TO display_name
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
    VALUES ('rename-column-application', '13b7e00613ee7bb3', '[{"schema":"public","name":"users"}]', true)
    ON CONFLICT (plan) DO NOTHING;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-application' AND fingerprint <> '13b7e00613ee7bb3') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'rename-column-application'
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
    WHERE plan = 'rename-column-application';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-application' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'rename-column-application', (SELECT state FROM flux.plans WHERE plan = 'rename-column-application')
      USING HINT = 'Run: flux status rename-column-application';
  END IF;
END
$guard$;

-- ── 01-add-users-display-name: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '01-add-users-display-name' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '01-add-users-display-name' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."users"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."users"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "public"."users" ADD COLUMN "display_name" text;
      ALTER TABLE "public"."users" ALTER COLUMN "display_name" SET DEFAULT 'anon'::text;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '01-add-users-display-name', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-application' AND step = '01-add-users-display-name~undo';
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

-- ── 01-add-users-display-name: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."users"') AND a.attname = 'display_name' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'text')) AND (EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."users"') AND a.attname = 'display_name' AND NOT a.attisdropped AND a.atthasdef)))::text AS value;

-- ── 02-deploy-dual-write: Writes the same value to users.name and display_name in one statement; still reads name. When the version from before this plan is gone [plain]
INSERT INTO flux.gates (plan, phase) VALUES ('rename-column-application', 1);

-- ── phase 2, migrate: guard [plain]
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
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-application' AND fingerprint <> '13b7e00613ee7bb3') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'rename-column-application'
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
    WHERE plan = 'rename-column-application';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-application' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'rename-column-application', (SELECT state FROM flux.plans WHERE plan = 'rename-column-application')
      USING HINT = 'Run: flux status rename-column-application';
  END IF;
  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = 'rename-column-application' AND phase = 1)
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-application' AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', 2, 'rename-column-application'
      USING HINT = 'Run: flux release rename-column-application. For a database that serves nobody, as in CI: PGOPTIONS=''-c flux.fresh=on'' opens all gates.';
  END IF;
END
$guard$;

-- ── 03-copy-users-name-into-display-name: unit 0 [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '03-copy-users-name-into-display-name' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('rename-column-application', '03-copy-users-name-into-display-name') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1] INTO started, finished, flux_block.after_1
      FROM flux.backfills WHERE plan = 'rename-column-application' AND step = '03-copy-users-name-into-display-name';
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
          UPDATE "public"."users" AS t SET "display_name" = t."name" WHERE t."id" > flux_block.after_1 AND t."id" <= flux_block.upto_1 AND ((t."display_name")::text COLLATE "C" IS DISTINCT FROM (t."name")::text COLLATE "C");
        ELSE
          UPDATE "public"."users" AS t SET "display_name" = t."name" WHERE t."id" <= flux_block.upto_1 AND ((t."display_name")::text COLLATE "C" IS DISTINCT FROM (t."name")::text COLLATE "C");
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'rename-column-application' AND step = '03-copy-users-name-into-display-name';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '03-copy-users-name-into-display-name';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '03-copy-users-name-into-display-name', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'rename-column-application' AND step = '03-copy-users-name-into-display-name~undo';
END
$flux$;

-- ── 03-copy-users-name-into-display-name: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "public"."users" AS t WHERE (t."display_name")::text COLLATE "C" IS DISTINCT FROM (t."name")::text COLLATE "C";

-- ── 04-name-and-display-name-are-equal-in-every: unit 0 [plain]
DO $flux$
DECLARE
  found text;
BEGIN
  EXECUTE 'SELECT count(*)::text AS value FROM "public"."users" AS t WHERE (t."display_name")::text COLLATE "C" IS DISTINCT FROM (t."name")::text COLLATE "C"' INTO found;
  IF found IS DISTINCT FROM '0' THEN
    RAISE EXCEPTION 'flux: check failed: %: expected %, found %', 'rows in which name and display_name differ', '0', coalesce(found, 'nothing')
      USING HINT = 'Some instance still writes only one of the two: find it, then run the copy again.';
  END IF;
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '04-name-and-display-name-are-equal-in-every', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'rename-column-application' AND step = '04-name-and-display-name-are-equal-in-every~undo';
END
$flux$;

-- ── 04-name-and-display-name-are-equal-in-every: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "public"."users" AS t WHERE (t."display_name")::text COLLATE "C" IS DISTINCT FROM (t."name")::text COLLATE "C";

-- ── 05-build-index-users-name-idx-on-display-na: unit 0 [plain]
DO $flux$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"public"."users_name_idx__flux_new"') AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = to_regclass('"public"."users_name_idx__flux_new"')) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', '"public"."users_name_idx__flux_new"'
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX "public"."users_name_idx__flux_new" RENAME TO %I', 'flux_invalid_' || to_regclass('"public"."users_name_idx__flux_new"')::oid);
  END IF;
END
$flux$;

-- ── 05-build-index-users-name-idx-on-display-na: unit 1 [alone]
CREATE INDEX CONCURRENTLY IF NOT EXISTS "users_name_idx__flux_new" ON "public"."users" USING "btree" ("display_name");

-- ── 05-build-index-users-name-idx-on-display-na: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '05-build-index-users-name-idx-on-display-na' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '05-build-index-users-name-idx-on-display-na' AND unit = 2 AND state = 'done');
      DO $built$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"public"."users_name_idx__flux_new"') AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', '"public"."users_name_idx__flux_new"' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY "public"."users_name_idx__flux_new"; then run this again.';
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '05-build-index-users-name-idx-on-display-na', n FROM generate_series(0, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-application' AND step = '05-build-index-users-name-idx-on-display-na~undo';
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

-- ── 05-build-index-users-name-idx-on-display-na: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"public"."users_name_idx__flux_new"') AND i.indisvalid)))::text AS value;

-- ── 06-set-users-display-name-not-null-proven-f: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '06-set-users-display-name-not-null-proven-f' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '06-set-users-display-name-not-null-proven-f' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."users"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."users"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "public"."users" ADD CONSTRAINT "users_display_name__flux_not_null" CHECK ("display_name" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '06-set-users-display-name-not-null-proven-f', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-application' AND step = '06-set-users-display-name-not-null-proven-f~undo';
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

-- ── 06-set-users-display-name-not-null-proven-f: unit 1 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '06-set-users-display-name-not-null-proven-f' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '06-set-users-display-name-not-null-proven-f' AND unit = 1 AND state = 'done');
      ALTER TABLE "public"."users" VALIDATE CONSTRAINT "users_display_name__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '06-set-users-display-name-not-null-proven-f', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-application' AND step = '06-set-users-display-name-not-null-proven-f~undo';
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

-- ── 06-set-users-display-name-not-null-proven-f: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '06-set-users-display-name-not-null-proven-f' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '06-set-users-display-name-not-null-proven-f' AND unit = 2 AND state = 'done');
      ALTER TABLE "public"."users" ALTER COLUMN "display_name" SET NOT NULL;
      ALTER TABLE "public"."users" DROP CONSTRAINT IF EXISTS "users_display_name__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '06-set-users-display-name-not-null-proven-f', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-application' AND step = '06-set-users-display-name-not-null-proven-f~undo';
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

-- ── 06-set-users-display-name-not-null-proven-f: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."users"') AND a.attname = 'display_name' AND NOT a.attisdropped AND a.attnotnull)) AND (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"public"."users"') AND c.conname = 'users_display_name__flux_not_null')))::text AS value;

-- ── 07-deploy-read-new: Reads users.display_name; still writes both columns. When the dual-write release is gone [plain]
INSERT INTO flux.gates (plan, phase) VALUES ('rename-column-application', 2);

-- ── phase 3, migrate: guard [plain]
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
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-application' AND fingerprint <> '13b7e00613ee7bb3') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'rename-column-application'
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
    WHERE plan = 'rename-column-application';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-application' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'rename-column-application', (SELECT state FROM flux.plans WHERE plan = 'rename-column-application')
      USING HINT = 'Run: flux status rename-column-application';
  END IF;
  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = 'rename-column-application' AND phase = 2)
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-application' AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', 3, 'rename-column-application'
      USING HINT = 'Run: flux release rename-column-application. For a database that serves nobody, as in CI: PGOPTIONS=''-c flux.fresh=on'' opens all gates.';
  END IF;
END
$guard$;

-- ── 08-let-the-next-release-leave-out-users-nam: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."users" ALTER COLUMN "name" DROP NOT NULL;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '08-let-the-next-release-leave-out-users-nam', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam~undo';
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

-- ── 08-let-the-next-release-leave-out-users-nam: proof, expected true [plain]
SELECT (true)::text AS value;

-- ── 09-deploy-new: Writes users.display_name only; no longer names name. When the read-new release is gone [plain]
INSERT INTO flux.gates (plan, phase) VALUES ('rename-column-application', 3);

-- ── phase 4, contract: guard [plain]
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
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-application' AND fingerprint <> '13b7e00613ee7bb3') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'rename-column-application'
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
    WHERE plan = 'rename-column-application';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-application' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'rename-column-application', (SELECT state FROM flux.plans WHERE plan = 'rename-column-application')
      USING HINT = 'Run: flux status rename-column-application';
  END IF;
  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = 'rename-column-application' AND phase = 3)
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-application' AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', 4, 'rename-column-application'
      USING HINT = 'Run: flux release rename-column-application. For a database that serves nobody, as in CI: PGOPTIONS=''-c flux.fresh=on'' opens all gates.';
  END IF;
END
$guard$;

-- ── 10-drop-users-name: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '10-drop-users-name' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '10-drop-users-name' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."users"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."users"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"public"."users"'::regclass AND i.indisreplident AND a.attname = 'name') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"name"', '"public"."users"'
      USING HINT = 'Give the table another one first: ALTER TABLE "public"."users" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      ALTER TABLE "public"."users" DROP COLUMN "name";
      ALTER INDEX "public"."users_name_idx__flux_new" RENAME TO "users_name_idx";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '10-drop-users-name', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-application' AND step = '10-drop-users-name~undo';
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

-- ── 10-drop-users-name: proof, expected true [plain]
SELECT ((NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."users"') AND a.attname = 'name' AND NOT a.attisdropped)) AND (EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"public"."users_name_idx"') AND i.indisvalid)))::text AS value;

-- ══ ROLLBACK, last step first

-- ── 10-drop-users-name: rollback 0 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '10-drop-users-name~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '10-drop-users-name~undo' AND unit = 0 AND state = 'done');
      ALTER INDEX "public"."users_name_idx" RENAME TO "users_name_idx__flux_new";
      ALTER TABLE "public"."users" ADD COLUMN "name" text;
      ALTER TABLE "public"."users" ALTER COLUMN "name" SET DEFAULT 'anon'::text;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '10-drop-users-name~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '10-drop-users-name';
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

-- ── 10-drop-users-name: rollback 1 (at any time, loses nothing) [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '10-drop-users-name~undo' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('rename-column-application', '10-drop-users-name~undo') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1] INTO started, finished, flux_block.after_1
      FROM flux.backfills WHERE plan = 'rename-column-application' AND step = '10-drop-users-name~undo';
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
          UPDATE "public"."users" AS t SET "name" = t."display_name" WHERE t."id" > flux_block.after_1 AND t."id" <= flux_block.upto_1 AND (t."name" IS NULL AND (t."display_name") IS NOT NULL);
        ELSE
          UPDATE "public"."users" AS t SET "name" = t."display_name" WHERE t."id" <= flux_block.upto_1 AND (t."name" IS NULL AND (t."display_name") IS NOT NULL);
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'rename-column-application' AND step = '10-drop-users-name~undo';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '10-drop-users-name~undo';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '10-drop-users-name~undo', n FROM generate_series(1, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '10-drop-users-name';
END
$flux$;

-- ── 10-drop-users-name: rollback 2 (at any time, loses nothing) [plain]
DO $flux$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"public"."users_name_idx"') AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = to_regclass('"public"."users_name_idx"')) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', '"public"."users_name_idx"'
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX "public"."users_name_idx" RENAME TO %I', 'flux_invalid_' || to_regclass('"public"."users_name_idx"')::oid);
  END IF;
END
$flux$;

-- ── 10-drop-users-name: rollback 3 (at any time, loses nothing) [alone]
CREATE INDEX CONCURRENTLY IF NOT EXISTS "users_name_idx" ON "public"."users" USING "btree" ("name");

-- ── 10-drop-users-name: rollback 4 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '10-drop-users-name~undo' AND unit = 4 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '10-drop-users-name~undo' AND unit = 4 AND state = 'done');
      DO $built$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"public"."users_name_idx"') AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', '"public"."users_name_idx"' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY "public"."users_name_idx"; then run this again.';
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '10-drop-users-name~undo', n FROM generate_series(2, 4) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '10-drop-users-name';
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

-- ── 10-drop-users-name: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '10-drop-users-name~undo', n FROM generate_series(0, 4) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '10-drop-users-name';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-application' AND step IN ('10-drop-users-name', '10-drop-users-name~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-application' AND state = 'done';
END
$flux$;

-- ── 08-let-the-next-release-leave-out-users-nam: rollback 0 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam~undo' AND unit = 0 AND state = 'done');

      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '08-let-the-next-release-leave-out-users-nam~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam';
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

-- ── 08-let-the-next-release-leave-out-users-nam: rollback 1 (until new is out, loses nothing) [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam~undo' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('rename-column-application', '08-let-the-next-release-leave-out-users-nam~undo') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1] INTO started, finished, flux_block.after_1
      FROM flux.backfills WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam~undo';
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
          UPDATE "public"."users" AS t SET "name" = t."display_name" WHERE t."id" > flux_block.after_1 AND t."id" <= flux_block.upto_1 AND ((t."display_name")::text COLLATE "C" IS DISTINCT FROM (t."name")::text COLLATE "C");
        ELSE
          UPDATE "public"."users" AS t SET "name" = t."display_name" WHERE t."id" <= flux_block.upto_1 AND ((t."display_name")::text COLLATE "C" IS DISTINCT FROM (t."name")::text COLLATE "C");
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam~undo';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam~undo';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '08-let-the-next-release-leave-out-users-nam~undo', n FROM generate_series(1, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam';
END
$flux$;

-- ── 08-let-the-next-release-leave-out-users-nam: rollback 2 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam~undo' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam~undo' AND unit = 2 AND state = 'done');
      ALTER TABLE "public"."users" ADD CONSTRAINT "users_name__flux_not_null" CHECK ("name" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '08-let-the-next-release-leave-out-users-nam~undo', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam';
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

-- ── 08-let-the-next-release-leave-out-users-nam: rollback 3 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam~undo' AND unit = 3 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam~undo' AND unit = 3 AND state = 'done');
      ALTER TABLE "public"."users" VALIDATE CONSTRAINT "users_name__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '08-let-the-next-release-leave-out-users-nam~undo', n FROM generate_series(3, 3) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam';
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

-- ── 08-let-the-next-release-leave-out-users-nam: rollback 4 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam~undo' AND unit = 4 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam~undo' AND unit = 4 AND state = 'done');
      ALTER TABLE "public"."users" ALTER COLUMN "name" SET NOT NULL;
      ALTER TABLE "public"."users" DROP CONSTRAINT IF EXISTS "users_name__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '08-let-the-next-release-leave-out-users-nam~undo', n FROM generate_series(4, 4) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam';
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

-- ── 08-let-the-next-release-leave-out-users-nam: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '08-let-the-next-release-leave-out-users-nam~undo', n FROM generate_series(0, 4) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '08-let-the-next-release-leave-out-users-nam';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-application' AND step IN ('08-let-the-next-release-leave-out-users-nam', '08-let-the-next-release-leave-out-users-nam~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-application' AND state = 'done';
END
$flux$;

-- ── 06-set-users-display-name-not-null-proven-f: rollback 0 (until read-new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '06-set-users-display-name-not-null-proven-f~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '06-set-users-display-name-not-null-proven-f~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."users" ALTER COLUMN "display_name" DROP NOT NULL;
      ALTER TABLE "public"."users" DROP CONSTRAINT IF EXISTS "users_display_name__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '06-set-users-display-name-not-null-proven-f~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '06-set-users-display-name-not-null-proven-f';
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

-- ── 06-set-users-display-name-not-null-proven-f: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '06-set-users-display-name-not-null-proven-f~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '06-set-users-display-name-not-null-proven-f';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-application' AND step IN ('06-set-users-display-name-not-null-proven-f', '06-set-users-display-name-not-null-proven-f~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-application' AND state = 'done';
END
$flux$;

-- ── 05-build-index-users-name-idx-on-display-na: rollback 0 (until read-new is out, loses nothing) [alone]
DROP INDEX CONCURRENTLY IF EXISTS "public"."users_name_idx__flux_new";

-- ── 05-build-index-users-name-idx-on-display-na: rollback 1 (until read-new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '05-build-index-users-name-idx-on-display-na~undo' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '05-build-index-users-name-idx-on-display-na~undo' AND unit = 1 AND state = 'done');
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '05-build-index-users-name-idx-on-display-na~undo', n FROM generate_series(0, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '05-build-index-users-name-idx-on-display-na';
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

-- ── 05-build-index-users-name-idx-on-display-na: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '05-build-index-users-name-idx-on-display-na~undo', n FROM generate_series(0, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '05-build-index-users-name-idx-on-display-na';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-application' AND step IN ('05-build-index-users-name-idx-on-display-na', '05-build-index-users-name-idx-on-display-na~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-application' AND state = 'done';
END
$flux$;

-- ── 04-name-and-display-name-are-equal-in-every: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '04-name-and-display-name-are-equal-in-every~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '04-name-and-display-name-are-equal-in-every';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-application' AND step IN ('04-name-and-display-name-are-equal-in-every', '04-name-and-display-name-are-equal-in-every~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-application' AND state = 'done';
END
$flux$;

-- ── 03-copy-users-name-into-display-name: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '03-copy-users-name-into-display-name~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '03-copy-users-name-into-display-name';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-application' AND step IN ('03-copy-users-name-into-display-name', '03-copy-users-name-into-display-name~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-application' AND state = 'done';
END
$flux$;

-- ── 01-add-users-display-name: rollback 0 (until dual-write is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '01-add-users-display-name~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -263926998);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-application' AND step = '01-add-users-display-name~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."users" ALTER COLUMN "display_name" DROP DEFAULT;
      ALTER TABLE "public"."users" DROP COLUMN "display_name";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '01-add-users-display-name~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '01-add-users-display-name';
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

-- ── 01-add-users-display-name: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-application', '01-add-users-display-name~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-application' AND step = '01-add-users-display-name';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-application' AND step IN ('01-add-users-display-name', '01-add-users-display-name~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-application' AND state = 'done';
END
$flux$;
