/**
 * Flux's own objects in a target. Created by the first file of every phase and by the runner, so each statement must be
 * harmless when the object exists. `IF NOT EXISTS` is checked before privileges matter for an existing schema.
 */
export const fluxSchemaStatements: readonly string[] = [
  `DO $flux$ BEGIN
  IF to_regnamespace('flux') IS NULL THEN CREATE SCHEMA flux; END IF;
END $flux$`,
  `CREATE TABLE IF NOT EXISTS flux.plans (
  plan text PRIMARY KEY, fingerprint text NOT NULL, fresh boolean NOT NULL, state text NOT NULL DEFAULT 'active',
  actor text NOT NULL DEFAULT current_user, started_at timestamptz NOT NULL DEFAULT now())`,
  `CREATE TABLE IF NOT EXISTS flux.journal (
  plan text NOT NULL, step text NOT NULL, unit integer NOT NULL, state text NOT NULL DEFAULT 'done',
  actor text NOT NULL DEFAULT current_user, finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (plan, step, unit))`,
  `CREATE TABLE IF NOT EXISTS flux.gates (
  plan text NOT NULL, phase integer NOT NULL, opened_by text NOT NULL DEFAULT current_user,
  opened_at timestamptz NOT NULL DEFAULT now(), evidence jsonb NOT NULL DEFAULT '{}', PRIMARY KEY (plan, phase))`,
  `CREATE TABLE IF NOT EXISTS flux.backfills (
  plan text NOT NULL, step text NOT NULL, cursor text[], rows bigint NOT NULL DEFAULT 0, done boolean NOT NULL DEFAULT false,
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (plan, step))`,
  `CREATE TABLE IF NOT EXISTS flux.leases (
  name text PRIMARY KEY, holder text NOT NULL, heartbeat timestamptz NOT NULL DEFAULT clock_timestamp())`,
];
