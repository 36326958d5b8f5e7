import type { Plan, Session } from '@flux/core';
import { postgresDriver } from '@flux/postgres';
import { applyPhase, planMigration, releaseGate, rollbackTo } from '@flux/runner';
import type { ApplyOptions, ApplyResult } from '@flux/runner';
import type { ScratchPostgres } from '@flux/scratch';
import { Client } from 'pg';

export interface Target {
  readonly url: string;
  /** As the superuser of the scratch server. */
  readonly admin: Client;
  readonly plan: Plan;
  readonly apply: (options?: Partial<Pick<ApplyOptions, 'until' | 'resume'>>) => Promise<ApplyResult>;
  readonly release: (phase?: number) => Promise<void>;
  readonly back: () => Promise<unknown>;
  readonly as: (role: string) => Promise<Client>;
  readonly close: () => Promise<void>;
}

export interface Wanted {
  readonly setup: string;
  readonly sql: string;
  readonly fills?: Readonly<Record<string, string>>;
  /** Plans and runs as this role. */
  readonly role?: string;
  readonly id?: string;
}

/** A database of its own, with a plan for it; nothing is run yet. */
export async function target(
  server: ScratchPostgres,
  { setup, sql, fills = {}, role, id = 'p' }: Wanted,
): Promise<Target> {
  const url = await server.createDatabase();
  const admin = await clientOf(url);
  await admin.query(setup);
  const own = role === undefined ? url : urlAs(url, role);
  const connect = (): Promise<Session> => postgresDriver.connect(own);
  const open: Client[] = [admin];
  const session = await connect();
  try {
    const plan = await planMigration(postgresDriver, session, {
      id,
      createdAt: '2026-11-20T00:00:00Z',
      sql,
      renames: [],
      fills,
      dualWrite: 'trigger',
      releaseCommand: `flux release ${id}`,
      batch: { rows: 1000, pauseMs: 1 },
    });
    const run = { driver: postgresDriver, connect, plan, actor: 'test' };
    return {
      url,
      admin,
      plan,
      apply: (options = {}) => applyPhase({ ...run, ...options }),
      release: async (phase = 1) => {
        const gate = await releaseGate({ ...run, phase, quietWindowMs: 0, confirm: 'the test stopped it' });
        if (!gate.open) throw new Error(JSON.stringify(gate.reasons));
      },
      back: () => rollbackTo({ ...run, to: 'start', acceptCosts: true }),
      as: async (name) => {
        const client = await clientOf(urlAs(url, name));
        open.push(client);
        return client;
      },
      close: async () => {
        for (const client of open) await client.end();
        await server.dropDatabase(url);
      },
    };
  } finally {
    await session.end();
  }
}

export async function clientOf(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const urlAs = (url: string, role: string): string => {
  const changed = new URL(url);
  changed.username = role;
  changed.password = '';
  return changed.toString();
};

/** Roles are the server's, not the database's: several tests make the same ones. */
export const roles = (...names: readonly string[]): string =>
  names.map((name) => `DO $$ BEGIN CREATE ROLE ${name} LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;`).join('\n');

export const mayCreate = (...names: readonly string[]): string =>
  `GRANT ALL ON SCHEMA public TO ${names.join(', ')};
   DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO ${names.join(', ')}', current_database()); END $$;`;

export const users = `CREATE TABLE t (id serial PRIMARY KEY, name text NOT NULL DEFAULT 'anon', email text, n integer);
  INSERT INTO t (name, email, n) SELECT 'u' || i, 'e' || i, i FROM generate_series(1, 2500) i;`;
