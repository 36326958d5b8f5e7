import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ScratchError } from './scratch-error.ts';
import { serverEnvironment } from './unprivileged.ts';
import type { Account } from './unprivileged.ts';

const readyWithinMs = 60_000;
const stopWithinMs = 15_000;
const logTailCharacters = 4_000;

export type Postmaster = {
  readonly child: ChildProcess;
  readonly exited: Promise<void>;
  readonly hasExited: () => boolean;
};

export type PostmasterPlace = {
  readonly account: Account;
  readonly directory: string;
  readonly settings: Readonly<Record<string, string | number>>;
};

export type PostmasterOptions = PostmasterPlace & {
  readonly signal: AbortSignal | undefined;
};

export const logPath = (directory: string): string => join(directory, 'server.log');

export function readLog(directory: string): string {
  try {
    return readFileSync(logPath(directory), 'utf8');
  } catch {
    return '';
  }
}

/** Starts the server on directory/data and waits until it takes connections. Leaves nothing running when it throws. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { directory, signal } = options;
  const postmaster = spawnPostmaster(options);
  const deadline = performance.now() + readyWithinMs;
  try {
    while (!isReady(directory, postmaster.child.pid)) {
      if (signal?.aborted) throw aborted(signal);
      if (postmaster.hasExited()) throw startFailed('PostgreSQL ended while starting.', directory);
      if (performance.now() > deadline)
        throw startFailed(`PostgreSQL was not ready in ${readyWithinMs} ms.`, directory);
      await sleep(5);
    }
  } catch (error) {
    await endPostmaster(postmaster, 'SIGQUIT');
    throw error;
  }
  return postmaster;
}

function spawnPostmaster({ account, directory, settings }: PostmasterPlace): Postmaster {
  const data = join(directory, 'data');
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command = '', ...args] = [...account.prefix, join(account.native, 'bin/postgres'), '-D', data, ...flags];
  // A file, not a pipe: a server whose log nobody reads stops when the pipe is full.
  const log = openSync(logPath(directory), 'a');
  const child = spawn(command, args, {
    ...account.identity,
    env: serverEnvironment(),
    cwd: directory,
    // Its own session: Ctrl-C in the terminal is for the program that uses the server, not for the server.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    const end = (): void => {
      ended = true;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  child.unref();
  return { child, exited, hasExited: () => ended };
}

/** The server itself says so in the eighth line of postmaster.pid (since 10); the log depends on the settings. */
function isReady(directory: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(directory, 'data/postmaster.pid'), 'utf8').split('\n');
    // After a crash the file of the dead server is still there: the pid tells them apart.
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

/** SIGINT ends the server in order (fast shutdown), SIGQUIT at once, as a crash does: the next start recovers. */
export async function endPostmaster(postmaster: Postmaster, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (postmaster.hasExited()) return;
  postmaster.child.ref();
  postmaster.child.kill(signal);
  const timer = setTimeout(() => postmaster.child.kill('SIGKILL'), stopWithinMs);
  await postmaster.exited;
  clearTimeout(timer);
}

export function aborted(signal: AbortSignal): ScratchError {
  return new ScratchError('ABORTED', 'The start of PostgreSQL was called off.', 'Start it again.', signal.reason);
}

function startFailed(message: string, directory: string): ScratchError {
  const tail = readLog(directory).slice(-logTailCharacters).trim();
  return new ScratchError(
    'START_FAILED',
    `${message}\n${tail}`,
    'Read the end of the server log above. Settings given to startPostgres are the usual cause.',
  );
}
