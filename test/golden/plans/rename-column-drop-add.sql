-- A rename that a tool wrote as DROP and ADD
-- source: ALTER TABLE users DROP COLUMN bio, ADD COLUMN about varchar(40)
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
    VALUES ('rename-column-drop-add', '13b7e00613ee7bb3', '[{"schema":"public","name":"users"}]', true)
    ON CONFLICT (plan) DO NOTHING;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-drop-add' AND fingerprint <> '13b7e00613ee7bb3') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'rename-column-drop-add'
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
    WHERE plan = 'rename-column-drop-add';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-drop-add' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'rename-column-drop-add', (SELECT state FROM flux.plans WHERE plan = 'rename-column-drop-add')
      USING HINT = 'Run: flux status rename-column-drop-add';
  END IF;
END
$guard$;

-- ── 01-add-users-about-synced-with-bio: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-drop-add' AND step = '01-add-users-about-synced-with-bio' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1827976520);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-drop-add' AND step = '01-add-users-about-synced-with-bio' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."users"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."users"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"public"."users"'::regclass AND i.indisreplident AND a.attname = 'bio') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"bio"', '"public"."users"'
      USING HINT = 'Give the table another one first: ALTER TABLE "public"."users" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      ALTER TABLE "public"."users" ADD COLUMN "about" character varying(40);
      CREATE SEQUENCE IF NOT EXISTS flux."last_public.users.bio__old";
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
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_public.users.bio__old" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE VIEW flux."hold_public.users.bio__old" AS SELECT "bio", "about" FROM "public"."users" LIMIT 0;
      COMMENT ON VIEW flux."hold_public.users.bio__old" IS 'A Flux plan in flight holds public.users (bio, about): see its status before you drop a column.';
      CREATE OR REPLACE FUNCTION flux."users__sync_first"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF NEW."about" IS NOT NULL THEN
            NEW."bio" := NEW."about";
          ELSIF NEW."bio" IS NOT NULL THEN
            NEW."about" := NEW."bio";
            IF coalesce(current_setting('flux.s_645d81db', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
              PERFORM set_config('flux.s_645d81db', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_public.users.bio__old');
            END IF;
          END IF;
        ELSIF (NEW."about")::text COLLATE "C" IS DISTINCT FROM (OLD."about")::text COLLATE "C" THEN
          NEW."bio" := NEW."about";
        ELSE
          NEW."about" := NEW."bio";
          IF (NEW."bio")::text COLLATE "C" IS DISTINCT FROM (OLD."bio")::text COLLATE "C" THEN
            IF coalesce(current_setting('flux.s_645d81db', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
              PERFORM set_config('flux.s_645d81db', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_public.users.bio__old');
            END IF;
          END IF;
        END IF;
        RETURN NEW;
      END
      $body$;
      CREATE OR REPLACE FUNCTION flux."users__sync_last"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."about" := NEW."bio";
        RETURN NEW;
      END
      $body$;
      COMMENT ON FUNCTION flux."users__sync_last"() IS 'flux:[{"mode":"twoWay","source":"bio","target":"about","forward":[{"column":"bio"}],"backward":[{"column":"about"}],"representable":null,"unique":false,"record":"public.users.bio__old"}]';
      CREATE TRIGGER " flux_first" BEFORE INSERT OR UPDATE ON "public"."users" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."users__sync_first"();
      CREATE TRIGGER "~flux_last" BEFORE INSERT OR UPDATE ON "public"."users" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."users__sync_last"();
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-drop-add', '01-add-users-about-synced-with-bio', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-drop-add' AND step = '01-add-users-about-synced-with-bio~undo';
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

-- ── 01-add-users-about-synced-with-bio: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."users"') AND a.attname = 'about' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(40)')) AND ((SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"public"."users"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."users__sync_last"()'), 'pg_proc'), 6)::jsonb @> '[{"source":"bio","target":"about"}]'::jsonb)))::text AS value;

-- ── 02-copy-users-bio-into-about: unit 0 [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-drop-add' AND step = '02-copy-users-bio-into-about' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('rename-column-drop-add', '02-copy-users-bio-into-about') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1] INTO started, finished, flux_block.after_1
      FROM flux.backfills WHERE plan = 'rename-column-drop-add' AND step = '02-copy-users-bio-into-about';
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
          UPDATE "public"."users" AS t SET "about" = t."bio" WHERE t."id" > flux_block.after_1 AND t."id" <= flux_block.upto_1 AND ((t."about")::text COLLATE "C" IS DISTINCT FROM (t."bio")::text COLLATE "C");
        ELSE
          UPDATE "public"."users" AS t SET "about" = t."bio" WHERE t."id" <= flux_block.upto_1 AND ((t."about")::text COLLATE "C" IS DISTINCT FROM (t."bio")::text COLLATE "C");
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'rename-column-drop-add' AND step = '02-copy-users-bio-into-about';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'rename-column-drop-add' AND step = '02-copy-users-bio-into-about';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-drop-add', '02-copy-users-bio-into-about', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'rename-column-drop-add' AND step = '02-copy-users-bio-into-about~undo';
END
$flux$;

-- ── 02-copy-users-bio-into-about: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "public"."users" AS t WHERE (t."about")::text COLLATE "C" IS DISTINCT FROM (t."bio")::text COLLATE "C";

-- ── 03-deploy-new: Reads and writes users.about instead of bio. When the version from before this plan is gone [plain]
INSERT INTO flux.gates (plan, phase) VALUES ('rename-column-drop-add', 1);

-- ── 03-deploy-new: evidence, last write by the old version to users [plain]
SELECT CASE WHEN is_called THEN to_timestamp(last_value) END AS last_seen FROM flux."last_public.users.bio__old";

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
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-drop-add' AND fingerprint <> '13b7e00613ee7bb3') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'rename-column-drop-add'
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
    WHERE plan = 'rename-column-drop-add';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-drop-add' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'rename-column-drop-add', (SELECT state FROM flux.plans WHERE plan = 'rename-column-drop-add')
      USING HINT = 'Run: flux status rename-column-drop-add';
  END IF;
  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = 'rename-column-drop-add' AND phase = 1)
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = 'rename-column-drop-add' AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', 2, 'rename-column-drop-add'
      USING HINT = 'Run: flux release rename-column-drop-add. For a database that serves nobody, as in CI: PGOPTIONS=''-c flux.fresh=on'' opens all gates.';
  END IF;
END
$guard$;

-- ── 04-drop-the-triggers-and-users-bio: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-drop-add' AND step = '04-drop-the-triggers-and-users-bio' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1827976520);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-drop-add' AND step = '04-drop-the-triggers-and-users-bio' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."users"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."users"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"public"."users"'::regclass AND i.indisreplident AND a.attname = 'bio') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"bio"', '"public"."users"'
      USING HINT = 'Give the table another one first: ALTER TABLE "public"."users" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      DROP TRIGGER IF EXISTS " flux_first" ON "public"."users";
      DROP TRIGGER IF EXISTS "~flux_last" ON "public"."users";
      DROP FUNCTION IF EXISTS flux."users__sync_first"();
      DROP FUNCTION IF EXISTS flux."users__sync_last"();
      DROP VIEW IF EXISTS flux."hold_public.users.bio__old";
      DROP SEQUENCE IF EXISTS flux."last_public.users.bio__old";
      DROP SEQUENCE IF EXISTS flux."lossy_public.users.bio__old";
      ALTER TABLE "public"."users" DROP COLUMN "bio";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-drop-add', '04-drop-the-triggers-and-users-bio', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'rename-column-drop-add' AND step = '04-drop-the-triggers-and-users-bio~undo';
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

-- ── 04-drop-the-triggers-and-users-bio: proof, expected true [plain]
SELECT ((NOT coalesce((SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"public"."users"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."users__sync_last"()'), 'pg_proc'), 6)::jsonb @> '[{"source":"bio","target":"about"}]'::jsonb), false)) AND (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."users"') AND a.attname = 'bio' AND NOT a.attisdropped)))::text AS value;

-- ══ ROLLBACK, last step first

-- ── 04-drop-the-triggers-and-users-bio: rollback 0 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-drop-add' AND step = '04-drop-the-triggers-and-users-bio~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1827976520);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-drop-add' AND step = '04-drop-the-triggers-and-users-bio~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."users" ADD COLUMN "bio" character varying(40);
      CREATE SEQUENCE IF NOT EXISTS flux."last_public.users.bio__old";
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
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_public.users.bio__old" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE VIEW flux."hold_public.users.bio__old" AS SELECT "bio", "about" FROM "public"."users" LIMIT 0;
      COMMENT ON VIEW flux."hold_public.users.bio__old" IS 'A Flux plan in flight holds public.users (bio, about): see its status before you drop a column.';
      CREATE OR REPLACE FUNCTION flux."users__sync_first"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF NEW."about" IS NOT NULL THEN
            NEW."bio" := NEW."about";
          ELSIF NEW."bio" IS NOT NULL THEN
            NEW."about" := NEW."bio";
            IF coalesce(current_setting('flux.s_645d81db', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
              PERFORM set_config('flux.s_645d81db', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_public.users.bio__old');
            END IF;
          END IF;
        ELSIF (NEW."about")::text COLLATE "C" IS DISTINCT FROM (OLD."about")::text COLLATE "C" THEN
          NEW."bio" := NEW."about";
        ELSE
          NEW."about" := NEW."bio";
          IF (NEW."bio")::text COLLATE "C" IS DISTINCT FROM (OLD."bio")::text COLLATE "C" THEN
            IF coalesce(current_setting('flux.s_645d81db', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
              PERFORM set_config('flux.s_645d81db', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_public.users.bio__old');
            END IF;
          END IF;
        END IF;
        RETURN NEW;
      END
      $body$;
      CREATE OR REPLACE FUNCTION flux."users__sync_last"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."about" := NEW."bio";
        RETURN NEW;
      END
      $body$;
      COMMENT ON FUNCTION flux."users__sync_last"() IS 'flux:[{"mode":"twoWay","source":"bio","target":"about","forward":[{"column":"bio"}],"backward":[{"column":"about"}],"representable":null,"unique":false,"record":"public.users.bio__old"}]';
      CREATE TRIGGER " flux_first" BEFORE INSERT OR UPDATE ON "public"."users" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."users__sync_first"();
      CREATE TRIGGER "~flux_last" BEFORE INSERT OR UPDATE ON "public"."users" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."users__sync_last"();
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-drop-add', '04-drop-the-triggers-and-users-bio~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-drop-add' AND step = '04-drop-the-triggers-and-users-bio';
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

-- ── 04-drop-the-triggers-and-users-bio: rollback 1 (at any time, loses nothing) [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-drop-add' AND step = '04-drop-the-triggers-and-users-bio~undo' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('rename-column-drop-add', '04-drop-the-triggers-and-users-bio~undo') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1] INTO started, finished, flux_block.after_1
      FROM flux.backfills WHERE plan = 'rename-column-drop-add' AND step = '04-drop-the-triggers-and-users-bio~undo';
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
          UPDATE "public"."users" AS t SET "bio" = t."about" WHERE t."id" > flux_block.after_1 AND t."id" <= flux_block.upto_1 AND (t."bio" IS NULL AND (t."about") IS NOT NULL);
        ELSE
          UPDATE "public"."users" AS t SET "bio" = t."about" WHERE t."id" <= flux_block.upto_1 AND (t."bio" IS NULL AND (t."about") IS NOT NULL);
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'rename-column-drop-add' AND step = '04-drop-the-triggers-and-users-bio~undo';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'rename-column-drop-add' AND step = '04-drop-the-triggers-and-users-bio~undo';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-drop-add', '04-drop-the-triggers-and-users-bio~undo', n FROM generate_series(1, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-drop-add' AND step = '04-drop-the-triggers-and-users-bio';
END
$flux$;

-- ── 04-drop-the-triggers-and-users-bio: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-drop-add', '04-drop-the-triggers-and-users-bio~undo', n FROM generate_series(0, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-drop-add' AND step = '04-drop-the-triggers-and-users-bio';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-drop-add' AND step IN ('04-drop-the-triggers-and-users-bio', '04-drop-the-triggers-and-users-bio~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-drop-add' AND state = 'done';
END
$flux$;

-- ── 02-copy-users-bio-into-about: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-drop-add', '02-copy-users-bio-into-about~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-drop-add' AND step = '02-copy-users-bio-into-about';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-drop-add' AND step IN ('02-copy-users-bio-into-about', '02-copy-users-bio-into-about~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-drop-add' AND state = 'done';
END
$flux$;

-- ── 01-add-users-about-synced-with-bio: rollback 0 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-drop-add' AND step = '01-add-users-about-synced-with-bio~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -1827976520);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'rename-column-drop-add' AND step = '01-add-users-about-synced-with-bio~undo' AND unit = 0 AND state = 'done');
      DROP TRIGGER IF EXISTS " flux_first" ON "public"."users";
      DROP TRIGGER IF EXISTS "~flux_last" ON "public"."users";
      DROP FUNCTION IF EXISTS flux."users__sync_first"();
      DROP FUNCTION IF EXISTS flux."users__sync_last"();
      DROP VIEW IF EXISTS flux."hold_public.users.bio__old";
      DROP SEQUENCE IF EXISTS flux."last_public.users.bio__old";
      DROP SEQUENCE IF EXISTS flux."lossy_public.users.bio__old";
      ALTER TABLE "public"."users" DROP COLUMN "about";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-drop-add', '01-add-users-about-synced-with-bio~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-drop-add' AND step = '01-add-users-about-synced-with-bio';
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

-- ── 01-add-users-about-synced-with-bio: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'rename-column-drop-add', '01-add-users-about-synced-with-bio~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'rename-column-drop-add' AND step = '01-add-users-about-synced-with-bio';
  DELETE FROM flux.backfills WHERE plan = 'rename-column-drop-add' AND step IN ('01-add-users-about-synced-with-bio', '01-add-users-about-synced-with-bio~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'rename-column-drop-add' AND state = 'done';
END
$flux$;
