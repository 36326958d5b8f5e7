-- Drop a NOT NULL column
-- source: ALTER TABLE users DROP COLUMN score
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
    VALUES ('drop-column', '13b7e00613ee7bb3', '[{"schema":"public","name":"users"}]', true)
    ON CONFLICT (plan) DO NOTHING;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'drop-column' AND fingerprint <> '13b7e00613ee7bb3') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'drop-column'
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
    WHERE plan = 'drop-column';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'drop-column' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'drop-column', (SELECT state FROM flux.plans WHERE plan = 'drop-column')
      USING HINT = 'Run: flux status drop-column';
  END IF;
END
$guard$;

-- ── 01-let-the-new-version-leave-out-users-scor: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '01-let-the-new-version-leave-out-users-scor' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -570720535);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '01-let-the-new-version-leave-out-users-scor' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."users" ALTER COLUMN "score" DROP NOT NULL;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'drop-column', '01-let-the-new-version-leave-out-users-scor', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'drop-column' AND step = '01-let-the-new-version-leave-out-users-scor~undo';
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

-- ── 01-let-the-new-version-leave-out-users-scor: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."users"') AND a.attname = 'score' AND NOT a.attisdropped AND NOT a.attnotnull)))::text AS value;

-- ── 02-deploy-new: No longer names users.score. When the version from before this plan is gone [plain]
INSERT INTO flux.gates (plan, phase) VALUES ('drop-column', 1);

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
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'drop-column' AND fingerprint <> '13b7e00613ee7bb3') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'drop-column'
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
    WHERE plan = 'drop-column';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'drop-column' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'drop-column', (SELECT state FROM flux.plans WHERE plan = 'drop-column')
      USING HINT = 'Run: flux status drop-column';
  END IF;
  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = 'drop-column' AND phase = 1)
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = 'drop-column' AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', 2, 'drop-column'
      USING HINT = 'Run: flux release drop-column. For a database that serves nobody, as in CI: PGOPTIONS=''-c flux.fresh=on'' opens all gates.';
  END IF;
END
$guard$;

-- ── 03-archive-users-score: unit 0 [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '03-archive-users-score' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;
  DO $archive$
DECLARE
  grantee text;
BEGIN
  IF to_regclass('flux."public.users.score__archive_20176b19"') IS NULL THEN
    CREATE TABLE flux."public.users.score__archive_20176b19" AS SELECT "id", "score" FROM "public"."users" WITH NO DATA;
    CREATE UNIQUE INDEX "public.users.score__archive_20176b19__key" ON flux."public.users.score__archive_20176b19" ("id");
    COMMENT ON TABLE flux."public.users.score__archive_20176b19" IS 'Archive of the Flux plan drop-column.';
    FOR grantee IN SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
      FROM pg_catalog.pg_class c, aclexplode(c.relacl) AS a WHERE c.oid = to_regclass('flux."public.users.score__archive_20176b19"') AND a.grantee <> c.relowner
    LOOP
      EXECUTE format('REVOKE ALL ON flux."public.users.score__archive_20176b19" FROM %s', grantee);
    END LOOP;
  ELSIF NOT (obj_description(to_regclass('flux."public.users.score__archive_20176b19"'), 'pg_class') IS NOT DISTINCT FROM 'Archive of the Flux plan drop-column.') THEN
    RAISE EXCEPTION 'flux: table % exists and is not an archive of this plan', 'flux."public.users.score__archive_20176b19"'
      USING HINT = 'See what it holds; rename or drop it, then run this again.';
  END IF;
END
$archive$;
  INSERT INTO flux.backfills (plan, step) VALUES ('drop-column', '03-archive-users-score') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1] INTO started, finished, flux_block.after_1
      FROM flux.backfills WHERE plan = 'drop-column' AND step = '03-archive-users-score';
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
          INSERT INTO flux."public.users.score__archive_20176b19" AS a ("id", "score") SELECT t."id", t."score" FROM "public"."users" AS t WHERE t."id" > flux_block.after_1 AND t."id" <= flux_block.upto_1 AND (t."score" IS NOT NULL OR EXISTS (SELECT FROM flux."public.users.score__archive_20176b19" AS a WHERE a."id" = t."id")) ON CONFLICT ("id") DO UPDATE SET "score" = excluded."score";
        ELSE
          INSERT INTO flux."public.users.score__archive_20176b19" AS a ("id", "score") SELECT t."id", t."score" FROM "public"."users" AS t WHERE t."id" <= flux_block.upto_1 AND (t."score" IS NOT NULL OR EXISTS (SELECT FROM flux."public.users.score__archive_20176b19" AS a WHERE a."id" = t."id")) ON CONFLICT ("id") DO UPDATE SET "score" = excluded."score";
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'drop-column' AND step = '03-archive-users-score';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'drop-column' AND step = '03-archive-users-score';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'drop-column', '03-archive-users-score', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'drop-column' AND step = '03-archive-users-score~undo';
END
$flux$;

-- ── 03-archive-users-score: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "public"."users" AS t LEFT JOIN flux."public.users.score__archive_20176b19" AS a ON a."id" = t."id" WHERE (t."score")::text COLLATE "C" IS DISTINCT FROM (a."score")::text COLLATE "C";

-- ── 04-drop-users-score: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '04-drop-users-score' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -570720535);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '04-drop-users-score' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"public"."users"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"public"."users"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"public"."users"'::regclass AND i.indisreplident AND a.attname = 'score') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"score"', '"public"."users"'
      USING HINT = 'Give the table another one first: ALTER TABLE "public"."users" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      ALTER TABLE "public"."users" DROP COLUMN "score";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'drop-column', '04-drop-users-score', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'drop-column' AND step = '04-drop-users-score~undo';
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

-- ── 04-drop-users-score: proof, expected true [plain]
SELECT ((NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"public"."users"') AND a.attname = 'score' AND NOT a.attisdropped)))::text AS value;

-- ══ ROLLBACK, last step first

-- ── 04-drop-users-score: rollback 0 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '04-drop-users-score~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -570720535);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '04-drop-users-score~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."users" ADD COLUMN "score" text;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'drop-column', '04-drop-users-score~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'drop-column' AND step = '04-drop-users-score';
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

-- ── 04-drop-users-score: rollback 1 (at any time, loses nothing) [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '04-drop-users-score~undo' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('drop-column', '04-drop-users-score~undo') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1] INTO started, finished, flux_block.after_1
      FROM flux.backfills WHERE plan = 'drop-column' AND step = '04-drop-users-score~undo';
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
          UPDATE "public"."users" AS t SET "score" = a."score" FROM flux."public.users.score__archive_20176b19" AS a WHERE t."id" > flux_block.after_1 AND t."id" <= flux_block.upto_1 AND a."id" = t."id" AND t."score" IS NULL;
        ELSE
          UPDATE "public"."users" AS t SET "score" = a."score" FROM flux."public.users.score__archive_20176b19" AS a WHERE t."id" <= flux_block.upto_1 AND a."id" = t."id" AND t."score" IS NULL;
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'drop-column' AND step = '04-drop-users-score~undo';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'drop-column' AND step = '04-drop-users-score~undo';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'drop-column', '04-drop-users-score~undo', n FROM generate_series(1, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'drop-column' AND step = '04-drop-users-score';
END
$flux$;

-- ── 04-drop-users-score: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'drop-column', '04-drop-users-score~undo', n FROM generate_series(0, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'drop-column' AND step = '04-drop-users-score';
  DELETE FROM flux.backfills WHERE plan = 'drop-column' AND step IN ('04-drop-users-score', '04-drop-users-score~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'drop-column' AND state = 'done';
END
$flux$;

-- ── 03-archive-users-score: rollback 0 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '03-archive-users-score~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -570720535);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '03-archive-users-score~undo' AND unit = 0 AND state = 'done');
      DO $archive$
BEGIN
  IF to_regclass('flux."public.users.score__archive_20176b19"') IS NOT NULL AND obj_description(to_regclass('flux."public.users.score__archive_20176b19"'), 'pg_class') IS NOT DISTINCT FROM 'Archive of the Flux plan drop-column.' THEN
    DROP TABLE flux."public.users.score__archive_20176b19";
  END IF;
END
$archive$;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'drop-column', '03-archive-users-score~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'drop-column' AND step = '03-archive-users-score';
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

-- ── 03-archive-users-score: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'drop-column', '03-archive-users-score~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'drop-column' AND step = '03-archive-users-score';
  DELETE FROM flux.backfills WHERE plan = 'drop-column' AND step IN ('03-archive-users-score', '03-archive-users-score~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'drop-column' AND state = 'done';
END
$flux$;

-- ── 01-let-the-new-version-leave-out-users-scor: rollback 0 (until new is out, loses the short way back: rows of the new version need a value in users.score first) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '01-let-the-new-version-leave-out-users-scor~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -570720535);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '01-let-the-new-version-leave-out-users-scor~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "public"."users" ADD CONSTRAINT "users_score__flux_not_null" CHECK ("score" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'drop-column', '01-let-the-new-version-leave-out-users-scor~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'drop-column' AND step = '01-let-the-new-version-leave-out-users-scor';
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

-- ── 01-let-the-new-version-leave-out-users-scor: rollback 1 (until new is out, loses the short way back: rows of the new version need a value in users.score first) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '01-let-the-new-version-leave-out-users-scor~undo' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -570720535);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '01-let-the-new-version-leave-out-users-scor~undo' AND unit = 1 AND state = 'done');
      ALTER TABLE "public"."users" VALIDATE CONSTRAINT "users_score__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'drop-column', '01-let-the-new-version-leave-out-users-scor~undo', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'drop-column' AND step = '01-let-the-new-version-leave-out-users-scor';
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

-- ── 01-let-the-new-version-leave-out-users-scor: rollback 2 (until new is out, loses the short way back: rows of the new version need a value in users.score first) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '01-let-the-new-version-leave-out-users-scor~undo' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -570720535);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'drop-column' AND step = '01-let-the-new-version-leave-out-users-scor~undo' AND unit = 2 AND state = 'done');
      ALTER TABLE "public"."users" ALTER COLUMN "score" SET NOT NULL;
      ALTER TABLE "public"."users" DROP CONSTRAINT IF EXISTS "users_score__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'drop-column', '01-let-the-new-version-leave-out-users-scor~undo', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'drop-column' AND step = '01-let-the-new-version-leave-out-users-scor';
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

-- ── 01-let-the-new-version-leave-out-users-scor: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'drop-column', '01-let-the-new-version-leave-out-users-scor~undo', n FROM generate_series(0, 2) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'drop-column' AND step = '01-let-the-new-version-leave-out-users-scor';
  DELETE FROM flux.backfills WHERE plan = 'drop-column' AND step IN ('01-let-the-new-version-leave-out-users-scor', '01-let-the-new-version-leave-out-users-scor~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'drop-column' AND state = 'done';
END
$flux$;
