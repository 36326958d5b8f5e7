/**
 * Flux's own objects in a target. Created by the first file of every phase and by the runner, so each statement must be
 * harmless when the object exists, also for a role that could not create it.
 */
export const fluxSchemaStatements: readonly string[] = [
  `DO $flux$
BEGIN
  -- CREATE SCHEMA IF NOT EXISTS asks for the privilege even where the schema exists.
  IF to_regnamespace('flux') IS NULL THEN
    CREATE SCHEMA flux;
    -- Sync triggers run with the writer's rights and call flux.mark; no table in here is readable by that.
    GRANT USAGE ON SCHEMA flux TO PUBLIC;
  END IF;
  IF to_regclass('flux.plans') IS NULL THEN
    CREATE TABLE flux.plans (
      plan text PRIMARY KEY, fingerprint text NOT NULL, fresh boolean NOT NULL, state text NOT NULL DEFAULT 'active',
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
      $mark$ SELECT setval(to_regclass('flux.' || quote_ident(record)), extract(epoch FROM clock_timestamp())::bigint) $mark$;
    -- Also where default privileges were taken from PUBLIC.
    GRANT EXECUTE ON FUNCTION flux.mark(text) TO PUBLIC;
  END IF;
END
$flux$`,
];
