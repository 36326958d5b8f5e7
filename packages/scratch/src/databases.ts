import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { ScratchError } from './scratch-error.ts';

export type Databases = {
  /** Creates an empty database (from template0) and returns its connection URL. Without a name it gets a random one. */
  readonly createDatabase: (name?: string) => Promise<string>;
  /** Drops a database given by its name or by the URL that createDatabase returned, ending its connections. */
  readonly dropDatabase: (nameOrUrl: string) => Promise<void>;
};

/** Creating and dropping databases on the server that `url` leads to. */
export function databasesOf(url: string): Databases {
  return {
    createDatabase: async (name = `flux_scratch_${randomBytes(6).toString('hex')}`) => {
      await withClient(url, (client) => client.query(`create database ${escapeIdentifier(name)} template template0`));
      const created = new URL(url);
      // pg reads the name by decodeURI, so what encodeURI leaves alone must stay as it is.
      created.pathname = `/${encodeURI(name)}`;
      return created.href;
    },
    dropDatabase: (nameOrUrl) => withClient(url, (client) => drop(client, databaseName(nameOrUrl))),
  };
}

/** Opens a connection for one piece of work and always closes it. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A server that ends closes its connections with an event; the query that runs reports it too.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new ScratchError(
      'CONNECT_FAILED',
      `No connection to the PostgreSQL server: ${(error as Error).message || (error as NodeJS.ErrnoException).code}`,
      'Check that the server runs and that the URL (FLUX_TEST_POSTGRES_URL, if set) names it.',
    );
  }
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function databaseName(nameOrUrl: string): string {
  if (!/^postgres(ql)?:\/\//.test(nameOrUrl)) return nameOrUrl;
  return decodeURIComponent(new URL(nameOrUrl).pathname.slice(1));
}

async function drop(client: Client, name: string): Promise<void> {
  // DROP DATABASE ... WITH (FORCE) exists since 13; this way serves 12 too.
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`drop database if exists ${escapeIdentifier(name)}`);
      return;
    } catch (error) {
      // 55006 object_in_use: the ended connections need a moment to be gone.
      if ((error as { code?: string }).code !== '55006' || attempt === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
