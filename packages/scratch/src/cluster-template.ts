import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheName, makeOwnedDirectory } from './scratch-directory.ts';
import { ScratchError } from './scratch-error.ts';
import { giveTo, runAs } from './unprivileged.ts';
import type { Account } from './unprivileged.ts';

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Puts a fresh cluster into `data`: a copy of the template, which the first start of a version makes by initdb. */
export async function createCluster(account: Account, root: string, data: string, now: number): Promise<void> {
  const template = join(root, cacheName(`cluster-${account.version}-${account.label}`, now));
  if (!(await exists(template))) await makeTemplate(account, root, template);
  // Copies by reference where the file system can: APFS and GNU cp name that option differently.
  const flags = process.platform === 'darwin' ? ['-Rpc'] : ['-a', '--reflink=auto'];
  const copied = await runAs(account, ['cp', ...flags, template, data], root);
  if (!copied.ok) throw initFailed(`The cluster template could not be copied.\n${copied.output}`);
}

async function makeTemplate(account: Account, root: string, template: string): Promise<void> {
  const building = makeOwnedDirectory(root, 'initdb');
  const data = join(building, 'data');
  try {
    giveTo(account, building);
    await initdb(account, building, data);
    // Whoever comes second finds a full folder at the target and uses that one.
    await rename(data, template).catch(async (error: unknown) => {
      if (!(await exists(template))) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

async function initdb(account: Account, cwd: string, data: string): Promise<void> {
  // C.UTF-8 sorts by code point, as C does, and also knows letters outside ASCII; not every system has it.
  const problems: string[] = [];
  for (const ctype of ['C.UTF-8', 'C']) {
    const options = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', `--lc-ctype=${ctype}`, '--no-sync'];
    const result = await runAs(account, [join(account.native, 'bin/initdb'), '-D', data, ...options], cwd);
    if (result.ok) return;
    problems.push(result.output);
    await rm(data, { recursive: true, force: true });
  }
  throw initFailed(`initdb failed.\n${problems.join('\n')}`);
}

function initFailed(message: string): ScratchError {
  const remedy = 'Free space in the temporary folder, or set TMPDIR to a folder on a disk with some 100 MB left.';
  return new ScratchError('START_FAILED', message, remedy);
}
