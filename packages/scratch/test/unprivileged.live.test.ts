import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createCluster } from '../src/cluster-template.ts';
import { postgresBinaries } from '../src/postgres-binaries.ts';
import { endPostmaster, startPostmaster } from '../src/postmaster.ts';
import { findAccount, giveTo } from '../src/unprivileged.ts';
import type { Account } from '../src/unprivileged.ts';

/** Root with the binaries in a folder that only root can enter, as in a checkout under /root. */
describe.runIf(process.getuid?.() === 0)('binaries that only root can reach', () => {
  let closed: string;
  let root: string;

  beforeAll(() => {
    closed = mkdtempSync(join(tmpdir(), 'flux-closed-'));
    root = mkdtempSync(join(tmpdir(), 'flux-root-'));
    chmodSync(root, 0o755);
    const native = postgresBinaries(18);
    spawnSync('cp', ['-R', native, join(native, '../package.json'), closed]);
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => {
    for (const path of [closed, root]) rmSync(path, { recursive: true, force: true });
  });

  async function startAndStop(account: Account): Promise<void> {
    const directory = mkdtempSync(join(root, 'server-'));
    giveTo(account, directory);
    await createCluster(account, root, join(directory, 'data'), 0);
    const settings = { port: 1, listen_addresses: '', unix_socket_directories: directory };
    const postmaster = await startPostmaster({ account, directory, settings, signal: undefined });
    await endPostmaster(postmaster, 'SIGQUIT');
  }

  test('are run in a user namespace', async () => {
    const account = await findAccount(join(closed, 'native'), root, 0);
    // A container may forbid user namespaces: then the copy below is the way.
    const allowed = spawnSync('unshare', ['-U', 'true']).status === 0;
    expect(account.label).toBe(allowed ? 'namespace' : expect.stringMatching(/^uid\d+$/));
    await startAndStop(account);
  });

  test('are copied to where another uid reaches them when there are no user namespaces', async () => {
    const path = join(root, 'bin');
    spawnSync('mkdir', ['-p', path]);
    for (const program of ['cp', 'sh']) symlinkSync(`/bin/${program}`, join(path, program));
    vi.stubEnv('PATH', path);
    const account = await findAccount(join(closed, 'native'), root, 0);
    expect(account.label).toMatch(/^uid\d+$/);
    expect(account.native.startsWith(root)).toBe(true);
    await startAndStop(account);
  });
});
