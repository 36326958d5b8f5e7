import { lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { reap } from './reaper.ts';
import { ScratchError } from './scratch-error.ts';

const ownerFile = 'owner.json';

// systemd-tmpfiles removes single old files from /tmp (after 10 days by default), which would leave a cached folder with
// holes. So its name carries the period it was made in, and the next period makes its own.
const periodMs = 3 * 24 * 60 * 60 * 1000;
const periodOf = (now: number): number => Math.floor(now / periodMs);

/** The name, inside the scratch root, of a folder that is kept for later starts. `now` in milliseconds. */
export function cacheName(kind: string, now: number): string {
  return `cache-${periodOf(now)}-${kind}`;
}

/**
 * The folder that holds every server and template of this user. It lives under the system's temporary folder because a
 * server started by root runs under another uid, which must be able to reach its data.
 */
export function scratchRoot(): string {
  const uid = process.getuid?.() ?? 0;
  const root = join(tmpdir(), `flux-scratch-${uid}`);
  mkdirSync(root, { recursive: true, mode: uid === 0 ? 0o755 : 0o700 });
  const found = lstatSync(root);
  // The name is predictable and the temporary folder is everybody's: never write into what somebody else put there.
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o022) !== 0) {
    throw new ScratchError(
      'DIRECTORY_UNSAFE',
      `${root} exists, but is not a folder that only this user can write.`,
      'Remove it, or set TMPDIR to a folder of your own.',
    );
  }
  return root;
}

/** A process id means something only on one machine and in one pid namespace: containers may share a /tmp. */
function machine(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** Makes a new folder owned by this process; the next start removes it if this process is gone by then. */
export function makeOwnedDirectory(root: string, label: string): string {
  const directory = mkdtempSync(join(root, `${label}-`));
  writeFileSync(join(directory, ownerFile), JSON.stringify({ pid: process.pid, machine: machine() }));
  return directory;
}

/** Ends servers and removes folders left by processes that no longer live, and old caches. Does not wait for it. */
export function sweepLeftovers(root: string, now: number): void {
  const here = machine();
  for (const name of readdirSync(root)) {
    const directory = join(root, name);
    const cachedIn = /^cache-(\d+)-/.exec(name)?.[1];
    if (cachedIn !== undefined) {
      // The period just past is left alone: a start that began in it may still be copying.
      if (Number(cachedIn) < periodOf(now) - 1)
        void rm(directory, { recursive: true, force: true }).catch(() => undefined);
      continue;
    }
    try {
      const owner = JSON.parse(readFileSync(join(directory, ownerFile), 'utf8')) as { pid: number; machine: string };
      if (owner.machine === here && !isAlive(owner.pid)) reap(directory);
    } catch {
      // Not an owned folder, or one that is being made or removed at this moment.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
