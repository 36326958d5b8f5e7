-- Hostile names: change of type
-- source: ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "$flux$" SET DATA TYPE bigint
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
    VALUES ('hostile-change-type', '5089749a71d982ce', E'[{"schema":"Od''d.","name":"we\\"ird.table"}]', true)
    ON CONFLICT (plan) DO NOTHING;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-change-type' AND fingerprint <> '5089749a71d982ce') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'hostile-change-type'
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
    WHERE plan = 'hostile-change-type';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-change-type' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'hostile-change-type', (SELECT state FROM flux.plans WHERE plan = 'hostile-change-type')
      USING HINT = 'Run: flux status hostile-change-type';
  END IF;
END
$guard$;

-- ── 01-add-a-shadow-of-we-ird-table-flux-as-big: unit 0 [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '01-add-a-shadow-of-we-ird-table-flux-as-big' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '01-add-a-shadow-of-we-ird-table-flux-as-big' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"Od''d."."we""ird.table"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"Od''d."."we""ird.table"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"Od''d."."we""ird.table"'::regclass AND i.indisreplident AND a.attname = '$flux$') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"$flux$"', '"Od''d."."we""ird.table"'
      USING HINT = 'Give the table another one first: ALTER TABLE "Od''d."."we""ird.table" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      ALTER TABLE "Od'd."."we""ird.table" ADD COLUMN "$flux$__flux_new" bigint;
      CREATE SEQUENCE IF NOT EXISTS flux."last_Od'd..we""ird.table.$flux$__type";
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
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_Od''d..we""ird.table.$flux$__type" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE VIEW flux."hold_Od'd..we""ird.table.$flux$__type" AS SELECT "$flux$", "$flux$__flux_new" FROM "Od'd."."we""ird.table" LIMIT 0;
      COMMENT ON VIEW flux."hold_Od'd..we""ird.table.$flux$__type" IS 'A Flux plan in flight holds Od''d..we"ird.table ($flux$, $flux$__flux_new): see its status before you drop a column.';
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_first"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."$flux$__flux_new" := (NEW."$flux$"::bigint);
        RETURN NEW;
      END
      $body$;
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_last"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."$flux$__flux_new" := (NEW."$flux$"::bigint);
        RETURN NEW;
      END
      $body$;
      COMMENT ON FUNCTION flux."Od'd..we""ird.table__sync_last"() IS E'flux:[{"mode":"forward","source":"$flux$","target":"$flux$__flux_new","forward":["(",{"column":"$flux$"},"::bigint)"],"backward":null,"representable":null,"unique":false,"record":"Od''d..we\\"ird.table.$flux$__type"}]';
      CREATE TRIGGER " flux_first" BEFORE INSERT OR UPDATE ON "Od'd."."we""ird.table" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."Od'd..we""ird.table__sync_first"();
      CREATE TRIGGER "~flux_last" BEFORE INSERT OR UPDATE ON "Od'd."."we""ird.table" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."Od'd..we""ird.table__sync_last"();
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '01-add-a-shadow-of-we-ird-table-flux-as-big', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '01-add-a-shadow-of-we-ird-table-flux-as-big~undo';
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

-- ── 01-add-a-shadow-of-we-ird-table-flux-as-big: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = '$flux$__flux_new' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint')) AND ((SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"Od''d."."we""ird.table"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."Od''d..we""ird.table__sync_last"()'), 'pg_proc'), 6)::jsonb @> '[{"source":"$flux$","target":"$flux$__flux_new"}]'::jsonb)))::text AS value;

-- ── 02-copy-we-ird-table-flux-into-its-shadow: unit 0 [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '02-copy-we-ird-table-flux-into-its-shadow' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('hostile-change-type', '02-copy-we-ird-table-flux-into-its-shadow') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1], cursor[2] INTO started, finished, flux_block.after_1, flux_block.after_2
      FROM flux.backfills WHERE plan = 'hostile-change-type' AND step = '02-copy-we-ird-table-flux-into-its-shadow';
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
          UPDATE "Od'd."."we""ird.table" AS t SET "$flux$__flux_new" = (t."$flux$"::bigint) WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) AND (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND ((t."$flux$__flux_new") IS DISTINCT FROM ((t."$flux$"::bigint)));
        ELSE
          UPDATE "Od'd."."we""ird.table" AS t SET "$flux$__flux_new" = (t."$flux$"::bigint) WHERE (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND ((t."$flux$__flux_new") IS DISTINCT FROM ((t."$flux$"::bigint)));
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text, flux_block.upto_2::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'hostile-change-type' AND step = '02-copy-we-ird-table-flux-into-its-shadow';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '02-copy-we-ird-table-flux-into-its-shadow';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '02-copy-we-ird-table-flux-into-its-shadow', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '02-copy-we-ird-table-flux-into-its-shadow~undo';
END
$flux1$;

-- ── 02-copy-we-ird-table-flux-into-its-shadow: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "Od'd."."we""ird.table" AS t WHERE (t."$flux$__flux_new") IS DISTINCT FROM ((t."$flux$"::bigint));

-- ── 03-build-index-id-x-s-leftovers-on-flux-flu: unit 0 [plain]
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

-- ── 03-build-index-id-x-s-leftovers-on-flux-flu: unit 1 [alone]
CREATE INDEX CONCURRENTLY IF NOT EXISTS "id'x %s ""$leftovers$__flux_new" ON "Od'd."."we""ird.table" USING "btree" ((lower("sel'ect")), "$flux$__flux_new") WHERE ("sel'ect" <> '
 $flux$'''::text);

-- ── 03-build-index-id-x-s-leftovers-on-flux-flu: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '03-build-index-id-x-s-leftovers-on-flux-flu' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '03-build-index-id-x-s-leftovers-on-flux-flu' AND unit = 2 AND state = 'done');
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '03-build-index-id-x-s-leftovers-on-flux-flu', n FROM generate_series(0, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '03-build-index-id-x-s-leftovers-on-flux-flu~undo';
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

-- ── 03-build-index-id-x-s-leftovers-on-flux-flu: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"Od''d."."id''x %s ""$leftovers$__flux_new"') AND i.indisvalid)))::text AS value;

-- ── 04-carry-check-che-ck-names-over-to-flux-fl: unit 0 [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '04-carry-check-che-ck-names-over-to-flux-fl' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '04-carry-check-che-ck-names-over-to-flux-fl' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"Od''d."."we""ird.table"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"Od''d."."we""ird.table"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "che%ck \ $names$__flux_new" CHECK ((("$flux$__flux_new" > '-5'::integer) AND ('$flux$'::text <> '
'::text))) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '04-carry-check-che-ck-names-over-to-flux-fl', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '04-carry-check-che-ck-names-over-to-flux-fl~undo';
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

-- ── 04-carry-check-che-ck-names-over-to-flux-fl: unit 1 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '04-carry-check-che-ck-names-over-to-flux-fl' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '04-carry-check-che-ck-names-over-to-flux-fl' AND unit = 1 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" VALIDATE CONSTRAINT "che%ck \ $names$__flux_new";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '04-carry-check-che-ck-names-over-to-flux-fl', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '04-carry-check-che-ck-names-over-to-flux-fl~undo';
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

-- ── 04-carry-check-che-ck-names-over-to-flux-fl: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"Od''d."."we""ird.table"') AND c.conname = E'che%ck \\ $names$__flux_new')) AND (EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"Od''d."."we""ird.table"') AND c.conname = E'che%ck \\ $names$__flux_new' AND c.convalidated)))::text AS value;

-- ── 05-set-we-ird-table-flux-flux-new-not-null: unit 0 [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '05-set-we-ird-table-flux-flux-new-not-null' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '05-set-we-ird-table-flux-flux-new-not-null' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"Od''d."."we""ird.table"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"Od''d."."we""ird.table"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "we""ird.table_$flux$__flux_new__flux_not_null" CHECK ("$flux$__flux_new" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '05-set-we-ird-table-flux-flux-new-not-null', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '05-set-we-ird-table-flux-flux-new-not-null~undo';
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

-- ── 05-set-we-ird-table-flux-flux-new-not-null: unit 1 [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '05-set-we-ird-table-flux-flux-new-not-null' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '05-set-we-ird-table-flux-flux-new-not-null' AND unit = 1 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" VALIDATE CONSTRAINT "we""ird.table_$flux$__flux_new__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '05-set-we-ird-table-flux-flux-new-not-null', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '05-set-we-ird-table-flux-flux-new-not-null~undo';
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

-- ── 05-set-we-ird-table-flux-flux-new-not-null: unit 2 [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '05-set-we-ird-table-flux-flux-new-not-null' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '05-set-we-ird-table-flux-flux-new-not-null' AND unit = 2 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "$flux$__flux_new" SET NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_$flux$__flux_new__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '05-set-we-ird-table-flux-flux-new-not-null', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '05-set-we-ird-table-flux-flux-new-not-null~undo';
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

-- ── 05-set-we-ird-table-flux-flux-new-not-null: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = '$flux$__flux_new' AND NOT a.attisdropped AND a.attnotnull)) AND (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"Od''d."."we""ird.table"') AND c.conname = 'we"ird.table_$flux$__flux_new__flux_not_null')))::text AS value;

-- ── 06-exchange-we-ird-table-flux-and-its-shado: unit 0 [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "che%ck \ $names$";
      LOCK TABLE "Od'd."."we""ird.table" IN ACCESS EXCLUSIVE MODE;
      ALTER TABLE "Od'd."."we""ird.table" RENAME COLUMN "$flux$" TO "$flux$__flux_old";
      ALTER TABLE "Od'd."."we""ird.table" RENAME COLUMN "$flux$__flux_new" TO "$flux$";
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "$flux$" SET DEFAULT 1;
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "$flux$__flux_old" DROP DEFAULT;
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "$flux$__flux_old" DROP NOT NULL;
      CREATE SEQUENCE IF NOT EXISTS flux."last_Od'd..we""ird.table.$flux$__type";
      CREATE SEQUENCE IF NOT EXISTS flux."lossy_Od'd..we""ird.table.$flux$__type";
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
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_Od''d..we""ird.table.$flux$__type" TO %I', marker);
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."lossy_Od''d..we""ird.table.$flux$__type" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_first"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."$flux$__flux_old" := (CASE WHEN NEW."$flux$" >= 2147483647 THEN (2147483647)::integer WHEN NEW."$flux$" <= -2147483648 THEN (-2147483648)::integer ELSE NEW."$flux$"::integer END);
        RETURN NEW;
      END
      $body$;
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_last"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."$flux$__flux_old" := (CASE WHEN NEW."$flux$" >= 2147483647 THEN (2147483647)::integer WHEN NEW."$flux$" <= -2147483648 THEN (-2147483648)::integer ELSE NEW."$flux$"::integer END);
        IF NOT (((NEW."$flux$" IS NULL OR (NEW."$flux$" BETWEEN -2147483648 AND 2147483647)))) THEN
          IF coalesce(current_setting('flux.s_2b51c84d', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
            PERFORM set_config('flux.s_2b51c84d', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('lossy_Od''d..we"ird.table.$flux$__type');
          END IF;
        END IF;
        RETURN NEW;
      END
      $body$;
      COMMENT ON FUNCTION flux."Od'd..we""ird.table__sync_last"() IS E'flux:[{"mode":"forward","source":"$flux$","target":"$flux$__flux_old","forward":["(CASE WHEN ",{"column":"$flux$"}," >= 2147483647 THEN (2147483647)::integer WHEN ",{"column":"$flux$"}," <= -2147483648 THEN (-2147483648)::integer ELSE ",{"column":"$flux$"},"::integer END)"],"backward":null,"representable":["((",{"column":"$flux$"}," IS NULL OR (",{"column":"$flux$"}," BETWEEN -2147483648 AND 2147483647)))"],"unique":false,"record":"Od''d..we\\"ird.table.$flux$__type"}]';
      ALTER TABLE "Od'd."."we""ird.table" RENAME CONSTRAINT "che%ck \ $names$__flux_new" TO "che%ck \ $names$";
      ALTER INDEX "Od'd."."id'x %s ""$leftovers$" RENAME TO "id'x %s ""$leftovers$__flux_old";
      ALTER INDEX "Od'd."."id'x %s ""$leftovers$__flux_new" RENAME TO "id'x %s ""$leftovers$";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '06-exchange-we-ird-table-flux-and-its-shado', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo';
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

-- ── 06-exchange-we-ird-table-flux-and-its-shado: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = '$flux$__flux_old' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = '$flux$__flux_new' AND NOT a.attisdropped) AND (SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"Od''d."."we""ird.table"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."Od''d..we""ird.table__sync_last"()'), 'pg_proc'), 6)::jsonb @> '[{"source":"$flux$","target":"$flux$__flux_old"}]'::jsonb)) AND (EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"Od''d."."we""ird.table"') AND c.conname = E'che%ck \\ $names$')) AND (EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"Od''d."."id''x %s ""$leftovers$__flux_old"') AND i.indisvalid)) AND (EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"Od''d."."id''x %s ""$leftovers$"') AND i.indisvalid)))::text AS value;

-- ── 07-deploy-new: May write values to we"ird.table.$flux$ that only bigint holds. When the version from before this plan is gone [plain]
INSERT INTO flux.gates (plan, phase) VALUES ('hostile-change-type', 1);

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
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-change-type' AND fingerprint <> '5089749a71d982ce') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'hostile-change-type'
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
    WHERE plan = 'hostile-change-type';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-change-type' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'hostile-change-type', (SELECT state FROM flux.plans WHERE plan = 'hostile-change-type')
      USING HINT = 'Run: flux status hostile-change-type';
  END IF;
  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = 'hostile-change-type' AND phase = 1)
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-change-type' AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', 2, 'hostile-change-type'
      USING HINT = 'Run: flux release hostile-change-type. For a database that serves nobody, as in CI: PGOPTIONS=''-c flux.fresh=on'' opens all gates.';
  END IF;
END
$guard$;

-- ── 08-drop-the-old-form-of-we-ird-table-flux: unit 0 [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"Od''d."."we""ird.table"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"Od''d."."we""ird.table"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = '"Od''d."."we""ird.table"'::regclass AND i.indisreplident AND a.attname = '$flux$__flux_old') THEN
    RAISE EXCEPTION 'flux: column % of % is part of the replica identity', '"$flux$__flux_old"', '"Od''d."."we""ird.table"'
      USING HINT = 'Give the table another one first: ALTER TABLE "Od''d."."we""ird.table" REPLICA IDENTITY DEFAULT (its primary key).';
  END IF;
END
$preflight$;
      DROP TRIGGER IF EXISTS " flux_first" ON "Od'd."."we""ird.table";
      DROP TRIGGER IF EXISTS "~flux_last" ON "Od'd."."we""ird.table";
      DROP FUNCTION IF EXISTS flux."Od'd..we""ird.table__sync_first"();
      DROP FUNCTION IF EXISTS flux."Od'd..we""ird.table__sync_last"();
      DROP VIEW IF EXISTS flux."hold_Od'd..we""ird.table.$flux$__type";
      DROP SEQUENCE IF EXISTS flux."last_Od'd..we""ird.table.$flux$__type";
      DROP SEQUENCE IF EXISTS flux."lossy_Od'd..we""ird.table.$flux$__type";
      ALTER TABLE "Od'd."."we""ird.table" DROP COLUMN "$flux$__flux_old";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '08-drop-the-old-form-of-we-ird-table-flux', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux~undo';
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

-- ── 08-drop-the-old-form-of-we-ird-table-flux: proof, expected true [plain]
SELECT ((NOT coalesce((SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = to_regclass('"Od''d."."we""ird.table"') AND t.tgenabled <> 'D' AND t.tgname IN (' flux_first', '~flux_last')) = 2 AND (substr(obj_description(to_regprocedure('flux."Od''d..we""ird.table__sync_last"()'), 'pg_proc'), 6)::jsonb @> '[{"source":"$flux$","target":"$flux$__flux_old"}]'::jsonb), false)) AND (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = '$flux$__flux_old' AND NOT a.attisdropped)))::text AS value;

-- ══ ROLLBACK, last step first

-- ── 08-drop-the-old-form-of-we-ird-table-flux: rollback 0 (at any time, loses some values of we"ird.table.$flux$__flux_old) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ADD COLUMN "$flux$__flux_old" integer;
      CREATE SEQUENCE IF NOT EXISTS flux."last_Od'd..we""ird.table.$flux$__type";
      CREATE SEQUENCE IF NOT EXISTS flux."lossy_Od'd..we""ird.table.$flux$__type";
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
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_Od''d..we""ird.table.$flux$__type" TO %I', marker);
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."lossy_Od''d..we""ird.table.$flux$__type" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE VIEW flux."hold_Od'd..we""ird.table.$flux$__type" AS SELECT "$flux$", "$flux$__flux_old" FROM "Od'd."."we""ird.table" LIMIT 0;
      COMMENT ON VIEW flux."hold_Od'd..we""ird.table.$flux$__type" IS 'A Flux plan in flight holds Od''d..we"ird.table ($flux$, $flux$__flux_old): see its status before you drop a column.';
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_first"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."$flux$__flux_old" := (CASE WHEN NEW."$flux$" >= 2147483647 THEN (2147483647)::integer WHEN NEW."$flux$" <= -2147483648 THEN (-2147483648)::integer ELSE NEW."$flux$"::integer END);
        RETURN NEW;
      END
      $body$;
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_last"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."$flux$__flux_old" := (CASE WHEN NEW."$flux$" >= 2147483647 THEN (2147483647)::integer WHEN NEW."$flux$" <= -2147483648 THEN (-2147483648)::integer ELSE NEW."$flux$"::integer END);
        IF NOT (((NEW."$flux$" IS NULL OR (NEW."$flux$" BETWEEN -2147483648 AND 2147483647)))) THEN
          IF coalesce(current_setting('flux.s_2b51c84d', true), '') <> (extract(epoch FROM clock_timestamp())::bigint / 10)::text THEN
            PERFORM set_config('flux.s_2b51c84d', (extract(epoch FROM clock_timestamp())::bigint / 10)::text, false), flux.mark('lossy_Od''d..we"ird.table.$flux$__type');
          END IF;
        END IF;
        RETURN NEW;
      END
      $body$;
      COMMENT ON FUNCTION flux."Od'd..we""ird.table__sync_last"() IS E'flux:[{"mode":"forward","source":"$flux$","target":"$flux$__flux_old","forward":["(CASE WHEN ",{"column":"$flux$"}," >= 2147483647 THEN (2147483647)::integer WHEN ",{"column":"$flux$"}," <= -2147483648 THEN (-2147483648)::integer ELSE ",{"column":"$flux$"},"::integer END)"],"backward":null,"representable":["((",{"column":"$flux$"}," IS NULL OR (",{"column":"$flux$"}," BETWEEN -2147483648 AND 2147483647)))"],"unique":false,"record":"Od''d..we\\"ird.table.$flux$__type"}]';
      CREATE TRIGGER " flux_first" BEFORE INSERT OR UPDATE ON "Od'd."."we""ird.table" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."Od'd..we""ird.table__sync_first"();
      CREATE TRIGGER "~flux_last" BEFORE INSERT OR UPDATE ON "Od'd."."we""ird.table" FOR EACH ROW WHEN (current_setting('flux.backfill', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION flux."Od'd..we""ird.table__sync_last"();
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '08-drop-the-old-form-of-we-ird-table-flux~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux';
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

-- ── 08-drop-the-old-form-of-we-ird-table-flux: rollback 1 (at any time, loses some values of we"ird.table.$flux$__flux_old) [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux~undo' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('hostile-change-type', '08-drop-the-old-form-of-we-ird-table-flux~undo') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1], cursor[2] INTO started, finished, flux_block.after_1, flux_block.after_2
      FROM flux.backfills WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux~undo';
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
          UPDATE "Od'd."."we""ird.table" AS t SET "$flux$__flux_old" = (CASE WHEN t."$flux$" >= 2147483647 THEN (2147483647)::integer WHEN t."$flux$" <= -2147483648 THEN (-2147483648)::integer ELSE t."$flux$"::integer END) WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) AND (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND (t."$flux$__flux_old" IS NULL AND ((CASE WHEN t."$flux$" >= 2147483647 THEN (2147483647)::integer WHEN t."$flux$" <= -2147483648 THEN (-2147483648)::integer ELSE t."$flux$"::integer END)) IS NOT NULL);
        ELSE
          UPDATE "Od'd."."we""ird.table" AS t SET "$flux$__flux_old" = (CASE WHEN t."$flux$" >= 2147483647 THEN (2147483647)::integer WHEN t."$flux$" <= -2147483648 THEN (-2147483648)::integer ELSE t."$flux$"::integer END) WHERE (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND (t."$flux$__flux_old" IS NULL AND ((CASE WHEN t."$flux$" >= 2147483647 THEN (2147483647)::integer WHEN t."$flux$" <= -2147483648 THEN (-2147483648)::integer ELSE t."$flux$"::integer END)) IS NOT NULL);
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text, flux_block.upto_2::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux~undo';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux~undo';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '08-drop-the-old-form-of-we-ird-table-flux~undo', n FROM generate_series(1, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux';
END
$flux1$;

-- ── 08-drop-the-old-form-of-we-ird-table-flux: rollback 2 (at any time, loses some values of we"ird.table.$flux$__flux_old) [plain]
DO $flux$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"Od''d."."id''x %s ""$leftovers$__flux_old"') AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = to_regclass('"Od''d."."id''x %s ""$leftovers$__flux_old"')) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', '"Od''d."."id''x %s ""$leftovers$__flux_old"'
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX "Od''d."."id''x %%s ""$leftovers$__flux_old" RENAME TO %I', 'flux_invalid_' || to_regclass('"Od''d."."id''x %s ""$leftovers$__flux_old"')::oid);
  END IF;
END
$flux$;

-- ── 08-drop-the-old-form-of-we-ird-table-flux: rollback 3 (at any time, loses some values of we"ird.table.$flux$__flux_old) [alone]
CREATE INDEX CONCURRENTLY IF NOT EXISTS "id'x %s ""$leftovers$__flux_old" ON "Od'd."."we""ird.table" USING "btree" ((lower("sel'ect")), "$flux$__flux_old") WHERE ("sel'ect" <> '
 $flux$'''::text);

-- ── 08-drop-the-old-form-of-we-ird-table-flux: rollback 4 (at any time, loses some values of we"ird.table.$flux$__flux_old) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux~undo' AND unit = 4 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux~undo' AND unit = 4 AND state = 'done');
      DO $built$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('"Od''d."."id''x %s ""$leftovers$__flux_old"') AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', '"Od''d."."id''x %s ""$leftovers$__flux_old"' USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY "Od''d."."id''x %s ""$leftovers$__flux_old"; then run this again.';
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '08-drop-the-old-form-of-we-ird-table-flux~undo', n FROM generate_series(2, 4) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux';
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

-- ── 08-drop-the-old-form-of-we-ird-table-flux: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '08-drop-the-old-form-of-we-ird-table-flux~undo', n FROM generate_series(0, 4) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '08-drop-the-old-form-of-we-ird-table-flux';
  DELETE FROM flux.backfills WHERE plan = 'hostile-change-type' AND step IN ('08-drop-the-old-form-of-we-ird-table-flux', '08-drop-the-old-form-of-we-ird-table-flux~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-change-type' AND state = 'done';
END
$flux$;

-- ── 06-exchange-we-ird-table-flux-and-its-shado: rollback 0 (until new is out, loses what integer cannot hold: such values come back clamped) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo' AND unit = 0 AND state = 'done');
      ALTER INDEX "Od'd."."id'x %s ""$leftovers$" RENAME TO "id'x %s ""$leftovers$__flux_new";
      ALTER INDEX "Od'd."."id'x %s ""$leftovers$__flux_old" RENAME TO "id'x %s ""$leftovers$";
      ALTER TABLE "Od'd."."we""ird.table" RENAME CONSTRAINT "che%ck \ $names$" TO "che%ck \ $names$__flux_new";
      LOCK TABLE "Od'd."."we""ird.table" IN ACCESS EXCLUSIVE MODE;
      ALTER TABLE "Od'd."."we""ird.table" RENAME COLUMN "$flux$" TO "$flux$__flux_new";
      ALTER TABLE "Od'd."."we""ird.table" RENAME COLUMN "$flux$__flux_old" TO "$flux$";
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "$flux$" SET DEFAULT 1;
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "$flux$__flux_new" DROP DEFAULT;
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "$flux$__flux_new" DROP NOT NULL;
      CREATE SEQUENCE IF NOT EXISTS flux."last_Od'd..we""ird.table.$flux$__type";
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
    EXECUTE format('GRANT UPDATE ON SEQUENCE flux."last_Od''d..we""ird.table.$flux$__type" TO %I', marker);
  END IF;
END
$grants$;
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_first"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."$flux$__flux_new" := (NEW."$flux$"::bigint);
        RETURN NEW;
      END
      $body$;
      CREATE OR REPLACE FUNCTION flux."Od'd..we""ird.table__sync_last"() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW."$flux$__flux_new" := (NEW."$flux$"::bigint);
        RETURN NEW;
      END
      $body$;
      COMMENT ON FUNCTION flux."Od'd..we""ird.table__sync_last"() IS E'flux:[{"mode":"forward","source":"$flux$","target":"$flux$__flux_new","forward":["(",{"column":"$flux$"},"::bigint)"],"backward":null,"representable":null,"unique":false,"record":"Od''d..we\\"ird.table.$flux$__type"}]';
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "che%ck \ $names$" CHECK ((("$flux$" > '-5'::integer) AND ('$flux$'::text <> '
'::text))) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '06-exchange-we-ird-table-flux-and-its-shado~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado';
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

-- ── 06-exchange-we-ird-table-flux-and-its-shado: rollback 1 (until new is out, loses what integer cannot hold: such values come back clamped) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo' AND unit = 1 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" VALIDATE CONSTRAINT "che%ck \ $names$";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '06-exchange-we-ird-table-flux-and-its-shado~undo', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado';
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

-- ── 06-exchange-we-ird-table-flux-and-its-shado: rollback 2 (until new is out, loses what integer cannot hold: such values come back clamped) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo' AND unit = 2 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "we""ird.table_$flux$__flux_not_null" CHECK ("$flux$" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '06-exchange-we-ird-table-flux-and-its-shado~undo', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado';
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

-- ── 06-exchange-we-ird-table-flux-and-its-shado: rollback 3 (until new is out, loses what integer cannot hold: such values come back clamped) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo' AND unit = 3 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo' AND unit = 3 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" VALIDATE CONSTRAINT "we""ird.table_$flux$__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '06-exchange-we-ird-table-flux-and-its-shado~undo', n FROM generate_series(3, 3) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado';
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

-- ── 06-exchange-we-ird-table-flux-and-its-shado: rollback 4 (until new is out, loses what integer cannot hold: such values come back clamped) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo' AND unit = 4 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo' AND unit = 4 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "$flux$" SET NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_$flux$__flux_not_null";
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "we""ird.table_$flux$__flux_new__flux_not_null" CHECK ("$flux$__flux_new" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '06-exchange-we-ird-table-flux-and-its-shado~undo', n FROM generate_series(4, 4) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado';
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

-- ── 06-exchange-we-ird-table-flux-and-its-shado: rollback 5 (until new is out, loses what integer cannot hold: such values come back clamped) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo' AND unit = 5 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo' AND unit = 5 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" VALIDATE CONSTRAINT "we""ird.table_$flux$__flux_new__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '06-exchange-we-ird-table-flux-and-its-shado~undo', n FROM generate_series(5, 5) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado';
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

-- ── 06-exchange-we-ird-table-flux-and-its-shado: rollback 6 (until new is out, loses what integer cannot hold: such values come back clamped) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo' AND unit = 6 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado~undo' AND unit = 6 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "$flux$__flux_new" SET NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_$flux$__flux_new__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '06-exchange-we-ird-table-flux-and-its-shado~undo', n FROM generate_series(6, 6) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado';
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

-- ── 06-exchange-we-ird-table-flux-and-its-shado: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '06-exchange-we-ird-table-flux-and-its-shado~undo', n FROM generate_series(0, 6) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '06-exchange-we-ird-table-flux-and-its-shado';
  DELETE FROM flux.backfills WHERE plan = 'hostile-change-type' AND step IN ('06-exchange-we-ird-table-flux-and-its-shado', '06-exchange-we-ird-table-flux-and-its-shado~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-change-type' AND state = 'done';
END
$flux$;

-- ── 05-set-we-ird-table-flux-flux-new-not-null: rollback 0 (at any time, loses nothing) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '05-set-we-ird-table-flux-flux-new-not-null~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '05-set-we-ird-table-flux-flux-new-not-null~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "$flux$__flux_new" DROP NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_$flux$__flux_new__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '05-set-we-ird-table-flux-flux-new-not-null~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '05-set-we-ird-table-flux-flux-new-not-null';
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

-- ── 05-set-we-ird-table-flux-flux-new-not-null: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '05-set-we-ird-table-flux-flux-new-not-null~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '05-set-we-ird-table-flux-flux-new-not-null';
  DELETE FROM flux.backfills WHERE plan = 'hostile-change-type' AND step IN ('05-set-we-ird-table-flux-flux-new-not-null', '05-set-we-ird-table-flux-flux-new-not-null~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-change-type' AND state = 'done';
END
$flux$;

-- ── 04-carry-check-che-ck-names-over-to-flux-fl: rollback 0 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '04-carry-check-che-ck-names-over-to-flux-fl~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '04-carry-check-che-ck-names-over-to-flux-fl~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "che%ck \ $names$__flux_new";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '04-carry-check-che-ck-names-over-to-flux-fl~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '04-carry-check-che-ck-names-over-to-flux-fl';
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

-- ── 04-carry-check-che-ck-names-over-to-flux-fl: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '04-carry-check-che-ck-names-over-to-flux-fl~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '04-carry-check-che-ck-names-over-to-flux-fl';
  DELETE FROM flux.backfills WHERE plan = 'hostile-change-type' AND step IN ('04-carry-check-che-ck-names-over-to-flux-fl', '04-carry-check-che-ck-names-over-to-flux-fl~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-change-type' AND state = 'done';
END
$flux$;

-- ── 03-build-index-id-x-s-leftovers-on-flux-flu: rollback 0 (until new is out, loses nothing) [alone]
DROP INDEX CONCURRENTLY IF EXISTS "Od'd."."id'x %s ""$leftovers$__flux_new";

-- ── 03-build-index-id-x-s-leftovers-on-flux-flu: rollback 1 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '03-build-index-id-x-s-leftovers-on-flux-flu~undo' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '03-build-index-id-x-s-leftovers-on-flux-flu~undo' AND unit = 1 AND state = 'done');
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '03-build-index-id-x-s-leftovers-on-flux-flu~undo', n FROM generate_series(0, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '03-build-index-id-x-s-leftovers-on-flux-flu';
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

-- ── 03-build-index-id-x-s-leftovers-on-flux-flu: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '03-build-index-id-x-s-leftovers-on-flux-flu~undo', n FROM generate_series(0, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '03-build-index-id-x-s-leftovers-on-flux-flu';
  DELETE FROM flux.backfills WHERE plan = 'hostile-change-type' AND step IN ('03-build-index-id-x-s-leftovers-on-flux-flu', '03-build-index-id-x-s-leftovers-on-flux-flu~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-change-type' AND state = 'done';
END
$flux$;

-- ── 02-copy-we-ird-table-flux-into-its-shadow: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '02-copy-we-ird-table-flux-into-its-shadow~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '02-copy-we-ird-table-flux-into-its-shadow';
  DELETE FROM flux.backfills WHERE plan = 'hostile-change-type' AND step IN ('02-copy-we-ird-table-flux-into-its-shadow', '02-copy-we-ird-table-flux-into-its-shadow~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-change-type' AND state = 'done';
END
$flux$;

-- ── 01-add-a-shadow-of-we-ird-table-flux-as-big: rollback 0 (at any time, loses nothing) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '01-add-a-shadow-of-we-ird-table-flux-as-big~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, -307827499);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-change-type' AND step = '01-add-a-shadow-of-we-ird-table-flux-as-big~undo' AND unit = 0 AND state = 'done');
      DROP TRIGGER IF EXISTS " flux_first" ON "Od'd."."we""ird.table";
      DROP TRIGGER IF EXISTS "~flux_last" ON "Od'd."."we""ird.table";
      DROP FUNCTION IF EXISTS flux."Od'd..we""ird.table__sync_first"();
      DROP FUNCTION IF EXISTS flux."Od'd..we""ird.table__sync_last"();
      DROP VIEW IF EXISTS flux."hold_Od'd..we""ird.table.$flux$__type";
      DROP SEQUENCE IF EXISTS flux."last_Od'd..we""ird.table.$flux$__type";
      DROP SEQUENCE IF EXISTS flux."lossy_Od'd..we""ird.table.$flux$__type";
      ALTER TABLE "Od'd."."we""ird.table" DROP COLUMN "$flux$__flux_new";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '01-add-a-shadow-of-we-ird-table-flux-as-big~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '01-add-a-shadow-of-we-ird-table-flux-as-big';
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

-- ── 01-add-a-shadow-of-we-ird-table-flux-as-big: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-change-type', '01-add-a-shadow-of-we-ird-table-flux-as-big~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-change-type' AND step = '01-add-a-shadow-of-we-ird-table-flux-as-big';
  DELETE FROM flux.backfills WHERE plan = 'hostile-change-type' AND step IN ('01-add-a-shadow-of-we-ird-table-flux-as-big', '01-add-a-shadow-of-we-ird-table-flux-as-big~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-change-type' AND state = 'done';
END
$flux$;
