import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createCluster } from './cluster-template.ts';
import { onFreePort } from './free-port.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import type { PostgresMajor } from './postgres-binaries.ts';
import { aborted, readLog, startPostmaster } from './postmaster.ts';
import { reapAtExit } from './reaper.ts';
import { runningServer } from './running-server.ts';
import type { ScratchPostgres } from './running-server.ts';
import { makeOwnedDirectory, scratchRoot, sweepLeftovers } from './scratch-directory.ts';
import { findAccount, giveTo } from './unprivileged.ts';

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

const fast = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };
// Unix socket paths end at 103 bytes on macOS, at 107 on Linux; the socket's own name takes some 15.
const longestSocketDirectory = 85;

/** Starts a real PostgreSQL on a random port of 127.0.0.1, with its data in a folder of its own. */
export async function startPostgres(options: StartPostgresOptions = {}): Promise<ScratchPostgres> {
  const { major = 18, signal } = options;
  const native = postgresBinaries(major);
  const root = scratchRoot();
  const now = Date.now();
  sweepLeftovers(root, now);
  const account = await findAccount(native, root, now);
  if (signal?.aborted) throw aborted(signal);

  const directory = makeOwnedDirectory(root, `pg${major}`);
  const keep = reapAtExit(directory);
  const remove = async (): Promise<void> => {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    keep();
  };
  try {
    giveTo(account, directory);
    await createCluster(account, root, join(directory, 'data'), now);
    return await onFreePort(
      async (port) => {
        const place = { account, directory, settings: settingsFor(options, directory, port) };
        const postmaster = await startPostmaster({ ...place, signal });
        return runningServer({ place, major, port, postmaster, remove });
      },
      () => readLog(directory).includes('Address already in use'),
    );
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
