import { databasesOf, withClient } from './databases.ts';
import type { Databases } from './databases.ts';
import type { ScratchPostgres } from './running-server.ts';
import { startPostgres } from './start-postgres.ts';
import type { StartPostgresOptions } from './start-postgres.ts';

/** A server to make databases on: one of the user's, or one started for the purpose. */
export type PostgresServer = Databases & {
  readonly url: string;
  readonly major: number;
  readonly serverVersion: string;
  /** The server itself when it was started here: only such a one can be crashed or restarted. */
  readonly scratch: ScratchPostgres | undefined;
  /** Drops the databases made through this object; ends the server if it was started here. */
  readonly stop: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * The server that FLUX_TEST_POSTGRES_URL names, or a scratch one when the variable is not set, or when another major, a
 * setting or durability is asked for, which somebody else's server cannot be given.
 */
export async function connectOrStart(
  options: StartPostgresOptions = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<PostgresServer> {
  const url = environment['FLUX_TEST_POSTGRES_URL'];
  if (url && options.settings === undefined && options.durable === undefined) {
    const existing = await connect(url);
    if (options.major === undefined || options.major === existing.major) return existing;
  }
  const scratch = await startPostgres(options);
  return { ...scratch, scratch };
}

async function connect(url: string): Promise<PostgresServer> {
  const number = await withClient(url, async (client) => {
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
    return Number(rows[0]?.server_version_num);
  });
  const databases = databasesOf(url);
  const created = new Set<string>();
  const stop = async (): Promise<void> => {
    for (const database of created) await databases.dropDatabase(database);
    created.clear();
  };
  return {
    createDatabase: async (name) => {
      const database = await databases.createDatabase(name);
      created.add(database);
      return database;
    },
    dropDatabase: databases.dropDatabase,
    url,
    major: Math.floor(number / 10_000),
    serverVersion: `${Math.floor(number / 10_000)}.${number % 10_000}`,
    scratch: undefined,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
