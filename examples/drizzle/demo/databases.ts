/** One seeded database, and copies of it: both runs start from the same rows. */
import { startPostgres } from '@flux/scratch';
import { Client, escapeIdentifier } from 'pg';
import { seed } from './seed.ts';
import type { Seeded } from './seed.ts';

export interface DemoDatabases {
  readonly serverVersion: string;
  readonly seeded: Seeded;
  /** A copy of the seeded database; its URL. */
  copy(name: string): Promise<string>;
  /** The URL of a copy made before. */
  url(name: string): string;
  stop(): Promise<void>;
}

const template = 'demo_template';

/** Durable, so that commits cost what they cost in production. */
export async function openDatabases(rows: number): Promise<DemoDatabases> {
  const server = await startPostgres({
    durable: true,
    settings: { shared_buffers: '256MB', max_wal_size: '2GB' },
  });
  try {
    const seeded = await seed(await server.createDatabase(template), rows);
    return {
      serverVersion: server.serverVersion,
      seeded,
      copy: (name) => copyDatabase(server.url, name),
      url: (name) => databaseUrl(server.url, name),
      stop: () => server.stop(),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function copyDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(
      `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template)} STRATEGY FILE_COPY`,
    );
  } finally {
    await client.end();
  }
  return databaseUrl(serverUrl, name);
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
