import { join } from 'node:path';
import { databasesOf } from './databases.ts';
import type { Databases } from './databases.ts';
import type { PostgresMajor } from './postgres-binaries.ts';
import { endPostmaster, readLog, startPostmaster } from './postmaster.ts';
import type { Postmaster, PostmasterPlace } from './postmaster.ts';
import { ScratchError } from './scratch-error.ts';

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

type Running = {
  readonly place: PostmasterPlace;
  readonly major: PostgresMajor;
  readonly port: number;
  readonly postmaster: Postmaster;
  readonly remove: () => Promise<void>;
};

/** The handle on a server that is up. `remove` takes its folder away. */
export function runningServer(running: Running): ScratchPostgres {
  const { place, major, port, remove } = running;
  const { directory } = place;
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
    serverVersion: place.account.version,
    dataDir: join(directory, 'data'),
    crash: () => endPostmaster(postmaster, 'SIGQUIT'),
    restart: async () => {
      if (stopping !== undefined) {
        throw new ScratchError('STOPPED', 'This server was stopped and its data removed.', 'Start a new one.');
      }
      await endPostmaster(postmaster, 'SIGINT');
      postmaster = await startPostmaster({ ...place, signal: undefined });
    },
    stop,
    log: () => (stopping === undefined ? readLog(directory) : lastLog),
    [Symbol.asyncDispose]: stop,
  };
}
