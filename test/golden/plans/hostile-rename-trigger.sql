-- Hostile names: rename
-- source: ALTER TABLE "Od'd."."we""ird.table" RENAME COLUMN "sel'ect" TO "n""e'w $body$ %"
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
    VALUES ('hostile-rename-trigger', '5089749a71d982ce', E'[{"schema":"Od''d.","name":"we\\"ird.table"}]', true)
    ON CONFLICT (plan) DO NOTHING;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-trigger' AND fingerprint <> '5089749a71d982ce') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'hostile-rename-trigger'
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
    WHERE plan = 'hostile-rename-trigger';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-trigger' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'hostile-rename-trigger', (SELECT state FROM flux.plans WHERE plan = 'hostile-rename-trigger')
      USING HINT = 'Run: flux status hostile-rename-trigger';
  END IF;
END
$guard$;

-- ── 01-add-we-ird-table-n-e-w-body-synced-with: unit 0 [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '01-add-we-ird-table-n-e-w-body-synced-with' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '01-add-we-ird-table-n-e-w-body-synced-with' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"Od''d."."we""ird.table"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"Od''d."."we""ird.table"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"Od''d."."we""ird.table"'::regclass AND i.indisreplident AND a.attname = 'sel''ect') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"sel''ect"', '"Od''d."."we""ird.table"'
      USING HINT = 'Give the table another one first: ALTER TABLE "Od''d."."we""ird.table" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      ALTER TABLE "Od'd."."we""ird.table" ADD COLUMN "n""e'w $body$ %" text;
      CREATE SEQUENCE IF NOT EXISTS flux."last_Od'd..we""ird.table.sel'ect__old";
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
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_Od''d..we""ird.table.sel''ect__old" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE VIEW flux."hold_Od'd..we""ird.table.sel'ect__old" AS SELECT "sel'ect", "n""e'w $body$ %" FROM "Od'd."."we""ird.table" LIMIT 0;
      COMMENT ON VIEW flux."hold_Od'd..we""ird.table.sel'ect__old" IS 'A Flux plan in flight holds Od''d..we"ird.table (sel''ect, n"e''w $body$ %): see its status before you drop a column.';
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_first"() RETURNS trigger LANGUAGE plpgsql AS $body1$
      DECLARE
        twins int;
        taken boolean;
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF NEW."n""e'w $body$ %" IS NOT NULL THEN
            NEW."sel'ect" := NEW."n""e'w $body$ %";
          ELSIF NEW."sel'ect" IS NOT NULL THEN
            NEW."n""e'w $body$ %" := NEW."sel'ect";
            IF (NEW."sel'ect")::text COLLATE "C" IS DISTINCT FROM (('it''s \ $flux$ "x"'::text))::text COLLATE "C" THEN
              IF coalesce(current_setting('flux.s_2dda1142', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
                PERFORM set_config('flux.s_2dda1142', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_Od''d..we"ird.table.sel''ect__old');
              END IF;
            END IF;
          END IF;
        ELSIF (NEW."n""e'w $body$ %")::text COLLATE "C" IS DISTINCT FROM (OLD."n""e'w $body$ %")::text COLLATE "C" THEN
          NEW."sel'ect" := NEW."n""e'w $body$ %";
        ELSE
          NEW."n""e'w $body$ %" := NEW."sel'ect";
          IF (NEW."sel'ect")::text COLLATE "C" IS DISTINCT FROM (OLD."sel'ect")::text COLLATE "C" THEN
            IF coalesce(current_setting('flux.s_2dda1142', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
              PERFORM set_config('flux.s_2dda1142', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_Od''d..we"ird.table.sel''ect__old');
            END IF;
          END IF;
        END IF;
        IF (TG_OP = 'INSERT' OR (NEW."sel'ect")::text COLLATE "C" IS DISTINCT FROM (OLD."sel'ect")::text COLLATE "C") AND (NEW."sel'ect") IS NOT NULL AND (NEW."k%e'y") IS NOT NULL THEN
          twins := coalesce(nullif(current_setting('flux.twins', true), ''), '0')::int;
          taken := TG_OP = 'INSERT' AND has_table_privilege('"Od''d."."we""ird.table"', 'SELECT');
          IF taken THEN
            taken := EXISTS (SELECT FROM "Od'd."."we""ird.table" AS t WHERE (t."sel'ect") = (NEW."sel'ect") AND (t."k%e'y") = (NEW."k%e'y"));
          END IF;
          IF twins < 500 THEN
            PERFORM set_config('flux.twins', (twins + 1)::text, true);
            IF taken THEN
              FOR attempt IN 1..10 LOOP
                EXIT WHEN pg_try_advisory_xact_lock(1453333197, hashtext(concat_ws(' ', hash_array(ARRAY[NEW."sel'ect"]), hash_array(ARRAY[NEW."k%e'y"]))));
                PERFORM pg_sleep(0.001), CASE attempt WHEN 10 THEN set_config('flux.twins', (twins + 100)::text, true) END;
              END LOOP;
            ELSE
              PERFORM pg_advisory_xact_lock(1453333197, hashtext(concat_ws(' ', hash_array(ARRAY[NEW."sel'ect"]), hash_array(ARRAY[NEW."k%e'y"]))));
            END IF;
          END IF;
        END IF;
        RETURN NEW;
      END
      $body1$;
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_last"() RETURNS trigger LANGUAGE plpgsql AS $body1$
      BEGIN
        NEW."n""e'w $body$ %" := NEW."sel'ect";
        RETURN NEW;
      END
      $body1$;
      COMMENT ON FUNCTION flux."Od'd..we""ird.table__sync_last"() IS E'flux:[{"mode":"twoWay","source":"sel''ect","target":"n\\"e''w $body$ %","forward":[{"column":"sel''ect"}],"backward":[{"column":"n\\"e''w $body$ %"}],"representable":null,"unique":true,"record":"Od''d..we\\"ird.table.sel''ect__old"}]';
      CREATE TRIGGER " flux_first" BEFORE INSERT OR UPDATE ON "Od'd."."we""ird.table" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."Od'd..we""ird.table__sync_first"();
      CREATE TRIGGER "~flux_last" BEFORE INSERT OR UPDATE ON "Od'd."."we""ird.table" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."Od'd..we""ird.table__sync_last"();
      COMMENT ON COLUMN "Od'd."."we""ird.table"."n""e'w $body$ %" IS E'two
  lines, it''s \\ $flux$ $body$';
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '01-add-we-ird-table-n-e-w-body-synced-with', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '01-add-we-ird-table-n-e-w-body-synced-with~undo';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux1$;

-- ── 01-add-we-ird-table-n-e-w-body-synced-with: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = 'n"e''w $body$ %' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'text')) AND ((SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"Od''d."."we""ird.table"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."Od''d..we""ird.table__sync_last"()'), 'pg_proc'), 6)::jsonb @> E'[{"source":"sel''ect","target":"n\\"e''w $body$ %"}]'::jsonb)))::text AS value;

-- ── 02-copy-we-ird-table-sel-ect-into-n-e-w-bod: unit 0 [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '02-copy-we-ird-table-sel-ect-into-n-e-w-bod' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('hostile-rename-trigger', '02-copy-we-ird-table-sel-ect-into-n-e-w-bod') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1], cursor[2] INTO started, finished, flux_block.after_1, flux_block.after_2
      FROM flux.backfills WHERE plan = 'hostile-rename-trigger' AND step = '02-copy-we-ird-table-sel-ect-into-n-e-w-bod';
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
          UPDATE "Od'd."."we""ird.table" AS t SET "n""e'w $body$ %" = t."sel'ect" WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) AND (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND ((t."n""e'w $body$ %")::text COLLATE "C" IS DISTINCT FROM (t."sel'ect")::text COLLATE "C");
        ELSE
          UPDATE "Od'd."."we""ird.table" AS t SET "n""e'w $body$ %" = t."sel'ect" WHERE (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND ((t."n""e'w $body$ %")::text COLLATE "C" IS DISTINCT FROM (t."sel'ect")::text COLLATE "C");
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text, flux_block.upto_2::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'hostile-rename-trigger' AND step = '02-copy-we-ird-table-sel-ect-into-n-e-w-bod';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '02-copy-we-ird-table-sel-ect-into-n-e-w-bod';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '02-copy-we-ird-table-sel-ect-into-n-e-w-bod', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '02-copy-we-ird-table-sel-ect-into-n-e-w-bod~undo';
END
$flux$;

-- ── 02-copy-we-ird-table-sel-ect-into-n-e-w-bod: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "Od'd."."we""ird.table" AS t WHERE (t."n""e'w $body$ %")::text COLLATE "C" IS DISTINCT FROM (t."sel'ect")::text COLLATE "C";

-- ── 03-build-index-id-x-s-leftovers-on-n-e-w-bo: unit 0 [plain]
DO $flux$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"Od''d."."id''x %s ""$leftovers$__flux_new"') AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = to_regclass('"Od''d."."id''x %s ""$leftovers$__flux_new"')) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', '"Od''d."."id''x %s ""$leftovers$__flux_new"'
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX "Od''d."."id''x %%s ""$leftovers$__flux_new" RENAME TO %I', 'flux_invalid_' || to_regclass('"Od''d."."id''x %s ""$leftovers$__flux_new"')::oid);
  END IF;
END
$flux$;

-- ── 03-build-index-id-x-s-leftovers-on-n-e-w-bo: unit 1 [alone]
CREATE INDEX CONCURRENTLY IF NOT EXISTS "id'x %s ""$leftovers$__flux_new" ON "Od'd."."we""ird.table" USING "btree" ((lower("n""e'w $body$ %")), "$flux$") WHERE ("n""e'w $body$ %" <> '
 $flux$'''::text);

-- ── 03-build-index-id-x-s-leftovers-on-n-e-w-bo: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '03-build-index-id-x-s-leftovers-on-n-e-w-bo' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '03-build-index-id-x-s-leftovers-on-n-e-w-bo' AND unit = 2 AND state = 'done');
      DO $built$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"Od''d."."id''x %s ""$leftovers$__flux_new"') AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', '"Od''d."."id''x %s ""$leftovers$__flux_new"' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY "Od''d."."id''x %s ""$leftovers$__flux_new"; then run this again.';
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '03-build-index-id-x-s-leftovers-on-n-e-w-bo', n FROM generate_series(0, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '03-build-index-id-x-s-leftovers-on-n-e-w-bo~undo';
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

-- ── 03-build-index-id-x-s-leftovers-on-n-e-w-bo: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"Od''d."."id''x %s ""$leftovers$__flux_new"') AND i.indisvalid)))::text AS value;

-- ── 04-build-index-uni-que-body-on-n-e-w-body: unit 0 [plain]
DO $flux$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"Od''d."."uni''que $body$__flux_new"') AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = to_regclass('"Od''d."."uni''que $body$__flux_new"')) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', '"Od''d."."uni''que $body$__flux_new"'
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX "Od''d."."uni''que $body$__flux_new" RENAME TO %I', 'flux_invalid_' || to_regclass('"Od''d."."uni''que $body$__flux_new"')::oid);
  END IF;
END
$flux$;

-- ── 04-build-index-uni-que-body-on-n-e-w-body: unit 1 [alone]
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "uni'que $body$__flux_new" ON "Od'd."."we""ird.table" USING "btree" ("n""e'w $body$ %", "k%e'y");

-- ── 04-build-index-uni-que-body-on-n-e-w-body: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '04-build-index-uni-que-body-on-n-e-w-body' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '04-build-index-uni-que-body-on-n-e-w-body' AND unit = 2 AND state = 'done');
      DO $built$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"Od''d."."uni''que $body$__flux_new"') AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', '"Od''d."."uni''que $body$__flux_new"' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY "Od''d."."uni''que $body$__flux_new"; then run this again.';
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '04-build-index-uni-que-body-on-n-e-w-body', n FROM generate_series(0, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '04-build-index-uni-que-body-on-n-e-w-body~undo';
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

-- ── 04-build-index-uni-que-body-on-n-e-w-body: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"Od''d."."uni''que $body$__flux_new"') AND i.indisvalid)))::text AS value;

-- ── 05-set-we-ird-table-n-e-w-body-not-null-pro: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '05-set-we-ird-table-n-e-w-body-not-null-pro' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '05-set-we-ird-table-n-e-w-body-not-null-pro' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"Od''d."."we""ird.table"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"Od''d."."we""ird.table"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "we""ird.table_n""e'w $body$ %__flux_not_null" CHECK ("n""e'w $body$ %" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '05-set-we-ird-table-n-e-w-body-not-null-pro', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '05-set-we-ird-table-n-e-w-body-not-null-pro~undo';
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

-- ── 05-set-we-ird-table-n-e-w-body-not-null-pro: unit 1 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '05-set-we-ird-table-n-e-w-body-not-null-pro' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '05-set-we-ird-table-n-e-w-body-not-null-pro' AND unit = 1 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" VALIDATE CONSTRAINT "we""ird.table_n""e'w $body$ %__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '05-set-we-ird-table-n-e-w-body-not-null-pro', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '05-set-we-ird-table-n-e-w-body-not-null-pro~undo';
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

-- ── 05-set-we-ird-table-n-e-w-body-not-null-pro: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '05-set-we-ird-table-n-e-w-body-not-null-pro' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '05-set-we-ird-table-n-e-w-body-not-null-pro' AND unit = 2 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "n""e'w $body$ %" SET NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_n""e'w $body$ %__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '05-set-we-ird-table-n-e-w-body-not-null-pro', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '05-set-we-ird-table-n-e-w-body-not-null-pro~undo';
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

-- ── 05-set-we-ird-table-n-e-w-body-not-null-pro: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = 'n"e''w $body$ %' AND NOT a.attisdropped AND a.attnotnull)) AND (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"Od''d."."we""ird.table"') AND c.conname = 'we"ird.table_n"e''w $body$ %__flux_not_null')))::text AS value;

-- ── 06-deploy-new: Reads and writes we"ird.table.n"e'w $body$ % instead of sel'ect. When the version from before this plan is gone [plain]
INSERT INTO flux.gates (plan, phase) VALUES ('hostile-rename-trigger', 1);

-- ── 06-deploy-new: evidence, last write by the old version to we"ird.table [plain]
SELECT CASE WHEN is_called THEN to_timestamp(last_value) END AS last_seen FROM flux."last_Od'd..we""ird.table.sel'ect__old";

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
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-trigger' AND fingerprint <> '5089749a71d982ce') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'hostile-rename-trigger'
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
    WHERE plan = 'hostile-rename-trigger';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-trigger' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'hostile-rename-trigger', (SELECT state FROM flux.plans WHERE plan = 'hostile-rename-trigger')
      USING HINT = 'Run: flux status hostile-rename-trigger';
  END IF;
  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = 'hostile-rename-trigger' AND phase = 1)
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-trigger' AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', 2, 'hostile-rename-trigger'
      USING HINT = 'Run: flux release hostile-rename-trigger. For a database that serves nobody, as in CI: PGOPTIONS=''-c flux.fresh=on'' opens all gates.';
  END IF;
END
$guard$;

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: unit 0 [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"Od''d."."we""ird.table"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"Od''d."."we""ird.table"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"Od''d."."we""ird.table"'::regclass AND i.indisreplident AND a.attname = 'sel''ect') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"sel''ect"', '"Od''d."."we""ird.table"'
      USING HINT = 'Give the table another one first: ALTER TABLE "Od''d."."we""ird.table" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      DROP TRIGGER IF EXISTS " flux_first" ON "Od'd."."we""ird.table";
      DROP TRIGGER IF EXISTS "~flux_last" ON "Od'd."."we""ird.table";
      DROP FUNCTION IF EXISTS flux."Od'd..we""ird.table__sync_first"();
      DROP FUNCTION IF EXISTS flux."Od'd..we""ird.table__sync_last"();
      DROP VIEW IF EXISTS flux."hold_Od'd..we""ird.table.sel'ect__old";
      DROP SEQUENCE IF EXISTS flux."last_Od'd..we""ird.table.sel'ect__old";
      DROP SEQUENCE IF EXISTS flux."lossy_Od'd..we""ird.table.sel'ect__old";
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "n""e'w $body$ %" SET DEFAULT 'it''s \ $flux$ "x"'::text;
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "sel'ect" DROP NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP COLUMN "sel'ect";
      ALTER INDEX "Od'd."."id'x %s ""$leftovers$__flux_new" RENAME TO "id'x %s ""$leftovers$";
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "uni'que $body$" UNIQUE USING INDEX "uni'que $body$__flux_new";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '07-drop-the-triggers-and-we-ird-table-sel-e', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux1$;

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: proof, expected true [plain]
SELECT ((NOT coalesce((SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"Od''d."."we""ird.table"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."Od''d..we""ird.table__sync_last"()'), 'pg_proc'), 6)::jsonb @> E'[{"source":"sel''ect","target":"n\\"e''w $body$ %"}]'::jsonb), false)) AND (EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = 'n"e''w $body$ %' AND NOT a.attisdropped AND a.atthasdef)) AND (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = 'sel''ect' AND NOT a.attisdropped)) AND (EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"Od''d."."id''x %s ""$leftovers$"') AND i.indisvalid)) AND (EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"Od''d."."we""ird.table"') AND c.conname = 'uni''que $body$' AND c.contype = 'u')))::text AS value;

-- ══ ROLLBACK, last step first

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: rollback 0 (at any time, loses nothing) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "uni'que $body$";
      ALTER INDEX "Od'd."."id'x %s ""$leftovers$" RENAME TO "id'x %s ""$leftovers$__flux_new";
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "n""e'w $body$ %" DROP DEFAULT;
      ALTER TABLE "Od'd."."we""ird.table" ADD COLUMN "sel'ect" text;
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "sel'ect" SET DEFAULT 'it''s \ $flux$ "x"'::text;
      COMMENT ON COLUMN "Od'd."."we""ird.table"."sel'ect" IS E'two
  lines, it''s \\ $flux$ $body$';
      CREATE SEQUENCE IF NOT EXISTS flux."last_Od'd..we""ird.table.sel'ect__old";
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
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_Od''d..we""ird.table.sel''ect__old" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE VIEW flux."hold_Od'd..we""ird.table.sel'ect__old" AS SELECT "sel'ect", "n""e'w $body$ %" FROM "Od'd."."we""ird.table" LIMIT 0;
      COMMENT ON VIEW flux."hold_Od'd..we""ird.table.sel'ect__old" IS 'A Flux plan in flight holds Od''d..we"ird.table (sel''ect, n"e''w $body$ %): see its status before you drop a column.';
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_first"() RETURNS trigger LANGUAGE plpgsql AS $body1$
      DECLARE
        twins int;
        taken boolean;
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF NEW."n""e'w $body$ %" IS NOT NULL THEN
            NEW."sel'ect" := NEW."n""e'w $body$ %";
          ELSIF NEW."sel'ect" IS NOT NULL THEN
            NEW."n""e'w $body$ %" := NEW."sel'ect";
            IF (NEW."sel'ect")::text COLLATE "C" IS DISTINCT FROM (('it''s \ $flux$ "x"'::text))::text COLLATE "C" THEN
              IF coalesce(current_setting('flux.s_2dda1142', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
                PERFORM set_config('flux.s_2dda1142', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_Od''d..we"ird.table.sel''ect__old');
              END IF;
            END IF;
          END IF;
        ELSIF (NEW."n""e'w $body$ %")::text COLLATE "C" IS DISTINCT FROM (OLD."n""e'w $body$ %")::text COLLATE "C" THEN
          NEW."sel'ect" := NEW."n""e'w $body$ %";
        ELSE
          NEW."n""e'w $body$ %" := NEW."sel'ect";
          IF (NEW."sel'ect")::text COLLATE "C" IS DISTINCT FROM (OLD."sel'ect")::text COLLATE "C" THEN
            IF coalesce(current_setting('flux.s_2dda1142', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
              PERFORM set_config('flux.s_2dda1142', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('last_Od''d..we"ird.table.sel''ect__old');
            END IF;
          END IF;
        END IF;
        RETURN NEW;
      END
      $body1$;
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_last"() RETURNS trigger LANGUAGE plpgsql AS $body1$
      BEGIN
        NEW."n""e'w $body$ %" := NEW."sel'ect";
        RETURN NEW;
      END
      $body1$;
      COMMENT ON FUNCTION flux."Od'd..we""ird.table__sync_last"() IS E'flux:[{"mode":"twoWay","source":"sel''ect","target":"n\\"e''w $body$ %","forward":[{"column":"sel''ect"}],"backward":[{"column":"n\\"e''w $body$ %"}],"representable":null,"unique":true,"record":"Od''d..we\\"ird.table.sel''ect__old"}]';
      CREATE TRIGGER " flux_first" BEFORE INSERT OR UPDATE ON "Od'd."."we""ird.table" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."Od'd..we""ird.table__sync_first"();
      CREATE TRIGGER "~flux_last" BEFORE INSERT OR UPDATE ON "Od'd."."we""ird.table" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."Od'd..we""ird.table__sync_last"();
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '07-drop-the-triggers-and-we-ird-table-sel-e~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e';
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt >= 60 THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.3 * (0.5 + random()));
  END LOOP;
END
$flux1$;

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: rollback 1 (at any time, loses nothing) [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('hostile-rename-trigger', '07-drop-the-triggers-and-we-ird-table-sel-e~undo') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1], cursor[2] INTO started, finished, flux_block.after_1, flux_block.after_2
      FROM flux.backfills WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo';
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
          UPDATE "Od'd."."we""ird.table" AS t SET "sel'ect" = t."n""e'w $body$ %" WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) AND (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND (t."sel'ect" IS NULL AND (t."n""e'w $body$ %") IS NOT NULL);
        ELSE
          UPDATE "Od'd."."we""ird.table" AS t SET "sel'ect" = t."n""e'w $body$ %" WHERE (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND (t."sel'ect" IS NULL AND (t."n""e'w $body$ %") IS NOT NULL);
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text, flux_block.upto_2::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '07-drop-the-triggers-and-we-ird-table-sel-e~undo', n FROM generate_series(1, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e';
END
$flux$;

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: rollback 2 (at any time, loses nothing) [plain]
DO $flux$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"Od''d."."uni''que $body$__flux_new"') AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = to_regclass('"Od''d."."uni''que $body$__flux_new"')) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', '"Od''d."."uni''que $body$__flux_new"'
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX "Od''d."."uni''que $body$__flux_new" RENAME TO %I', 'flux_invalid_' || to_regclass('"Od''d."."uni''que $body$__flux_new"')::oid);
  END IF;
END
$flux$;

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: rollback 3 (at any time, loses nothing) [alone]
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "uni'que $body$__flux_new" ON "Od'd."."we""ird.table" USING "btree" ("n""e'w $body$ %", "k%e'y");

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: rollback 4 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 4 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 4 AND state = 'done');
      DO $built$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"Od''d."."uni''que $body$__flux_new"') AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', '"Od''d."."uni''que $body$__flux_new"' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY "Od''d."."uni''que $body$__flux_new"; then run this again.';
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '07-drop-the-triggers-and-we-ird-table-sel-e~undo', n FROM generate_series(2, 4) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e';
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

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: rollback 5 (at any time, loses nothing) [plain]
DO $flux$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"Od''d."."uni''que $body$"') AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = to_regclass('"Od''d."."uni''que $body$"')) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', '"Od''d."."uni''que $body$"'
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX "Od''d."."uni''que $body$" RENAME TO %I', 'flux_invalid_' || to_regclass('"Od''d."."uni''que $body$"')::oid);
  END IF;
END
$flux$;

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: rollback 6 (at any time, loses nothing) [alone]
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "uni'que $body$" ON "Od'd."."we""ird.table" USING "btree" ("sel'ect", "k%e'y");

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: rollback 7 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 7 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 7 AND state = 'done');
      DO $built$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"Od''d."."uni''que $body$"') AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', '"Od''d."."uni''que $body$"' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY "Od''d."."uni''que $body$"; then run this again.';
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '07-drop-the-triggers-and-we-ird-table-sel-e~undo', n FROM generate_series(5, 7) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e';
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

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: rollback 8 (at any time, loses nothing) [plain]
DO $flux$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"Od''d."."id''x %s ""$leftovers$"') AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = to_regclass('"Od''d."."id''x %s ""$leftovers$"')) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', '"Od''d."."id''x %s ""$leftovers$"'
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX "Od''d."."id''x %%s ""$leftovers$" RENAME TO %I', 'flux_invalid_' || to_regclass('"Od''d."."id''x %s ""$leftovers$"')::oid);
  END IF;
END
$flux$;

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: rollback 9 (at any time, loses nothing) [alone]
CREATE INDEX CONCURRENTLY IF NOT EXISTS "id'x %s ""$leftovers$" ON "Od'd."."we""ird.table" USING "btree" ((lower("sel'ect")), "$flux$") WHERE ("sel'ect" <> '
 $flux$'''::text);

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: rollback 10 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 10 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 10 AND state = 'done');
      DO $built$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"Od''d."."id''x %s ""$leftovers$"') AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', '"Od''d."."id''x %s ""$leftovers$"' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY "Od''d."."id''x %s ""$leftovers$"; then run this again.';
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '07-drop-the-triggers-and-we-ird-table-sel-e~undo', n FROM generate_series(8, 10) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e';
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

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: rollback 11 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 11 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 11 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "uni'que $body$" UNIQUE USING INDEX "uni'que $body$";
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "we""ird.table_sel'ect__flux_not_null" CHECK ("sel'ect" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '07-drop-the-triggers-and-we-ird-table-sel-e~undo', n FROM generate_series(11, 11) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e';
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

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: rollback 12 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 12 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 12 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" VALIDATE CONSTRAINT "we""ird.table_sel'ect__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '07-drop-the-triggers-and-we-ird-table-sel-e~undo', n FROM generate_series(12, 12) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e';
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

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: rollback 13 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 13 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e~undo' AND unit = 13 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "sel'ect" SET NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_sel'ect__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '07-drop-the-triggers-and-we-ird-table-sel-e~undo', n FROM generate_series(13, 13) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e';
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

-- ── 07-drop-the-triggers-and-we-ird-table-sel-e: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '07-drop-the-triggers-and-we-ird-table-sel-e~undo', n FROM generate_series(0, 13) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '07-drop-the-triggers-and-we-ird-table-sel-e';
  DELETE FROM flux.backfills WHERE plan = 'hostile-rename-trigger' AND step IN ('07-drop-the-triggers-and-we-ird-table-sel-e', '07-drop-the-triggers-and-we-ird-table-sel-e~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-rename-trigger' AND state = 'done';
END
$flux$;

-- ── 05-set-we-ird-table-n-e-w-body-not-null-pro: rollback 0 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '05-set-we-ird-table-n-e-w-body-not-null-pro~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '05-set-we-ird-table-n-e-w-body-not-null-pro~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "n""e'w $body$ %" DROP NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_n""e'w $body$ %__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '05-set-we-ird-table-n-e-w-body-not-null-pro~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '05-set-we-ird-table-n-e-w-body-not-null-pro';
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

-- ── 05-set-we-ird-table-n-e-w-body-not-null-pro: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '05-set-we-ird-table-n-e-w-body-not-null-pro~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '05-set-we-ird-table-n-e-w-body-not-null-pro';
  DELETE FROM flux.backfills WHERE plan = 'hostile-rename-trigger' AND step IN ('05-set-we-ird-table-n-e-w-body-not-null-pro', '05-set-we-ird-table-n-e-w-body-not-null-pro~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-rename-trigger' AND state = 'done';
END
$flux$;

-- ── 04-build-index-uni-que-body-on-n-e-w-body: rollback 0 (until new is out, loses nothing) [alone]
DROP INDEX CONCURRENTLY IF EXISTS "Od'd."."uni'que $body$__flux_new";

-- ── 04-build-index-uni-que-body-on-n-e-w-body: rollback 1 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '04-build-index-uni-que-body-on-n-e-w-body~undo' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '04-build-index-uni-que-body-on-n-e-w-body~undo' AND unit = 1 AND state = 'done');
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '04-build-index-uni-que-body-on-n-e-w-body~undo', n FROM generate_series(0, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '04-build-index-uni-que-body-on-n-e-w-body';
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

-- ── 04-build-index-uni-que-body-on-n-e-w-body: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '04-build-index-uni-que-body-on-n-e-w-body~undo', n FROM generate_series(0, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '04-build-index-uni-que-body-on-n-e-w-body';
  DELETE FROM flux.backfills WHERE plan = 'hostile-rename-trigger' AND step IN ('04-build-index-uni-que-body-on-n-e-w-body', '04-build-index-uni-que-body-on-n-e-w-body~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-rename-trigger' AND state = 'done';
END
$flux$;

-- ── 03-build-index-id-x-s-leftovers-on-n-e-w-bo: rollback 0 (until new is out, loses nothing) [alone]
DROP INDEX CONCURRENTLY IF EXISTS "Od'd."."id'x %s ""$leftovers$__flux_new";

-- ── 03-build-index-id-x-s-leftovers-on-n-e-w-bo: rollback 1 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '03-build-index-id-x-s-leftovers-on-n-e-w-bo~undo' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '03-build-index-id-x-s-leftovers-on-n-e-w-bo~undo' AND unit = 1 AND state = 'done');
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '03-build-index-id-x-s-leftovers-on-n-e-w-bo~undo', n FROM generate_series(0, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '03-build-index-id-x-s-leftovers-on-n-e-w-bo';
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

-- ── 03-build-index-id-x-s-leftovers-on-n-e-w-bo: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '03-build-index-id-x-s-leftovers-on-n-e-w-bo~undo', n FROM generate_series(0, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '03-build-index-id-x-s-leftovers-on-n-e-w-bo';
  DELETE FROM flux.backfills WHERE plan = 'hostile-rename-trigger' AND step IN ('03-build-index-id-x-s-leftovers-on-n-e-w-bo', '03-build-index-id-x-s-leftovers-on-n-e-w-bo~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-rename-trigger' AND state = 'done';
END
$flux$;

-- ── 02-copy-we-ird-table-sel-ect-into-n-e-w-bod: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '02-copy-we-ird-table-sel-ect-into-n-e-w-bod~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '02-copy-we-ird-table-sel-ect-into-n-e-w-bod';
  DELETE FROM flux.backfills WHERE plan = 'hostile-rename-trigger' AND step IN ('02-copy-we-ird-table-sel-ect-into-n-e-w-bod', '02-copy-we-ird-table-sel-ect-into-n-e-w-bod~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-rename-trigger' AND state = 'done';
END
$flux$;

-- ── 01-add-we-ird-table-n-e-w-body-synced-with: rollback 0 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '01-add-we-ird-table-n-e-w-body-synced-with~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 1501620408);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-trigger' AND step = '01-add-we-ird-table-n-e-w-body-synced-with~undo' AND unit = 0 AND state = 'done');
      COMMENT ON COLUMN "Od'd."."we""ird.table"."n""e'w $body$ %" IS NULL;
      DROP TRIGGER IF EXISTS " flux_first" ON "Od'd."."we""ird.table";
      DROP TRIGGER IF EXISTS "~flux_last" ON "Od'd."."we""ird.table";
      DROP FUNCTION IF EXISTS flux."Od'd..we""ird.table__sync_first"();
      DROP FUNCTION IF EXISTS flux."Od'd..we""ird.table__sync_last"();
      DROP VIEW IF EXISTS flux."hold_Od'd..we""ird.table.sel'ect__old";
      DROP SEQUENCE IF EXISTS flux."last_Od'd..we""ird.table.sel'ect__old";
      DROP SEQUENCE IF EXISTS flux."lossy_Od'd..we""ird.table.sel'ect__old";
      ALTER TABLE "Od'd."."we""ird.table" DROP COLUMN "n""e'w $body$ %";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '01-add-we-ird-table-n-e-w-body-synced-with~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '01-add-we-ird-table-n-e-w-body-synced-with';
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

-- ── 01-add-we-ird-table-n-e-w-body-synced-with: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-trigger', '01-add-we-ird-table-n-e-w-body-synced-with~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-trigger' AND step = '01-add-we-ird-table-n-e-w-body-synced-with';
  DELETE FROM flux.backfills WHERE plan = 'hostile-rename-trigger' AND step IN ('01-add-we-ird-table-n-e-w-body-synced-with', '01-add-we-ird-table-n-e-w-body-synced-with~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-rename-trigger' AND state = 'done';
END
$flux$;
