-- Hostile names: rename, the application writes both
-- source: ALTER TABLE "Od'd."."we""ird.table" RENAME COLUMN "$flux$" TO "n""e'w $body$ %"
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
    VALUES ('hostile-rename-application', '5089749a71d982ce', E'[{"schema":"Od''d.","name":"we\\"ird.table"}]', true)
    ON CONFLICT (plan) DO NOTHING;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-application' AND fingerprint <> '5089749a71d982ce') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'hostile-rename-application'
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
    WHERE plan = 'hostile-rename-application';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-application' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'hostile-rename-application', (SELECT state FROM flux.plans WHERE plan = 'hostile-rename-application')
      USING HINT = 'Run: flux status hostile-rename-application';
  END IF;
END
$guard$;

-- ── 01-add-we-ird-table-n-e-w-body: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '01-add-we-ird-table-n-e-w-body' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '01-add-we-ird-table-n-e-w-body' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"Od''d."."we""ird.table"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"Od''d."."we""ird.table"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "Od'd."."we""ird.table" ADD COLUMN "n""e'w $body$ %" integer;
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "n""e'w $body$ %" SET DEFAULT 1;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '01-add-we-ird-table-n-e-w-body', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '01-add-we-ird-table-n-e-w-body~undo';
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

-- ── 01-add-we-ird-table-n-e-w-body: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = 'n"e''w $body$ %' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'integer')) AND (EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = 'n"e''w $body$ %' AND NOT a.attisdropped AND a.atthasdef)))::text AS value;

-- ── 02-deploy-dual-write: Writes the same value to we"ird.table.$flux$ and n"e'w $body$ % in one statement; still reads $flux$. When the version from before this plan is gone [plain]
INSERT INTO flux.gates (plan, phase) VALUES ('hostile-rename-application', 1);

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
  IF row_security_active('"Od''d."."we""ird.table"') THEN
    RAISE EXCEPTION 'flux: row level security hides rows of % from role %', '"Od''d."."we""ird.table"', current_user
      USING HINT = 'Run it as a role with BYPASSRLS, or without FORCE ROW LEVEL SECURITY on the table as its owner.';
  END IF;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-application' AND fingerprint <> '5089749a71d982ce') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'hostile-rename-application'
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
    WHERE plan = 'hostile-rename-application';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-application' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'hostile-rename-application', (SELECT state FROM flux.plans WHERE plan = 'hostile-rename-application')
      USING HINT = 'Run: flux status hostile-rename-application';
  END IF;
  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = 'hostile-rename-application' AND phase = 1)
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-application' AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', 2, 'hostile-rename-application'
      USING HINT = 'Run: flux release hostile-rename-application. For a database that serves nobody, as in CI: PGOPTIONS=''-c flux.fresh=on'' opens all gates.';
  END IF;
END
$guard$;

-- ── 03-copy-we-ird-table-flux-into-n-e-w-body: unit 0 [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '03-copy-we-ird-table-flux-into-n-e-w-body' AND unit = 0 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('hostile-rename-application', '03-copy-we-ird-table-flux-into-n-e-w-body') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1], cursor[2] INTO started, finished, flux_block.after_1, flux_block.after_2
      FROM flux.backfills WHERE plan = 'hostile-rename-application' AND step = '03-copy-we-ird-table-flux-into-n-e-w-body';
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
          UPDATE "Od'd."."we""ird.table" AS t SET "n""e'w $body$ %" = t."$flux$" WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) AND (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND ((t."n""e'w $body$ %") IS DISTINCT FROM (t."$flux$"));
        ELSE
          UPDATE "Od'd."."we""ird.table" AS t SET "n""e'w $body$ %" = t."$flux$" WHERE (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND ((t."n""e'w $body$ %") IS DISTINCT FROM (t."$flux$"));
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text, flux_block.upto_2::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'hostile-rename-application' AND step = '03-copy-we-ird-table-flux-into-n-e-w-body';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '03-copy-we-ird-table-flux-into-n-e-w-body';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '03-copy-we-ird-table-flux-into-n-e-w-body', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '03-copy-we-ird-table-flux-into-n-e-w-body~undo';
END
$flux1$;

-- ── 03-copy-we-ird-table-flux-into-n-e-w-body: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "Od'd."."we""ird.table" AS t WHERE (t."n""e'w $body$ %") IS DISTINCT FROM (t."$flux$");

-- ── 04-flux-and-n-e-w-body-are-equal-in-every: unit 0 [plain]
DO $flux1$
DECLARE
  found text;
BEGIN
  EXECUTE 'SELECT count(*)::text AS value FROM "Od''d."."we""ird.table" AS t WHERE (t."n""e''w $body$ %") IS DISTINCT FROM (t."$flux$")' INTO found;
  IF found IS DISTINCT FROM '0' THEN
    RAISE EXCEPTION 'flux: check failed: %: expected %, found %', 'rows in which $flux$ and n"e''w $body$ % differ', '0', coalesce(found, 'nothing')
      USING HINT = 'Some instance still writes only one of the two: find it, then run the copy again.';
  END IF;
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '04-flux-and-n-e-w-body-are-equal-in-every', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  DELETE FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '04-flux-and-n-e-w-body-are-equal-in-every~undo';
END
$flux1$;

-- ── 04-flux-and-n-e-w-body-are-equal-in-every: proof, expected 0 [plain]
SELECT count(*)::text AS value FROM "Od'd."."we""ird.table" AS t WHERE (t."n""e'w $body$ %") IS DISTINCT FROM (t."$flux$");

-- ── 05-build-index-id-x-s-leftovers-on-n-e-w-bo: unit 0 [plain]
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

-- ── 05-build-index-id-x-s-leftovers-on-n-e-w-bo: unit 1 [alone]
CREATE INDEX CONCURRENTLY IF NOT EXISTS "id'x %s ""$leftovers$__flux_new" ON "Od'd."."we""ird.table" USING "btree" ((lower("sel'ect")), "n""e'w $body$ %") WHERE ("sel'ect" <> '
 $flux$'''::text);

-- ── 05-build-index-id-x-s-leftovers-on-n-e-w-bo: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '05-build-index-id-x-s-leftovers-on-n-e-w-bo' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '05-build-index-id-x-s-leftovers-on-n-e-w-bo' AND unit = 2 AND state = 'done');
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '05-build-index-id-x-s-leftovers-on-n-e-w-bo', n FROM generate_series(0, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '05-build-index-id-x-s-leftovers-on-n-e-w-bo~undo';
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

-- ── 05-build-index-id-x-s-leftovers-on-n-e-w-bo: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"Od''d."."id''x %s ""$leftovers$__flux_new"') AND i.indisvalid)))::text AS value;

-- ── 06-carry-check-che-ck-names-over-to-n-e-w-b: unit 0 [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '06-carry-check-che-ck-names-over-to-n-e-w-b' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '06-carry-check-che-ck-names-over-to-n-e-w-b' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"Od''d."."we""ird.table"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"Od''d."."we""ird.table"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "che%ck \ $names$__flux_new" CHECK ((("n""e'w $body$ %" > '-5'::integer) AND ('$flux$'::text <> '
'::text))) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '06-carry-check-che-ck-names-over-to-n-e-w-b', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '06-carry-check-che-ck-names-over-to-n-e-w-b~undo';
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

-- ── 06-carry-check-che-ck-names-over-to-n-e-w-b: unit 1 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '06-carry-check-che-ck-names-over-to-n-e-w-b' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '06-carry-check-che-ck-names-over-to-n-e-w-b' AND unit = 1 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" VALIDATE CONSTRAINT "che%ck \ $names$__flux_new";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '06-carry-check-che-ck-names-over-to-n-e-w-b', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '06-carry-check-che-ck-names-over-to-n-e-w-b~undo';
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

-- ── 06-carry-check-che-ck-names-over-to-n-e-w-b: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"Od''d."."we""ird.table"') AND c.conname = E'che%ck \\ $names$__flux_new')) AND (EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"Od''d."."we""ird.table"') AND c.conname = E'che%ck \\ $names$__flux_new' AND c.convalidated)))::text AS value;

-- ── 07-set-we-ird-table-n-e-w-body-not-null-pro: unit 0 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '07-set-we-ird-table-n-e-w-body-not-null-pro' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '07-set-we-ird-table-n-e-w-body-not-null-pro' AND unit = 0 AND state = 'done');
      DO $preflight$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND '"Od''d."."we""ird.table"'::regclass IN (i.inhparent, i.inhrelid)) THEN
    RAISE EXCEPTION 'flux: table % inherits or is inherited from', '"Od''d."."we""ird.table"'
      USING HINT = 'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).';
  END IF;
END
$preflight$;
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "we""ird.table_n""e'w $body$ %__flux_not_null" CHECK ("n""e'w $body$ %" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '07-set-we-ird-table-n-e-w-body-not-null-pro', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '07-set-we-ird-table-n-e-w-body-not-null-pro~undo';
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

-- ── 07-set-we-ird-table-n-e-w-body-not-null-pro: unit 1 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '07-set-we-ird-table-n-e-w-body-not-null-pro' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '07-set-we-ird-table-n-e-w-body-not-null-pro' AND unit = 1 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" VALIDATE CONSTRAINT "we""ird.table_n""e'w $body$ %__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '07-set-we-ird-table-n-e-w-body-not-null-pro', n FROM generate_series(1, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '07-set-we-ird-table-n-e-w-body-not-null-pro~undo';
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

-- ── 07-set-we-ird-table-n-e-w-body-not-null-pro: unit 2 [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '07-set-we-ird-table-n-e-w-body-not-null-pro' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '07-set-we-ird-table-n-e-w-body-not-null-pro' AND unit = 2 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "n""e'w $body$ %" SET NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_n""e'w $body$ %__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '07-set-we-ird-table-n-e-w-body-not-null-pro', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '07-set-we-ird-table-n-e-w-body-not-null-pro~undo';
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

-- ── 07-set-we-ird-table-n-e-w-body-not-null-pro: proof, expected true [plain]
SELECT ((EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = 'n"e''w $body$ %' AND NOT a.attisdropped AND a.attnotnull)) AND (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"Od''d."."we""ird.table"') AND c.conname = 'we"ird.table_n"e''w $body$ %__flux_not_null')))::text AS value;

-- ── 08-deploy-read-new: Reads we"ird.table.n"e'w $body$ %; still writes both columns. When the dual-write release is gone [plain]
INSERT INTO flux.gates (plan, phase) VALUES ('hostile-rename-application', 2);

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
  IF row_security_active('"Od''d."."we""ird.table"') THEN
    RAISE EXCEPTION 'flux: row level security hides rows of % from role %', '"Od''d."."we""ird.table"', current_user
      USING HINT = 'Run it as a role with BYPASSRLS, or without FORCE ROW LEVEL SECURITY on the table as its owner.';
  END IF;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-application' AND fingerprint <> '5089749a71d982ce') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'hostile-rename-application'
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
    WHERE plan = 'hostile-rename-application';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-application' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'hostile-rename-application', (SELECT state FROM flux.plans WHERE plan = 'hostile-rename-application')
      USING HINT = 'Run: flux status hostile-rename-application';
  END IF;
  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = 'hostile-rename-application' AND phase = 2)
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-application' AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', 3, 'hostile-rename-application'
      USING HINT = 'Run: flux release hostile-rename-application. For a database that serves nobody, as in CI: PGOPTIONS=''-c flux.fresh=on'' opens all gates.';
  END IF;
END
$guard$;

-- ── 09-let-the-next-release-leave-out-we-ird-ta: unit 0 [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "$flux$" DROP NOT NULL;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '09-let-the-next-release-leave-out-we-ird-ta', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta~undo';
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

-- ── 09-let-the-next-release-leave-out-we-ird-ta: proof, expected true [plain]
SELECT (true)::text AS value;

-- ── 10-deploy-new: Writes we"ird.table.n"e'w $body$ % only; no longer names $flux$. When the read-new release is gone [plain]
INSERT INTO flux.gates (plan, phase) VALUES ('hostile-rename-application', 3);

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
  IF row_security_active('"Od''d."."we""ird.table"') THEN
    RAISE EXCEPTION 'flux: row level security hides rows of % from role %', '"Od''d."."we""ird.table"', current_user
      USING HINT = 'Run it as a role with BYPASSRLS, or without FORCE ROW LEVEL SECURITY on the table as its owner.';
  END IF;
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-application' AND fingerprint <> '5089749a71d982ce') THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', 'hostile-rename-application'
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
    WHERE plan = 'hostile-rename-application';
  IF EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-application' AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', 'hostile-rename-application', (SELECT state FROM flux.plans WHERE plan = 'hostile-rename-application')
      USING HINT = 'Run: flux status hostile-rename-application';
  END IF;
  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = 'hostile-rename-application' AND phase = 3)
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = 'hostile-rename-application' AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', 4, 'hostile-rename-application'
      USING HINT = 'Run: flux release hostile-rename-application. For a database that serves nobody, as in CI: PGOPTIONS=''-c flux.fresh=on'' opens all gates.';
  END IF;
END
$guard$;

-- ── 11-drop-we-ird-table-flux: unit 0 [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux' AND unit = 0 AND state = 'done');
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
      ALTER TABLE "Od'd."."we""ird.table" DROP COLUMN "$flux$";
      ALTER TABLE "Od'd."."we""ird.table" RENAME CONSTRAINT "che%ck \ $names$__flux_new" TO "che%ck \ $names$";
      ALTER INDEX "Od'd."."id'x %s ""$leftovers$__flux_new" RENAME TO "id'x %s ""$leftovers$";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '11-drop-we-ird-table-flux', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      DELETE FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux~undo';
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

-- ── 11-drop-we-ird-table-flux: proof, expected true [plain]
SELECT ((NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = to_regclass('"Od''d."."we""ird.table"') AND a.attname = '$flux$' AND NOT a.attisdropped)) AND (EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass('"Od''d."."we""ird.table"') AND c.conname = E'che%ck \\ $names$')) AND (EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass('"Od''d."."id''x %s ""$leftovers$"') AND i.indisvalid)))::text AS value;

-- ══ ROLLBACK, last step first

-- ── 11-drop-we-ird-table-flux: rollback 0 (at any time, loses nothing) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux~undo' AND unit = 0 AND state = 'done');
      ALTER INDEX "Od'd."."id'x %s ""$leftovers$" RENAME TO "id'x %s ""$leftovers$__flux_new";
      ALTER TABLE "Od'd."."we""ird.table" RENAME CONSTRAINT "che%ck \ $names$" TO "che%ck \ $names$__flux_new";
      ALTER TABLE "Od'd."."we""ird.table" ADD COLUMN "$flux$" integer;
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "$flux$" SET DEFAULT 1;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '11-drop-we-ird-table-flux~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux';
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

-- ── 11-drop-we-ird-table-flux: rollback 1 (at any time, loses nothing) [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux~undo' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('hostile-rename-application', '11-drop-we-ird-table-flux~undo') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1], cursor[2] INTO started, finished, flux_block.after_1, flux_block.after_2
      FROM flux.backfills WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux~undo';
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
          UPDATE "Od'd."."we""ird.table" AS t SET "$flux$" = t."n""e'w $body$ %" WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) AND (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND (t."$flux$" IS NULL AND (t."n""e'w $body$ %") IS NOT NULL);
        ELSE
          UPDATE "Od'd."."we""ird.table" AS t SET "$flux$" = t."n""e'w $body$ %" WHERE (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND (t."$flux$" IS NULL AND (t."n""e'w $body$ %") IS NOT NULL);
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text, flux_block.upto_2::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux~undo';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux~undo';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '11-drop-we-ird-table-flux~undo', n FROM generate_series(1, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux';
END
$flux1$;

-- ── 11-drop-we-ird-table-flux: rollback 2 (at any time, loses nothing) [plain]
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

-- ── 11-drop-we-ird-table-flux: rollback 3 (at any time, loses nothing) [alone]
CREATE INDEX CONCURRENTLY IF NOT EXISTS "id'x %s ""$leftovers$" ON "Od'd."."we""ird.table" USING "btree" ((lower("sel'ect")), "$flux$") WHERE ("sel'ect" <> '
 $flux$'''::text);

-- ── 11-drop-we-ird-table-flux: rollback 4 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux~undo' AND unit = 4 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux~undo' AND unit = 4 AND state = 'done');
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '11-drop-we-ird-table-flux~undo', n FROM generate_series(2, 4) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux';
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

-- ── 11-drop-we-ird-table-flux: rollback 5 (at any time, loses nothing) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux~undo' AND unit = 5 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux~undo' AND unit = 5 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "che%ck \ $names$" CHECK ((("$flux$" > '-5'::integer) AND ('$flux$'::text <> '
'::text))) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '11-drop-we-ird-table-flux~undo', n FROM generate_series(5, 5) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux';
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

-- ── 11-drop-we-ird-table-flux: rollback 6 (at any time, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux~undo' AND unit = 6 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux~undo' AND unit = 6 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" VALIDATE CONSTRAINT "che%ck \ $names$";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '11-drop-we-ird-table-flux~undo', n FROM generate_series(6, 6) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux';
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

-- ── 11-drop-we-ird-table-flux: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '11-drop-we-ird-table-flux~undo', n FROM generate_series(0, 6) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '11-drop-we-ird-table-flux';
  DELETE FROM flux.backfills WHERE plan = 'hostile-rename-application' AND step IN ('11-drop-we-ird-table-flux', '11-drop-we-ird-table-flux~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-rename-application' AND state = 'done';
END
$flux$;

-- ── 09-let-the-next-release-leave-out-we-ird-ta: rollback 0 (until new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta~undo' AND unit = 0 AND state = 'done');

      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '09-let-the-next-release-leave-out-we-ird-ta~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta';
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

-- ── 09-let-the-next-release-leave-out-we-ird-ta: rollback 1 (until new is out, loses nothing) [alone]
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
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta~undo' AND unit = 1 AND state = 'done') THEN
    RETURN;
  END IF;

  INSERT INTO flux.backfills (plan, step) VALUES ('hostile-rename-application', '09-let-the-next-release-leave-out-we-ird-ta~undo') ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done, cursor[1], cursor[2] INTO started, finished, flux_block.after_1, flux_block.after_2
      FROM flux.backfills WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta~undo';
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
          UPDATE "Od'd."."we""ird.table" AS t SET "$flux$" = t."n""e'w $body$ %" WHERE (t."k%e'y", t."ke""y 2") > (flux_block.after_1, flux_block.after_2) AND (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND ((t."n""e'w $body$ %") IS DISTINCT FROM (t."$flux$"));
        ELSE
          UPDATE "Od'd."."we""ird.table" AS t SET "$flux$" = t."n""e'w $body$ %" WHERE (t."k%e'y", t."ke""y 2") <= (flux_block.upto_1, flux_block.upto_2) AND ((t."n""e'w $body$ %") IS DISTINCT FROM (t."$flux$"));
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[flux_block.upto_1::text, flux_block.upto_2::text], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta~undo';
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
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta~undo';
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '09-let-the-next-release-leave-out-we-ird-ta~undo', n FROM generate_series(1, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta';
END
$flux1$;

-- ── 09-let-the-next-release-leave-out-we-ird-ta: rollback 2 (until new is out, loses nothing) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta~undo' AND unit = 2 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta~undo' AND unit = 2 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ADD CONSTRAINT "we""ird.table_$flux$__flux_not_null" CHECK ("$flux$" IS NOT NULL) NOT VALID;
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '09-let-the-next-release-leave-out-we-ird-ta~undo', n FROM generate_series(2, 2) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta';
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

-- ── 09-let-the-next-release-leave-out-we-ird-ta: rollback 3 (until new is out, loses nothing) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta~undo' AND unit = 3 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta~undo' AND unit = 3 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" VALIDATE CONSTRAINT "we""ird.table_$flux$__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '09-let-the-next-release-leave-out-we-ird-ta~undo', n FROM generate_series(3, 3) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta';
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

-- ── 09-let-the-next-release-leave-out-we-ird-ta: rollback 4 (until new is out, loses nothing) [guarded]
DO $flux1$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta~undo' AND unit = 4 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta~undo' AND unit = 4 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "$flux$" SET NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_$flux$__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '09-let-the-next-release-leave-out-we-ird-ta~undo', n FROM generate_series(4, 4) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta';
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

-- ── 09-let-the-next-release-leave-out-we-ird-ta: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '09-let-the-next-release-leave-out-we-ird-ta~undo', n FROM generate_series(0, 4) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '09-let-the-next-release-leave-out-we-ird-ta';
  DELETE FROM flux.backfills WHERE plan = 'hostile-rename-application' AND step IN ('09-let-the-next-release-leave-out-we-ird-ta', '09-let-the-next-release-leave-out-we-ird-ta~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-rename-application' AND state = 'done';
END
$flux$;

-- ── 07-set-we-ird-table-n-e-w-body-not-null-pro: rollback 0 (until read-new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '07-set-we-ird-table-n-e-w-body-not-null-pro~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '07-set-we-ird-table-n-e-w-body-not-null-pro~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "n""e'w $body$ %" DROP NOT NULL;
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "we""ird.table_n""e'w $body$ %__flux_not_null";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '07-set-we-ird-table-n-e-w-body-not-null-pro~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '07-set-we-ird-table-n-e-w-body-not-null-pro';
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

-- ── 07-set-we-ird-table-n-e-w-body-not-null-pro: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '07-set-we-ird-table-n-e-w-body-not-null-pro~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '07-set-we-ird-table-n-e-w-body-not-null-pro';
  DELETE FROM flux.backfills WHERE plan = 'hostile-rename-application' AND step IN ('07-set-we-ird-table-n-e-w-body-not-null-pro', '07-set-we-ird-table-n-e-w-body-not-null-pro~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-rename-application' AND state = 'done';
END
$flux$;

-- ── 06-carry-check-che-ck-names-over-to-n-e-w-b: rollback 0 (until read-new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '06-carry-check-che-ck-names-over-to-n-e-w-b~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '06-carry-check-che-ck-names-over-to-n-e-w-b~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" DROP CONSTRAINT IF EXISTS "che%ck \ $names$__flux_new";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '06-carry-check-che-ck-names-over-to-n-e-w-b~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '06-carry-check-che-ck-names-over-to-n-e-w-b';
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

-- ── 06-carry-check-che-ck-names-over-to-n-e-w-b: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '06-carry-check-che-ck-names-over-to-n-e-w-b~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '06-carry-check-che-ck-names-over-to-n-e-w-b';
  DELETE FROM flux.backfills WHERE plan = 'hostile-rename-application' AND step IN ('06-carry-check-che-ck-names-over-to-n-e-w-b', '06-carry-check-che-ck-names-over-to-n-e-w-b~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-rename-application' AND state = 'done';
END
$flux$;

-- ── 05-build-index-id-x-s-leftovers-on-n-e-w-bo: rollback 0 (until read-new is out, loses nothing) [alone]
DROP INDEX CONCURRENTLY IF EXISTS "Od'd."."id'x %s ""$leftovers$__flux_new";

-- ── 05-build-index-id-x-s-leftovers-on-n-e-w-bo: rollback 1 (until read-new is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '05-build-index-id-x-s-leftovers-on-n-e-w-bo~undo' AND unit = 1 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '05-build-index-id-x-s-leftovers-on-n-e-w-bo~undo' AND unit = 1 AND state = 'done');
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
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '05-build-index-id-x-s-leftovers-on-n-e-w-bo~undo', n FROM generate_series(0, 1) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '05-build-index-id-x-s-leftovers-on-n-e-w-bo';
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

-- ── 05-build-index-id-x-s-leftovers-on-n-e-w-bo: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '05-build-index-id-x-s-leftovers-on-n-e-w-bo~undo', n FROM generate_series(0, 1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '05-build-index-id-x-s-leftovers-on-n-e-w-bo';
  DELETE FROM flux.backfills WHERE plan = 'hostile-rename-application' AND step IN ('05-build-index-id-x-s-leftovers-on-n-e-w-bo', '05-build-index-id-x-s-leftovers-on-n-e-w-bo~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-rename-application' AND state = 'done';
END
$flux$;

-- ── 04-flux-and-n-e-w-body-are-equal-in-every: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '04-flux-and-n-e-w-body-are-equal-in-every~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '04-flux-and-n-e-w-body-are-equal-in-every';
  DELETE FROM flux.backfills WHERE plan = 'hostile-rename-application' AND step IN ('04-flux-and-n-e-w-body-are-equal-in-every', '04-flux-and-n-e-w-body-are-equal-in-every~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-rename-application' AND state = 'done';
END
$flux$;

-- ── 03-copy-we-ird-table-flux-into-n-e-w-body: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '03-copy-we-ird-table-flux-into-n-e-w-body~undo', n FROM generate_series(0, -1) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '03-copy-we-ird-table-flux-into-n-e-w-body';
  DELETE FROM flux.backfills WHERE plan = 'hostile-rename-application' AND step IN ('03-copy-we-ird-table-flux-into-n-e-w-body', '03-copy-we-ird-table-flux-into-n-e-w-body~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-rename-application' AND state = 'done';
END
$flux$;

-- ── 01-add-we-ird-table-n-e-w-body: rollback 0 (until dual-write is out, loses nothing) [guarded]
DO $flux$
DECLARE
  attempt int := 0;
BEGIN
  -- Safe to run again: what is journalled is done.
  IF EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '01-add-we-ird-table-n-e-w-body~undo' AND unit = 0 AND state = 'done') THEN
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
      PERFORM pg_advisory_xact_lock(1718383992, 595689530);
      EXIT WHEN EXISTS (SELECT FROM flux.journal WHERE plan = 'hostile-rename-application' AND step = '01-add-we-ird-table-n-e-w-body~undo' AND unit = 0 AND state = 'done');
      ALTER TABLE "Od'd."."we""ird.table" ALTER COLUMN "n""e'w $body$ %" DROP DEFAULT;
      ALTER TABLE "Od'd."."we""ird.table" DROP COLUMN "n""e'w $body$ %";
      INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '01-add-we-ird-table-n-e-w-body~undo', n FROM generate_series(0, 0) AS n
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
      UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '01-add-we-ird-table-n-e-w-body';
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

-- ── 01-add-we-ird-table-n-e-w-body: taken back [plain]
DO $flux$
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT 'hostile-rename-application', '01-add-we-ird-table-n-e-w-body~undo', n FROM generate_series(0, 0) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = 'hostile-rename-application' AND step = '01-add-we-ird-table-n-e-w-body';
  DELETE FROM flux.backfills WHERE plan = 'hostile-rename-application' AND step IN ('01-add-we-ird-table-n-e-w-body', '01-add-we-ird-table-n-e-w-body~undo');
  UPDATE flux.plans SET state = 'active' WHERE plan = 'hostile-rename-application' AND state = 'done';
END
$flux$;
