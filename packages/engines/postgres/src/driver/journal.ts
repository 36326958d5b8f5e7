import type { BackfillProgress, GateRecord, Journal, PlanRecord, Session, UnitRecord } from '@flux/core';
import { fluxSchemaStatements } from '../dialect/flux-schema.ts';
import { classify } from './errors.ts';

const tables = ['plans', 'journal', 'gates', 'backfills', 'leases'];

/** Two runners that begin at once must not both create the schema: "flux" as a number. */
const creationLock = 0x666c7578;

const leaseName = 'runner';

/**
 * A holder whose connection is gone and who has missed a heartbeat (5 s) was killed. Its connection alone is no proof: a
 * pooler may have closed it, or the holder may be reconnecting.
 */
const missedBeatMs = 7_000;

const iso = (timestamp: string): string => `to_char(${timestamp} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const planColumns = `plan, fingerprint, tables, fresh, state, ${iso('started_at')} AS "startedAt"`;

async function exists(session: Session): Promise<boolean> {
  const [row] = await session.query<{ missing: number }>(
    `SELECT count(*)::int AS missing FROM unnest($1::text[]) AS t(name) WHERE to_regclass('flux.' || t.name) IS NULL`,
    [tables],
  );
  return row?.missing === 0;
}

export const journal: Journal = {
  async ensure(session) {
    try {
      // CREATE TABLE IF NOT EXISTS asks for CREATE on the schema even when the table is there.
      if (await exists(session)) return;
      await session.query('BEGIN');
      try {
        await session.query(`SELECT pg_advisory_xact_lock(${creationLock})`);
        for (const statement of fluxSchemaStatements) await session.query(statement);
        await session.query('COMMIT');
      } catch (error) {
        await session.query('ROLLBACK').catch(() => {});
        throw error;
      }
    } catch (error) {
      const classified = classify(error).error;
      throw classified.code === 'MISSING_PRIVILEGE' ? classified : error;
    }
  },

  async readPlan(session, plan) {
    if (!(await exists(session))) return null;
    const [record] = await session.query<PlanRecord>(`SELECT ${planColumns} FROM flux.plans WHERE plan = $1`, [plan]);
    if (record === undefined) return null;
    const units = await session.query<UnitRecord>(
      `SELECT plan, step, unit, state, actor, ${iso('finished_at')} AS "finishedAt"
       FROM flux.journal WHERE plan = $1 ORDER BY finished_at, step, unit`,
      [plan],
    );
    const gates = await session.query<GateRecord>(
      `SELECT plan, phase, opened_by AS "openedBy", ${iso('opened_at')} AS "openedAt", evidence
       FROM flux.gates WHERE plan = $1 ORDER BY phase`,
      [plan],
    );
    const backfills = await session.query<BackfillProgress>(
      `SELECT plan, step, cursor, rows::float8 AS rows, done FROM flux.backfills WHERE plan = $1 ORDER BY step`,
      [plan],
    );
    return { ...record, units, gates, backfills };
  },

  async listPlans(session) {
    if (!(await exists(session))) return [];
    return session.query<PlanRecord>(`SELECT ${planColumns} FROM flux.plans ORDER BY started_at, plan`);
  },

  async setState(session, plan, state, actor) {
    await session.query(`UPDATE flux.plans SET state = $2, actor = $3 WHERE plan = $1`, [plan, state, actor]);
  },

  async record(session, { plan, step, unit, state, actor, finishedAt }) {
    await session.query(
      `INSERT INTO flux.journal (plan, step, unit, state, actor, finished_at)
       VALUES ($1, $2, $3, $4, $5, coalesce($6::timestamptz, clock_timestamp()))
       ON CONFLICT (plan, step, unit) DO UPDATE
       SET state = excluded.state, actor = excluded.actor, finished_at = excluded.finished_at`,
      [plan, step, unit, state, actor, finishedAt],
    );
  },

  async openGate(session, { plan, phase, openedBy, openedAt, evidence }) {
    await session.query(
      `INSERT INTO flux.gates (plan, phase, opened_by, opened_at, evidence)
       VALUES ($1, $2, $3, coalesce($4::timestamptz, now()), $5::jsonb)
       ON CONFLICT (plan, phase) DO UPDATE
       SET opened_by = excluded.opened_by, opened_at = excluded.opened_at, evidence = excluded.evidence`,
      [plan, phase, openedBy, openedAt, JSON.stringify(evidence)],
    );
  },

  async closeGate(session, plan, phase) {
    await session.query(`DELETE FROM flux.gates WHERE plan = $1 AND phase = $2`, [plan, phase]);
  },

  async saveBackfill(session, { plan, step, cursor, rows, done }) {
    await session.query(
      `INSERT INTO flux.backfills (plan, step, cursor, rows, done) VALUES ($1, $2, $3::text[], $4::bigint, $5)
       ON CONFLICT (plan, step) DO UPDATE
       SET cursor = excluded.cursor, rows = excluded.rows, done = excluded.done, updated_at = clock_timestamp()`,
      [plan, step, cursor, rows, done],
    );
  },

  async clearBackfill(session, plan, step) {
    await session.query(`DELETE FROM flux.backfills WHERE plan = $1 AND step = $2`, [plan, step]);
  },

  async lease(session, holder, staleAfterMs) {
    const taken = await session.query(
      `INSERT INTO flux.leases AS lease (name, holder, heartbeat) VALUES ('${leaseName}', $1, clock_timestamp())
       ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, backend = excluded.backend, heartbeat = clock_timestamp()
       WHERE lease.holder = excluded.holder
         OR lease.heartbeat <= clock_timestamp() - $2::float8 * interval '1 millisecond'
         OR (lease.heartbeat <= clock_timestamp() - interval '${missedBeatMs} milliseconds'
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity AS a WHERE a.pid = lease.backend))
       RETURNING holder`,
      [holder, staleAfterMs],
    );
    return taken.length > 0;
  },

  async leaseHolder(session) {
    if (!(await exists(session))) return null;
    const [row] = await session.query<{ holder: string; heartbeatAgeMs: number }>(
      `SELECT holder, (extract(epoch FROM clock_timestamp() - heartbeat) * 1000)::float8 AS "heartbeatAgeMs"
       FROM flux.leases WHERE name = '${leaseName}'`,
    );
    return row ?? null;
  },

  async releaseLease(session, holder) {
    await session.query(`DELETE FROM flux.leases WHERE name = '${leaseName}' AND holder = $1`, [holder]);
  },
};
