/**
 * Flux's own objects in a target. Created by the first file of every phase and by the runner, so each statement must be
 * harmless when the object exists, also for a role that could not create it.
 */
export const fluxSchemaStatements: readonly string[] = [
  `DO $flux$
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
$flux$`,
];
