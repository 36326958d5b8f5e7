import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createCluster } from './cluster-template.ts';
import { databasesOf } from './databases.ts';
import type { Databases } from './databases.ts';
import { freePort } from './free-port.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import type { PostgresMajor } from './postgres-binaries.ts';
import { aborted, endPostmaster, readLog, startPostmaster } from './postmaster.ts';
import type { Postmaster } from './postmaster.ts';
import { reapAtExit } from './reaper.ts';
import { makeOwnedDirectory, scratchRoot, sweepLeftovers } from './scratch-directory.ts';
import { ScratchError } from './scratch-error.ts';
import { findAccount, giveTo } from './unprivileged.ts';
import type { Account } from './unprivileged.ts';

export type StartPostgresOptions = {
  /** Default 18. */
  readonly major?: PostgresMajor;
  /** Default false: fsync, full_page_writes and synchronous_commit are off, so a crash may lose the last commits. */
  readonly durable?: boolean;
  /** Server settings by name, over the defaults. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** Calls the start off. A server that is up is ended with stop(). */
  readonly signal?: AbortSignal;
};

/** A running server that nobody needs afterwards. Unless stopped before, it ends with the process that started it. */
export type ScratchPostgres = Databases & {
  /** Connection URL of the database postgres, as superuser, without a password, on 127.0.0.1. */
  readonly url: string;
  readonly port: number;
  readonly major: PostgresMajor;
  /** Such as 18.4. */
  readonly serverVersion: string;
  readonly dataDir: string;
  /** Ends the server at once, without a checkpoint, as a crash does. */
  readonly crash: () => Promise<void>;
  /** Starts the server again on the same data and port, ending it in order first if it runs. */
  readonly restart: () => Promise<void>;
  /** Ends the server and removes its data. May be called twice. */
  readonly stop: () => Promise<void>;
  /** The server's log so far. */
  readonly log: () => string;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const fast = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };
const portAttempts = 5;
// Unix socket paths end at 103 bytes on macOS, at 107 on Linux; the socket's own name takes some 15.
const longestSocketDirectory = 85;

/** Starts a real PostgreSQL on a random port of 127.0.0.1, with its data in a folder of its own. */
export async function startPostgres(options: StartPostgresOptions = {}): Promise<ScratchPostgres> {
  const { major = 18, signal } = options;
  const native = postgresBinaries(major);
  const root = scratchRoot();
  sweepLeftovers(root);
  const account = await findAccount(native, root, major);
  if (signal?.aborted) throw aborted(signal);

  const directory = makeOwnedDirectory(root, `pg${major}`);
  const keep = reapAtExit(directory);
  const remove = async (): Promise<void> => {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    keep();
  };
  try {
    giveTo(account, directory);
    await createCluster(account, root, join(directory, 'data'), Date.now());
    const start = (port: number): Promise<Postmaster> =>
      startPostmaster({ account, directory, settings: settingsFor(options, directory, port), signal });
    const { port, postmaster } = await startOnFreePort(start, directory);
    return runningServer({ account, major, directory, port, postmaster, start, remove });
  } catch (error) {
    await remove();
    throw error;
  }
}

function settingsFor(options: StartPostgresOptions, directory: string, port: number): Record<string, string | number> {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: directory.length > longestSocketDirectory ? '' : directory,
    max_connections: 100,
    shared_buffers: '64MB',
    ...(options.durable === true ? {} : fast),
    ...options.settings,
    port,
  };
}

async function startOnFreePort(
  start: (port: number) => Promise<Postmaster>,
  directory: string,
): Promise<{ port: number; postmaster: Postmaster }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { port, postmaster: await start(port) };
    } catch (error) {
      const taken = readLog(directory).includes(`could not bind IPv4 address "127.0.0.1": Address already in use`);
      if (!taken || attempt === portAttempts) throw error;
    }
  }
}

type Running = {
  readonly account: Account;
  readonly major: PostgresMajor;
  readonly directory: string;
  readonly port: number;
  readonly postmaster: Postmaster;
  readonly start: (port: number) => Promise<Postmaster>;
  readonly remove: () => Promise<void>;
};

function runningServer(running: Running): ScratchPostgres {
  const { account, major, directory, port, start, remove } = running;
  let postmaster = running.postmaster;
  let stopping: Promise<void> | undefined;
  let lastLog = '';
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      // The data goes away with it: nothing to write down in order.
      await endPostmaster(postmaster, 'SIGQUIT');
      lastLog = readLog(directory);
      await remove();
    })();
    return stopping;
  };
  return {
    ...databasesOf(url),
    url,
    port,
    major,
    serverVersion: account.version,
    dataDir: join(directory, 'data'),
    crash: () => endPostmaster(postmaster, 'SIGQUIT'),
    restart: async () => {
      if (stopping !== undefined) {
        throw new ScratchError('SCRATCH_STOPPED', 'This server was stopped and its data removed.', 'Start a new one.');
      }
      await endPostmaster(postmaster, 'SIGINT');
      postmaster = await start(port);
    },
    stop,
    log: () => (stopping === undefined ? readLog(directory) : lastLog),
    [Symbol.asyncDispose]: stop,
  };
}
