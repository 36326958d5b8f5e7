import { chownSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';
import { cacheName, makeOwnedDirectory } from './scratch-directory.ts';
import { ScratchError } from './scratch-error.ts';

/**
 * How the server's programs are run. PostgreSQL refuses to run as root, so root runs them under another uid, or in a
 * user namespace in which root has another name.
 */
export type Account = {
  readonly label: string;
  /** Where bin/postgres and bin/initdb are. */
  readonly native: string;
  /** The full version of the server, such as 18.4. */
  readonly version: string;
  readonly identity: { readonly uid?: number; readonly gid?: number };
  readonly prefix: readonly string[];
};

type Candidate = Pick<Account, 'label' | 'identity' | 'prefix'>;

const self: Candidate = { label: 'self', identity: {}, prefix: [] };
const namespace: Candidate = {
  label: 'namespace',
  identity: {},
  prefix: ['unshare', '-U', '--map-user=65534', '--map-group=65534'],
};

function unprivilegedUser(): Candidate | undefined {
  const line = /^(postgres|nobody):[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  if (line === null) return undefined;
  return { label: `uid${line[2]}`, identity: { uid: Number(line[2]), gid: Number(line[3]) }, prefix: [] };
}

/** Whether the account can reach both folders and run the server: its version, or undefined and why in `problems`. */
async function probe(who: Candidate, native: string, root: string, problems: string[]): Promise<Account | undefined> {
  const script = 'cd "$1" && exec "$2" -V';
  const argv = [...who.prefix, '/bin/sh', '-c', script, 'sh', root, join(native, 'bin/postgres')];
  const result = await runProgram(argv, { ...who.identity, cwd: '/' });
  const version = /\(PostgreSQL\) (\d+\.\d+)/.exec(result.output)?.[1];
  if (result.ok && version !== undefined) return { ...who, native, version };
  problems.push(`${who.label}: ${result.output.trim()}`);
  return undefined;
}

/** Copies the binaries to where every uid can read them; another process may do the same at the same time. */
async function reachableCopy(native: string, target: string, root: string): Promise<string> {
  const building = makeOwnedDirectory(root, 'binaries');
  const copied = await runProgram(['cp', '-R', native, join(building, 'native')]);
  if (copied.ok) await rename(join(building, 'native'), target).catch(() => undefined);
  await rm(building, { recursive: true, force: true });
  return target;
}

function packageVersion(native: string): string {
  const manifest = JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/** Finds an account that can run the binaries and reach the scratch root; throws SCRATCH_START_FAILED when none can. */
export async function findAccount(native: string, root: string, now: number): Promise<Account> {
  const problems: string[] = [];
  const candidates = process.getuid?.() === 0 ? [unprivilegedUser(), namespace] : [self];
  for (const candidate of candidates) {
    const account = candidate && (await probe(candidate, native, root, problems));
    if (account !== undefined) return account;
  }
  // Binaries in a folder closed to others (a checkout under /root) on a host that forbids user namespaces (Docker).
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  if (user !== undefined) {
    const copy = await reachableCopy(native, join(root, cacheName(`binaries-${packageVersion(native)}`, now)), root);
    const account = await probe(user, copy, root, problems);
    if (account !== undefined) return account;
  }
  throw new ScratchError(
    'START_FAILED',
    `The PostgreSQL binaries in ${native} do not run here.\n${problems.join('\n')}`,
    'Set FLUX_TEST_POSTGRES_URL to an existing server, or run as a user other than root.',
  );
}

/** Gives a folder to the account, so that the server can write in it. */
export function giveTo(account: Account, directory: string): void {
  const { uid, gid } = account.identity;
  if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid);
}

/** Runs one of the server's programs, or another one, under the account. */
export function runAs(account: Account, argv: readonly string[], cwd: string): ReturnType<typeof runProgram> {
  return runProgram([...account.prefix, ...argv], { ...account.identity, cwd, env: serverEnvironment() });
}

/** Nothing of the caller's environment but PATH: PGDATA, PGPORT, LANG and the like would change the server. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}
