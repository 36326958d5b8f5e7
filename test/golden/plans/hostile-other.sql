-- Hostile names: fill, NOT NULL, index, drop, add
-- source: ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" SET NOT NULL;
-- source: CREATE UNIQUE INDEX "un'ique %I ""$leftovers$" ON "Od'd."."we""ird.table" ("k%e'y");
-- source: ALTER TABLE "Od'd."."we""ird.table" DROP COLUMN "Drop";
-- source: ALTER TABLE "Od'd."."we""ird.table" ADD COLUMN "a'dd %" text NOT NULL
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
  IF row_security_active('"Od''d."."we""ird.table"') THEN
    RAISE EXCEPTION 'flux: row level security hides rows of % from role %', '"Od''d."."we""ird.table"', current_user
      USING HINT = 'Run it as a role with BYPASSRLS, or without FORCE ROW LEVEL SECURITY on the table as its owner.';
  END IF;
  INSERT INTO flux.plans (plan, fingerprint, tables, fresh)
    VALUES ('hostile-other', '5089749a71d982ce', E'[{"schema":"Od''d.","name":"we\\"ird.table"}]', true)
    ON CONFLICT (plan) DO NOTHING;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-other' AND fingerprint <> '5089749a71d982ce') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'hostile-other'
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
    WHERE plan = 'hostile-other';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-other' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'hostile-other', (SELECT state FROM flux.plans WHERE plan = 'hostile-other')
      USING HINT = 'Run: flux status hostile-other';
  END IF;
END
$guard$;

-- ── 01-add-we-ird-table-a-dd-filled-by-trigger: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '01-add-we-ird-table-a-dd-filled-by-trigger' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '01-add-we-ird-table-a-dd-filled-by-trigger' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"Od''d."."we""ird.table"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"Od''d."."we""ird.table"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"Od''d."."we""ird.table"'::regclass AND i.indisreplident AND a.attname = 'a''dd %') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"a''dd %"', '"Od''d."."we""ird.table"'
      USING HINT = 'Give the table another one first: ALTER TABLE "Od''d."."we""ird.table" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      ALTER TABLE "Od'd."."we""ird.table" ADD COLUMN "a'dd %" text;
      CREATE SEQUENCE IF NOT EXISTS flux."last_Od'd..we""ird.table.a'dd %__fill";
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
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_Od''d..we""ird.table.a''dd %%__fill" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE VIEW flux."hold_Od'd..we""ird.table.a'dd %__fill" AS SELECT "a'dd %" FROM "Od'd."."we""ird.table" LIMIT 0;
      COMMENT ON VIEW flux."hold_Od'd..we""ird.table.a'dd %__fill" IS 'A Flux plan in flight holds Od''d..we"ird.table (a''dd %, a''dd %): see its status before you drop a column.';
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_first"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $body1$
      BEGIN
        IF NEW."a'dd %" IS NULL THEN
          BEGIN
            NEW."a'dd %" := NEW."sel'ect" || '$body$ %';
          EXCEPTION WHEN others THEN
            NULL;
          END;
          IF coalesce(current_setting('flux.s_d36f4d8a', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
            PERFORM set_config('flux.s_d36f4d8a', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_Od''d..we"ird.table.a''dd %__fill');
          END IF;
        END IF;
        RETURN NEW;
      END
      $body1$;
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_last"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $body1$
      BEGIN
        IF NEW."a'dd %" IS NULL THEN
          BEGIN
            NEW."a'dd %" := NEW."sel'ect" || '$body$ %';
          EXCEPTION WHEN others THEN
            NULL;
          END;
        END IF;
        RETURN NEW;
      END
      $body1$;
      COMMENT ON FUNCTION flux."Od'd..we""ird.table__sync_last"() IS E'flux:[{"mode":"fill","source":"a''dd %","target":"a''dd %","forward":[{"column":"sel''ect"}," || ''$body$ %''"],"backward":null,"representable":null,"unique":false,"record":"Od''d..we\\"ird.table.a''dd %__fill"}]';
      CREATE TRIGGER " flux_first" BEFORE INSERT OR UPDATE ON "Od'd."."we""ird.table" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."Od'd..we""ird.table__sync_first"();
      CREATE TRIGGER "~flux_last" BEFORE INSERT OR UPDATE ON "Od'd."."we""ird.table" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."Od'd..we""ird.table__sync_last"();
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '01-add-we-ird-table-a-dd-filled-by-trigger', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '01-add-we-ird-table-a-dd-filled-by-trigger~undo';
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

-- ── 01-add-we-ird-table-a-dd-filled-by-trigger: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = 'a''dd %' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'text')) AND ((SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"Od''d."."we""ird.table"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."Od''d..we""ird.table__sync_last"()'), 'pg_proc'), 6)::jsonb @> '[{"source":"a''dd %","target":"a''dd %"}]'::jsonb)))::text AS value;

-- ── 02-fill-we-ird-table-a-dd: unit 0 [alone]
DO $flux$
#variable_conflict use_column
<<flux_block>>
DECLARE
  after_1 text;
  upto_1 text;
  after_2 uuid;
  upto_2 uuid;
  started boolean;
  finished boolean;
  changed bigint;
  page_rows bigint;
  attempt int;
BEGIN
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '02-fill-we-ird-table-a-dd' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('hostile-other', '02-fill-we-ird-table-a-dd') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1], cursor[2] INTO started, finished, flux_block.after_1, flux_block.after_2
      FROM flux.backfills WHERE plan = 'hostile-other' AND step = '02-fill-we-ird-table-a-dd';
    EXIT WHEN finished;
    IF started THEN
      SELECT "k%e'y", "ke""y 2", count(*) OVER () INTO flux_block.upto_1, flux_block.upto_2, flux_block.page_rows FROM (SELECT "k%e'y", "ke""y 2" FROM "Od'd."."we""ird.table" AS t WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) ORDER BY "k%e'y", "ke""y 2" LIMIT 100) AS page ORDER BY "k%e'y" DESC, "ke""y 2" DESC LIMIT 1;
    ELSE
      SELECT "k%e'y", "ke""y 2", count(*) OVER () INTO flux_block.upto_1, flux_block.upto_2, flux_block.page_rows FROM (SELECT "k%e'y", "ke""y 2" FROM "Od'd."."we""ird.table" AS t ORDER BY "k%e'y", "ke""y 2" LIMIT 100) AS page ORDER BY "k%e'y" DESC, "ke""y 2" DESC LIMIT 1;
    END IF;
    EXIT WHEN NOT FOUND;
    attempt := 0;
    LOOP
      attempt := attempt + 1;
      BEGIN
        PERFORM set_config('lock_timeout', '250ms', true), set_config('flux.backfill', 'on', true);
        IF started THEN
          UPDATE "Od'd."."we""ird.table" AS t SET "a'dd %" = t."sel'ect" || '$body$ %' WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) AND (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND (t."a'dd %" IS NULL);
        ELSE
          UPDATE "Od'd."."we""ird.table" AS t SET "a'dd %" = t."sel'ect" || '$body$ %' WHERE (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND (t."a'dd %" IS NULL);
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text, flux_block.upto_2::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'hostile-other' AND step = '02-fill-we-ird-table-a-dd';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '02-fill-we-ird-table-a-dd';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '02-fill-we-ird-table-a-dd', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '02-fill-we-ird-table-a-dd~undo';
END
$flux$;

-- ── 02-fill-we-ird-table-a-dd: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "Od'd."."we""ird.table" AS t WHERE t."a'dd %" IS NULL;

-- ── 03-let-the-new-version-leave-out-we-ird-tab: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '03-let-the-new-version-leave-out-we-ird-tab' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '03-let-the-new-version-leave-out-we-ird-tab' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "Drop" DROP NOT NULL;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '03-let-the-new-version-leave-out-we-ird-tab', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '03-let-the-new-version-leave-out-we-ird-tab~undo';
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

-- ── 03-let-the-new-version-leave-out-we-ird-tab: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = 'Drop' AND NOT a.attisdropped AND NOT a.attnotnull)))::text AS value;

-- ── 04-deploy-new: Never writes NULL into we"ird.table.ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx. Writes nothing to we"ird.table that the unique index un'ique %I "$leftovers$ refuses. No longer names we"ird.table.Drop. Writes we"ird.table.a'dd % on every insert. When the version from before this plan is gone [plain]
INSERT INTO flux.gates (plan, phase) VALUES ('hostile-other', 1);

-- ── 04-deploy-new: evidence, last write by the old version to we"ird.table [plain]
SELECT CASE WHEN is_called THEN to_timestamp(last_value) END AS last_seen FROM flux."last_Od'd..we""ird.table.a'dd %__fill";

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
  IF row_security_active('"Od''d."."we""ird.table"') THEN
    RAISE EXCEPTION 'flux: row level security hides rows of % from role %', '"Od''d."."we""ird.table"', current_user
      USING HINT = 'Run it as a role with BYPASSRLS, or without FORCE ROW LEVEL SECURITY on the table as its owner.';
  END IF;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-other' AND fingerprint <> '5089749a71d982ce') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'hostile-other'
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
    WHERE plan = 'hostile-other';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-other' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'hostile-other', (SELECT state FROM flux.plans WHERE plan = 'hostile-other')
      USING HINT = 'Run: flux status hostile-other';
  END IF;
  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = 'hostile-other' AND phase = 1)
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-other' AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', 2, 'hostile-other'
      USING HINT = 'Run: flux release hostile-other. For a database that serves nobody, as in CI: PGOPTIONS=''-c flux.fresh=on'' opens all gates.';
  END IF;
END
$guard$;

-- ── 05-fill-the-nulls-in-we-ird-table-x: unit 0 [alone]
DO $flux1$
#variable_conflict use_column
<<flux_block>>
DECLARE
  after_1 text;
  upto_1 text;
  after_2 uuid;
  upto_2 uuid;
  started boolean;
  finished boolean;
  changed bigint;
  page_rows bigint;
  attempt int;
BEGIN
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '05-fill-the-nulls-in-we-ird-table-x' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('hostile-other', '05-fill-the-nulls-in-we-ird-table-x') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1], cursor[2] INTO started, finished, flux_block.after_1, flux_block.after_2
      FROM flux.backfills WHERE plan = 'hostile-other' AND step = '05-fill-the-nulls-in-we-ird-table-x';
    EXIT WHEN finished;
    IF started THEN
      SELECT "k%e'y", "ke""y 2", count(*) OVER () INTO flux_block.upto_1, flux_block.upto_2, flux_block.page_rows FROM (SELECT "k%e'y", "ke""y 2" FROM "Od'd."."we""ird.table" AS t WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) ORDER BY "k%e'y", "ke""y 2" LIMIT 100) AS page ORDER BY "k%e'y" DESC, "ke""y 2" DESC LIMIT 1;
    ELSE
      SELECT "k%e'y", "ke""y 2", count(*) OVER () INTO flux_block.upto_1, flux_block.upto_2, flux_block.page_rows FROM (SELECT "k%e'y", "ke""y 2" FROM "Od'd."."we""ird.table" AS t ORDER BY "k%e'y", "ke""y 2" LIMIT 100) AS page ORDER BY "k%e'y" DESC, "ke""y 2" DESC LIMIT 1;
    END IF;
    EXIT WHEN NOT FOUND;
    attempt := 0;
    LOOP
      attempt := attempt + 1;
      BEGIN
        PERFORM set_config('lock_timeout', '250ms', true);
        IF started THEN
          UPDATE "Od'd."."we""ird.table" AS t SET "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" = 'it''s $flux$ ' || t."$flux$" WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) AND (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND (t."ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" IS NULL);
        ELSE
          UPDATE "Od'd."."we""ird.table" AS t SET "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" = 'it''s $flux$ ' || t."$flux$" WHERE (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND (t."ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" IS NULL);
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text, flux_block.upto_2::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'hostile-other' AND step = '05-fill-the-nulls-in-we-ird-table-x';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '05-fill-the-nulls-in-we-ird-table-x';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '05-fill-the-nulls-in-we-ird-table-x', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '05-fill-the-nulls-in-we-ird-table-x~undo';
END
$flux1$;

-- ── 05-fill-the-nulls-in-we-ird-table-x: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "Od'd."."we""ird.table" AS t WHERE t."ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" IS NULL;

-- ── 06-no-null-left-in-we-ird-table-x: unit 0 [plain]
DO $flux$
DECLARE
  found text;
BEGIN
  EXECUTE 'SELECT count(*)::text AS value FROM "Od''d."."we""ird.table" AS t WHERE t."ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" IS NULL' INTO found;
  IF found IS DISTINCT FROM '0' THEN
    RAISE EXCEPTION 'flux: check failed: %: expected %, found %', 'rows with NULL in Od''d..we"ird.table.ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx', '0', coalesce(found, 'nothing')
      USING HINT = 'Give a value for them: --fill "we"ird.table.ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx=<SQL expression over the row>", and plan again.';
  END IF;
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '06-no-null-left-in-we-ird-table-x', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '06-no-null-left-in-we-ird-table-x~undo';
END
$flux$;

-- ── 06-no-null-left-in-we-ird-table-x: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "Od'd."."we""ird.table" AS t WHERE t."ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" IS NULL;

-- ── 07-no-duplicates-for-un-ique-i-leftovers: unit 0 [plain]
DO $flux$
DECLARE
  found text;
BEGIN
  EXECUTE 'SELECT count(*)::text AS value FROM (SELECT FROM "Od''d."."we""ird.table" AS t WHERE (t."k%e''y") IS NOT NULL GROUP BY (t."k%e''y") HAVING count(*) > 1) AS duplicates' INTO found;
  IF found IS DISTINCT FROM '0' THEN
    RAISE EXCEPTION 'flux: check failed: %: expected %, found %', 'groups of rows that the unique index un''ique %I "$leftovers$ refuses', '0', coalesce(found, 'nothing')
      USING HINT = 'Remove or change the duplicate rows, then run this again.';
  END IF;
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '07-no-duplicates-for-un-ique-i-leftovers', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '07-no-duplicates-for-un-ique-i-leftovers~undo';
END
$flux$;

-- ── 07-no-duplicates-for-un-ique-i-leftovers: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM (SELECT FROM "Od'd."."we""ird.table" AS t WHERE (t."k%e'y") IS NOT NULL GROUP BY (t."k%e'y") HAVING count(*) > 1) AS duplicates;

-- ── 08-no-null-left-in-we-ird-table-a-dd: unit 0 [plain]
DO $flux$
DECLARE
  found text;
BEGIN
  EXECUTE 'SELECT count(*)::text AS value FROM "Od''d."."we""ird.table" AS t WHERE t."a''dd %" IS NULL' INTO found;
  IF found IS DISTINCT FROM '0' THEN
    RAISE EXCEPTION 'flux: check failed: %: expected %, found %', 'rows with NULL in Od''d..we"ird.table.a''dd %', '0', coalesce(found, 'nothing')
      USING HINT = 'Give a value for them: --fill "we"ird.table.a''dd %=<SQL expression over the row>", and plan again.';
  END IF;
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '08-no-null-left-in-we-ird-table-a-dd', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '08-no-null-left-in-we-ird-table-a-dd~undo';
END
$flux$;

-- ── 08-no-null-left-in-we-ird-table-a-dd: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "Od'd."."we""ird.table" AS t WHERE t."a'dd %" IS NULL;

-- ── 09-build-index-un-ique-i-leftovers: unit 0 [plain]
DO $flux$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"Od''d."."un''ique %I ""$leftovers$"') AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = to_regclass('"Od''d."."un''ique %I ""$leftovers$"')) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', '"Od''d."."un''ique %I ""$leftovers$"'
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX "Od''d."."un''ique %%I ""$leftovers$" RENAME TO %I', 'flux_invalid_' || to_regclass('"Od''d."."un''ique %I ""$leftovers$"')::oid);
  END IF;
END
$flux$;

-- ── 09-build-index-un-ique-i-leftovers: unit 1 [alone]
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "un'ique %I ""$leftovers$" ON "Od'd."."we""ird.table" USING "btree" ("k%e'y");

-- ── 09-build-index-un-ique-i-leftovers: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '09-build-index-un-ique-i-leftovers' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '09-build-index-un-ique-i-leftovers' AND unit = 2 AND state = 'done');
      DO $built$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"Od''d."."un''ique %I ""$leftovers$"') AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', '"Od''d."."un''ique %I ""$leftovers$"' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY "Od''d."."un''ique %I ""$leftovers$"; then run this again.';
  END IF;
END
$built$;
      DO $leftovers$
      DECLARE
        leftover regclass;
      BEGIN
        FOR leftover IN SELECT i.indexrelid::regclass FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          WHERE i.indrelid = '"Od''d."."we""ird.table"'::regclass AND NOT i.indisvalid AND c.relname LIKE 'flux\_invalid\_%'
        LOOP
          EXECUTE format('DROP INDEX %s', leftover);
        END LOOP;
      END
      $leftovers$;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '09-build-index-un-ique-i-leftovers', n FROM generate_series(0, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '09-build-index-un-ique-i-leftovers~undo';
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

-- ── 09-build-index-un-ique-i-leftovers: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"Od''d."."un''ique %I ""$leftovers$"') AND i.indisvalid)))::text AS value;

-- ── 10-set-we-ird-table-x-not-null-proven-first: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '10-set-we-ird-table-x-not-null-proven-first' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '10-set-we-ird-table-x-not-null-proven-first' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"Od''d."."we""ird.table"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"Od''d."."we""ird.table"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "we""ird.table_ÄÄÄÄÄÄÄÄÄÄÄÄÄ_b3cb2b0f__flux_not_null" CHECK ("ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '10-set-we-ird-table-x-not-null-proven-first', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '10-set-we-ird-table-x-not-null-proven-first~undo';
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

-- ── 10-set-we-ird-table-x-not-null-proven-first: unit 1 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '10-set-we-ird-table-x-not-null-proven-first' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '10-set-we-ird-table-x-not-null-proven-first' AND unit = 1 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" VALIDATE CONSTRAINT "we""ird.table_ÄÄÄÄÄÄÄÄÄÄÄÄÄ_b3cb2b0f__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '10-set-we-ird-table-x-not-null-proven-first', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '10-set-we-ird-table-x-not-null-proven-first~undo';
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

-- ── 10-set-we-ird-table-x-not-null-proven-first: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '10-set-we-ird-table-x-not-null-proven-first' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '10-set-we-ird-table-x-not-null-proven-first' AND unit = 2 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" SET NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_ÄÄÄÄÄÄÄÄÄÄÄÄÄ_b3cb2b0f__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '10-set-we-ird-table-x-not-null-proven-first', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '10-set-we-ird-table-x-not-null-proven-first~undo';
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

-- ── 10-set-we-ird-table-x-not-null-proven-first: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = 'ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx' AND NOT a.attisdropped AND a.attnotnull)) AND (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"Od''d."."we""ird.table"') AND c.conname = 'we"ird.table_ÄÄÄÄÄÄÄÄÄÄÄÄÄ_b3cb2b0f__flux_not_null')))::text AS value;

-- ── 11-set-we-ird-table-a-dd-not-null-proven-fi: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '11-set-we-ird-table-a-dd-not-null-proven-fi' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '11-set-we-ird-table-a-dd-not-null-proven-fi' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"Od''d."."we""ird.table"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"Od''d."."we""ird.table"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "we""ird.table_a'dd %__flux_not_null" CHECK ("a'dd %" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '11-set-we-ird-table-a-dd-not-null-proven-fi', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '11-set-we-ird-table-a-dd-not-null-proven-fi~undo';
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

-- ── 11-set-we-ird-table-a-dd-not-null-proven-fi: unit 1 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '11-set-we-ird-table-a-dd-not-null-proven-fi' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '11-set-we-ird-table-a-dd-not-null-proven-fi' AND unit = 1 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" VALIDATE CONSTRAINT "we""ird.table_a'dd %__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '11-set-we-ird-table-a-dd-not-null-proven-fi', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '11-set-we-ird-table-a-dd-not-null-proven-fi~undo';
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

-- ── 11-set-we-ird-table-a-dd-not-null-proven-fi: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '11-set-we-ird-table-a-dd-not-null-proven-fi' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '11-set-we-ird-table-a-dd-not-null-proven-fi' AND unit = 2 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "a'dd %" SET NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_a'dd %__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '11-set-we-ird-table-a-dd-not-null-proven-fi', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '11-set-we-ird-table-a-dd-not-null-proven-fi~undo';
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

-- ── 11-set-we-ird-table-a-dd-not-null-proven-fi: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = 'a''dd %' AND NOT a.attisdropped AND a.attnotnull)) AND (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"Od''d."."we""ird.table"') AND c.conname = 'we"ird.table_a''dd %__flux_not_null')))::text AS value;

-- ── 12-archive-we-ird-table-drop: unit 0 [alone]
DO $flux$
#variable_conflict use_column
<<flux_block>>
DECLARE
  after_1 text;
  upto_1 text;
  after_2 uuid;
  upto_2 uuid;
  started boolean;
  finished boolean;
  changed bigint;
  page_rows bigint;
  attempt int;
BEGIN
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '12-archive-we-ird-table-drop' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;
  DO $archive$
DECLARE
  grantee text;
BEGIN
  IF to_regclass('flux."Od''d..we""ird.table.Drop__archive_2a1be632"') IS NULL THEN
    CREATE TABLE flux."Od'd..we""ird.table.Drop__archive_2a1be632" AS SELECT "k%e'y", "ke""y 2", "Drop" FROM "Od'd."."we""ird.table" WITH NO DATA;
    CREATE UNIQUE INDEX "Od'd..we""ird.table.Drop__archive_2a1be632__key" ON flux."Od'd..we""ird.table.Drop__archive_2a1be632" ("k%e'y", "ke""y 2");
    COMMENT ON TABLE flux."Od'd..we""ird.table.Drop__archive_2a1be632" IS 'Archive of the Flux plan hostile-other.';
    FOR grantee IN SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
      FROM pg_catalog.pg_class c, aclexplode(c.relacl) AS a WHERE c.oid = to_regclass('flux."Od''d..we""ird.table.Drop__archive_2a1be632"') AND a.grantee <> c.relowner
    LOOP
      EXECUTE format('REVOKE ALL ON flux."Od''d..we""ird.table.Drop__archive_2a1be632" FROM %s', grantee);
    END LOOP;
  ELSIF NOT (obj_description(to_regclass('flux."Od''d..we""ird.table.Drop__archive_2a1be632"'), 'pg_class') IS NOT DISTINCT FROM 'Archive of the Flux plan hostile-other.') THEN
    RAISE EXCEPTION 'flux: table % exists and is not an archive of this plan', 'flux."Od''d..we""ird.table.Drop__archive_2a1be632"'
      USING HINT = 'See what it holds; rename or drop it, then run this again.';
  END IF;
END
$archive$;
  INSERT INTO flux.backfills (plan, step) VALUES ('hostile-other', '12-archive-we-ird-table-drop') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1], cursor[2] INTO started, finished, flux_block.after_1, flux_block.after_2
      FROM flux.backfills WHERE plan = 'hostile-other' AND step = '12-archive-we-ird-table-drop';
    EXIT WHEN finished;
    IF started THEN
      SELECT "k%e'y", "ke""y 2", count(*) OVER () INTO flux_block.upto_1, flux_block.upto_2, flux_block.page_rows FROM (SELECT "k%e'y", "ke""y 2" FROM "Od'd."."we""ird.table" AS t WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) ORDER BY "k%e'y", "ke""y 2" LIMIT 100) AS page ORDER BY "k%e'y" DESC, "ke""y 2" DESC LIMIT 1;
    ELSE
      SELECT "k%e'y", "ke""y 2", count(*) OVER () INTO flux_block.upto_1, flux_block.upto_2, flux_block.page_rows FROM (SELECT "k%e'y", "ke""y 2" FROM "Od'd."."we""ird.table" AS t ORDER BY "k%e'y", "ke""y 2" LIMIT 100) AS page ORDER BY "k%e'y" DESC, "ke""y 2" DESC LIMIT 1;
    END IF;
    EXIT WHEN NOT FOUND;
    attempt := 0;
    LOOP
      attempt := attempt + 1;
      BEGIN
        PERFORM set_config('lock_timeout', '250ms', true);
        IF started THEN
          INSERT INTO flux."Od'd..we""ird.table.Drop__archive_2a1be632" AS a ("k%e'y", "ke""y 2", "Drop") SELECT t."k%e'y", t."ke""y 2", t."Drop" FROM "Od'd."."we""ird.table" AS t WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) AND (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND (t."Drop" IS NOT NULL OR EXISTS (SELECT FROM flux."Od'd..we""ird.table.Drop__archive_2a1be632" AS a WHERE a."k%e'y" = t."k%e'y" AND a."ke""y 2" = t."ke""y 2")) ON CONFLICT ("k%e'y", "ke""y 2") DO UPDATE SET "Drop" = excluded."Drop";
        ELSE
          INSERT INTO flux."Od'd..we""ird.table.Drop__archive_2a1be632" AS a ("k%e'y", "ke""y 2", "Drop") SELECT t."k%e'y", t."ke""y 2", t."Drop" FROM "Od'd."."we""ird.table" AS t WHERE (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND (t."Drop" IS NOT NULL OR EXISTS (SELECT FROM flux."Od'd..we""ird.table.Drop__archive_2a1be632" AS a WHERE a."k%e'y" = t."k%e'y" AND a."ke""y 2" = t."ke""y 2")) ON CONFLICT ("k%e'y", "ke""y 2") DO UPDATE SET "Drop" = excluded."Drop";
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text, flux_block.upto_2::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'hostile-other' AND step = '12-archive-we-ird-table-drop';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '12-archive-we-ird-table-drop';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '12-archive-we-ird-table-drop', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '12-archive-we-ird-table-drop~undo';
END
$flux$;

-- ── 12-archive-we-ird-table-drop: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "Od'd."."we""ird.table" AS t LEFT JOIN flux."Od'd..we""ird.table.Drop__archive_2a1be632" AS a ON a."k%e'y" = t."k%e'y" AND a."ke""y 2" = t."ke""y 2" WHERE (t."Drop")::text COLLATE "C" IS DISTINCT FROM (a."Drop")::text COLLATE "C";

-- ── 13-drop-we-ird-table-drop: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '13-drop-we-ird-table-drop' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '13-drop-we-ird-table-drop' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"Od''d."."we""ird.table"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"Od''d."."we""ird.table"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"Od''d."."we""ird.table"'::regclass AND i.indisreplident AND a.attname = 'Drop') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"Drop"', '"Od''d."."we""ird.table"'
      USING HINT = 'Give the table another one first: ALTER TABLE "Od''d."."we""ird.table" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      ALTER TABLE "Od'd."."we""ird.table" DROP COLUMN "Drop";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '13-drop-we-ird-table-drop', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '13-drop-we-ird-table-drop~undo';
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

-- ── 13-drop-we-ird-table-drop: proof, expected true [plain]
SELECT ((NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = 'Drop' AND NOT a.attisdropped)))::text AS value;

-- ── 14-stop-filling-we-ird-table-a-dd: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '14-stop-filling-we-ird-table-a-dd' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '14-stop-filling-we-ird-table-a-dd' AND unit = 0 AND state = 'done');
      DROP TRIGGER IF EXISTS " flux_first" ON "Od'd."."we""ird.table";
      DROP TRIGGER IF EXISTS "~flux_last" ON "Od'd."."we""ird.table";
      DROP FUNCTION IF EXISTS flux."Od'd..we""ird.table__sync_first"();
      DROP FUNCTION IF EXISTS flux."Od'd..we""ird.table__sync_last"();
      DROP VIEW IF EXISTS flux."hold_Od'd..we""ird.table.a'dd %__fill";
      DROP SEQUENCE IF EXISTS flux."last_Od'd..we""ird.table.a'dd %__fill";
      DROP SEQUENCE IF EXISTS flux."lossy_Od'd..we""ird.table.a'dd %__fill";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '14-stop-filling-we-ird-table-a-dd', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-other' AND step = '14-stop-filling-we-ird-table-a-dd~undo';
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

-- ── 14-stop-filling-we-ird-table-a-dd: proof, expected true [plain]
SELECT ((NOT coalesce((SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"Od''d."."we""ird.table"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."Od''d..we""ird.table__sync_last"()'), 'pg_proc'), 6)::jsonb @> '[{"source":"a''dd %","target":"a''dd %"}]'::jsonb), false)))::text AS value;

-- ══ ROLLBACK, last step first

-- ── 14-stop-filling-we-ird-table-a-dd: rollback 0 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '14-stop-filling-we-ird-table-a-dd~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '14-stop-filling-we-ird-table-a-dd~undo' AND unit = 0 AND state = 'done');
      CREATE SEQUENCE IF NOT EXISTS flux."last_Od'd..we""ird.table.a'dd %__fill";
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
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_Od''d..we""ird.table.a''dd %%__fill" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE VIEW flux."hold_Od'd..we""ird.table.a'dd %__fill" AS SELECT "a'dd %" FROM "Od'd."."we""ird.table" LIMIT 0;
      COMMENT ON VIEW flux."hold_Od'd..we""ird.table.a'dd %__fill" IS 'A Flux plan in flight holds Od''d..we"ird.table (a''dd %, a''dd %): see its status before you drop a column.';
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_first"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $body1$
      BEGIN
        IF NEW."a'dd %" IS NULL THEN
          BEGIN
            NEW."a'dd %" := NEW."sel'ect" || '$body$ %';
          EXCEPTION WHEN others THEN
            NULL;
          END;
          IF coalesce(current_setting('flux.s_d36f4d8a', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
            PERFORM set_config('flux.s_d36f4d8a', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_Od''d..we"ird.table.a''dd %__fill');
          END IF;
        END IF;
        RETURN NEW;
      END
      $body1$;
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_last"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $body1$
      BEGIN
        IF NEW."a'dd %" IS NULL THEN
          BEGIN
            NEW."a'dd %" := NEW."sel'ect" || '$body$ %';
          EXCEPTION WHEN others THEN
            NULL;
          END;
        END IF;
        RETURN NEW;
      END
      $body1$;
      COMMENT ON FUNCTION flux."Od'd..we""ird.table__sync_last"() IS E'flux:[{"mode":"fill","source":"a''dd %","target":"a''dd %","forward":[{"column":"sel''ect"}," || ''$body$ %''"],"backward":null,"representable":null,"unique":false,"record":"Od''d..we\\"ird.table.a''dd %__fill"}]';
      CREATE TRIGGER " flux_first" BEFORE INSERT OR UPDATE ON "Od'd."."we""ird.table" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."Od'd..we""ird.table__sync_first"();
      CREATE TRIGGER "~flux_last" BEFORE INSERT OR UPDATE ON "Od'd."."we""ird.table" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."Od'd..we""ird.table__sync_last"();
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '14-stop-filling-we-ird-table-a-dd~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '14-stop-filling-we-ird-table-a-dd';
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

-- ── 14-stop-filling-we-ird-table-a-dd: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '14-stop-filling-we-ird-table-a-dd~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '14-stop-filling-we-ird-table-a-dd';
  DELETE FROM flux.backfills WHERE plan = 'hostile-other' AND step IN ('14-stop-filling-we-ird-table-a-dd', '14-stop-filling-we-ird-table-a-dd~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-other' AND state = 'done';
END
$flux$;

-- ── 13-drop-we-ird-table-drop: rollback 0 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '13-drop-we-ird-table-drop~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '13-drop-we-ird-table-drop~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ADD COLUMN "Drop" text;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '13-drop-we-ird-table-drop~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '13-drop-we-ird-table-drop';
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

-- ── 13-drop-we-ird-table-drop: rollback 1 (at any time, loses nothing) [alone]
DO $flux$
#variable_conflict use_column
<<flux_block>>
DECLARE
  after_1 text;
  upto_1 text;
  after_2 uuid;
  upto_2 uuid;
  started boolean;
  finished boolean;
  changed bigint;
  page_rows bigint;
  attempt int;
BEGIN
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '13-drop-we-ird-table-drop~undo' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('hostile-other', '13-drop-we-ird-table-drop~undo') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1], cursor[2] INTO started, finished, flux_block.after_1, flux_block.after_2
      FROM flux.backfills WHERE plan = 'hostile-other' AND step = '13-drop-we-ird-table-drop~undo';
    EXIT WHEN finished;
    IF started THEN
      SELECT "k%e'y", "ke""y 2", count(*) OVER () INTO flux_block.upto_1, flux_block.upto_2, flux_block.page_rows FROM (SELECT "k%e'y", "ke""y 2" FROM "Od'd."."we""ird.table" AS t WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) ORDER BY "k%e'y", "ke""y 2" LIMIT 100) AS page ORDER BY "k%e'y" DESC, "ke""y 2" DESC LIMIT 1;
    ELSE
      SELECT "k%e'y", "ke""y 2", count(*) OVER () INTO flux_block.upto_1, flux_block.upto_2, flux_block.page_rows FROM (SELECT "k%e'y", "ke""y 2" FROM "Od'd."."we""ird.table" AS t ORDER BY "k%e'y", "ke""y 2" LIMIT 100) AS page ORDER BY "k%e'y" DESC, "ke""y 2" DESC LIMIT 1;
    END IF;
    EXIT WHEN NOT FOUND;
    attempt := 0;
    LOOP
      attempt := attempt + 1;
      BEGIN
        PERFORM set_config('lock_timeout', '250ms', true);
        IF started THEN
          UPDATE "Od'd."."we""ird.table" AS t SET "Drop" = a."Drop" FROM flux."Od'd..we""ird.table.Drop__archive_2a1be632" AS a WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) AND (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND a."k%e'y" = t."k%e'y" AND a."ke""y 2" = t."ke""y 2" AND t."Drop" IS NULL;
        ELSE
          UPDATE "Od'd."."we""ird.table" AS t SET "Drop" = a."Drop" FROM flux."Od'd..we""ird.table.Drop__archive_2a1be632" AS a WHERE (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND a."k%e'y" = t."k%e'y" AND a."ke""y 2" = t."ke""y 2" AND t."Drop" IS NULL;
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text, flux_block.upto_2::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'hostile-other' AND step = '13-drop-we-ird-table-drop~undo';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '13-drop-we-ird-table-drop~undo';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '13-drop-we-ird-table-drop~undo', n FROM generate_series(1, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '13-drop-we-ird-table-drop';
END
$flux$;

-- ── 13-drop-we-ird-table-drop: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '13-drop-we-ird-table-drop~undo', n FROM generate_series(0, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '13-drop-we-ird-table-drop';
  DELETE FROM flux.backfills WHERE plan = 'hostile-other' AND step IN ('13-drop-we-ird-table-drop', '13-drop-we-ird-table-drop~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-other' AND state = 'done';
END
$flux$;

-- ── 12-archive-we-ird-table-drop: rollback 0 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '12-archive-we-ird-table-drop~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '12-archive-we-ird-table-drop~undo' AND unit = 0 AND state = 'done');
      DO $archive$
BEGIN
  IF to_regclass('flux."Od''d..we""ird.table.Drop__archive_2a1be632"') IS NOT NULL AND obj_description(to_regclass('flux."Od''d..we""ird.table.Drop__archive_2a1be632"'), 'pg_class') IS NOT DISTINCT FROM 'Archive of the Flux plan hostile-other.' THEN
    DROP TABLE flux."Od'd..we""ird.table.Drop__archive_2a1be632";
  END IF;
END
$archive$;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '12-archive-we-ird-table-drop~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '12-archive-we-ird-table-drop';
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

-- ── 12-archive-we-ird-table-drop: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '12-archive-we-ird-table-drop~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '12-archive-we-ird-table-drop';
  DELETE FROM flux.backfills WHERE plan = 'hostile-other' AND step IN ('12-archive-we-ird-table-drop', '12-archive-we-ird-table-drop~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-other' AND state = 'done';
END
$flux$;

-- ── 11-set-we-ird-table-a-dd-not-null-proven-fi: rollback 0 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '11-set-we-ird-table-a-dd-not-null-proven-fi~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '11-set-we-ird-table-a-dd-not-null-proven-fi~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "a'dd %" DROP NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_a'dd %__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '11-set-we-ird-table-a-dd-not-null-proven-fi~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '11-set-we-ird-table-a-dd-not-null-proven-fi';
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

-- ── 11-set-we-ird-table-a-dd-not-null-proven-fi: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '11-set-we-ird-table-a-dd-not-null-proven-fi~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '11-set-we-ird-table-a-dd-not-null-proven-fi';
  DELETE FROM flux.backfills WHERE plan = 'hostile-other' AND step IN ('11-set-we-ird-table-a-dd-not-null-proven-fi', '11-set-we-ird-table-a-dd-not-null-proven-fi~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-other' AND state = 'done';
END
$flux$;

-- ── 10-set-we-ird-table-x-not-null-proven-first: rollback 0 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '10-set-we-ird-table-x-not-null-proven-first~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '10-set-we-ird-table-x-not-null-proven-first~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx" DROP NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_ÄÄÄÄÄÄÄÄÄÄÄÄÄ_b3cb2b0f__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '10-set-we-ird-table-x-not-null-proven-first~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '10-set-we-ird-table-x-not-null-proven-first';
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

-- ── 10-set-we-ird-table-x-not-null-proven-first: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '10-set-we-ird-table-x-not-null-proven-first~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '10-set-we-ird-table-x-not-null-proven-first';
  DELETE FROM flux.backfills WHERE plan = 'hostile-other' AND step IN ('10-set-we-ird-table-x-not-null-proven-first', '10-set-we-ird-table-x-not-null-proven-first~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-other' AND state = 'done';
END
$flux$;

-- ── 09-build-index-un-ique-i-leftovers: rollback 0 (at any time, loses nothing) [alone]
DROP INDEX CONCURRENTLY IF EXISTS "Od'd."."un'ique %I ""$leftovers$";

-- ── 09-build-index-un-ique-i-leftovers: rollback 1 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '09-build-index-un-ique-i-leftovers~undo' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '09-build-index-un-ique-i-leftovers~undo' AND unit = 1 AND state = 'done');
      DO $leftovers$
      DECLARE
        leftover regclass;
      BEGIN
        FOR leftover IN SELECT i.indexrelid::regclass FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          WHERE i.indrelid = '"Od''d."."we""ird.table"'::regclass AND NOT i.indisvalid AND c.relname LIKE 'flux\_invalid\_%'
        LOOP
          EXECUTE format('DROP INDEX %s', leftover);
        END LOOP;
      END
      $leftovers$;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '09-build-index-un-ique-i-leftovers~undo', n FROM generate_series(0, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '09-build-index-un-ique-i-leftovers';
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

-- ── 09-build-index-un-ique-i-leftovers: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '09-build-index-un-ique-i-leftovers~undo', n FROM generate_series(0, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '09-build-index-un-ique-i-leftovers';
  DELETE FROM flux.backfills WHERE plan = 'hostile-other' AND step IN ('09-build-index-un-ique-i-leftovers', '09-build-index-un-ique-i-leftovers~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-other' AND state = 'done';
END
$flux$;

-- ── 08-no-null-left-in-we-ird-table-a-dd: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '08-no-null-left-in-we-ird-table-a-dd~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '08-no-null-left-in-we-ird-table-a-dd';
  DELETE FROM flux.backfills WHERE plan = 'hostile-other' AND step IN ('08-no-null-left-in-we-ird-table-a-dd', '08-no-null-left-in-we-ird-table-a-dd~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-other' AND state = 'done';
END
$flux$;

-- ── 07-no-duplicates-for-un-ique-i-leftovers: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '07-no-duplicates-for-un-ique-i-leftovers~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '07-no-duplicates-for-un-ique-i-leftovers';
  DELETE FROM flux.backfills WHERE plan = 'hostile-other' AND step IN ('07-no-duplicates-for-un-ique-i-leftovers', '07-no-duplicates-for-un-ique-i-leftovers~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-other' AND state = 'done';
END
$flux$;

-- ── 06-no-null-left-in-we-ird-table-x: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '06-no-null-left-in-we-ird-table-x~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '06-no-null-left-in-we-ird-table-x';
  DELETE FROM flux.backfills WHERE plan = 'hostile-other' AND step IN ('06-no-null-left-in-we-ird-table-x', '06-no-null-left-in-we-ird-table-x~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-other' AND state = 'done';
END
$flux$;

-- ── 05-fill-the-nulls-in-we-ird-table-x: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '05-fill-the-nulls-in-we-ird-table-x~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '05-fill-the-nulls-in-we-ird-table-x';
  DELETE FROM flux.backfills WHERE plan = 'hostile-other' AND step IN ('05-fill-the-nulls-in-we-ird-table-x', '05-fill-the-nulls-in-we-ird-table-x~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-other' AND state = 'done';
END
$flux$;

-- ── 03-let-the-new-version-leave-out-we-ird-tab: rollback 0 (until new is out, loses the short way back: rows of the new version need a value in we"ird.table.Drop first) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '03-let-the-new-version-leave-out-we-ird-tab~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '03-let-the-new-version-leave-out-we-ird-tab~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "we""ird.table_Drop__flux_not_null" CHECK ("Drop" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '03-let-the-new-version-leave-out-we-ird-tab~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '03-let-the-new-version-leave-out-we-ird-tab';
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

-- ── 03-let-the-new-version-leave-out-we-ird-tab: rollback 1 (until new is out, loses the short way back: rows of the new version need a value in we"ird.table.Drop first) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '03-let-the-new-version-leave-out-we-ird-tab~undo' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '03-let-the-new-version-leave-out-we-ird-tab~undo' AND unit = 1 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" VALIDATE CONSTRAINT "we""ird.table_Drop__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '03-let-the-new-version-leave-out-we-ird-tab~undo', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '03-let-the-new-version-leave-out-we-ird-tab';
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

-- ── 03-let-the-new-version-leave-out-we-ird-tab: rollback 2 (until new is out, loses the short way back: rows of the new version need a value in we"ird.table.Drop first) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '03-let-the-new-version-leave-out-we-ird-tab~undo' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '03-let-the-new-version-leave-out-we-ird-tab~undo' AND unit = 2 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "Drop" SET NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_Drop__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '03-let-the-new-version-leave-out-we-ird-tab~undo', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '03-let-the-new-version-leave-out-we-ird-tab';
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

-- ── 03-let-the-new-version-leave-out-we-ird-tab: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '03-let-the-new-version-leave-out-we-ird-tab~undo', n FROM generate_series(0, 2) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '03-let-the-new-version-leave-out-we-ird-tab';
  DELETE FROM flux.backfills WHERE plan = 'hostile-other' AND step IN ('03-let-the-new-version-leave-out-we-ird-tab', '03-let-the-new-version-leave-out-we-ird-tab~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-other' AND state = 'done';
END
$flux$;

-- ── 02-fill-we-ird-table-a-dd: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '02-fill-we-ird-table-a-dd~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '02-fill-we-ird-table-a-dd';
  DELETE FROM flux.backfills WHERE plan = 'hostile-other' AND step IN ('02-fill-we-ird-table-a-dd', '02-fill-we-ird-table-a-dd~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-other' AND state = 'done';
END
$flux$;

-- ── 01-add-we-ird-table-a-dd-filled-by-trigger: rollback 0 (until new is out, loses values written to we"ird.table.a'dd %) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '01-add-we-ird-table-a-dd-filled-by-trigger~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 2061212330);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-other' AND step = '01-add-we-ird-table-a-dd-filled-by-trigger~undo' AND unit = 0 AND state = 'done');
      DROP TRIGGER IF EXISTS " flux_first" ON "Od'd."."we""ird.table";
      DROP TRIGGER IF EXISTS "~flux_last" ON "Od'd."."we""ird.table";
      DROP FUNCTION IF EXISTS flux."Od'd..we""ird.table__sync_first"();
      DROP FUNCTION IF EXISTS flux."Od'd..we""ird.table__sync_last"();
      DROP VIEW IF EXISTS flux."hold_Od'd..we""ird.table.a'dd %__fill";
      DROP SEQUENCE IF EXISTS flux."last_Od'd..we""ird.table.a'dd %__fill";
      DROP SEQUENCE IF EXISTS flux."lossy_Od'd..we""ird.table.a'dd %__fill";
      ALTER TABLE "Od'd."."we""ird.table" DROP COLUMN "a'dd %";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '01-add-we-ird-table-a-dd-filled-by-trigger~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '01-add-we-ird-table-a-dd-filled-by-trigger';
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

-- ── 01-add-we-ird-table-a-dd-filled-by-trigger: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-other', '01-add-we-ird-table-a-dd-filled-by-trigger~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-other' AND step = '01-add-we-ird-table-a-dd-filled-by-trigger';
  DELETE FROM flux.backfills WHERE plan = 'hostile-other' AND step IN ('01-add-we-ird-table-a-dd-filled-by-trigger', '01-add-we-ird-table-a-dd-filled-by-trigger~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-other' AND state = 'done';
END
$flux$;
