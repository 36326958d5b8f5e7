import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startPostgres } from '../src/index.ts';
import { forgetfulProcess, scratchScript } from './other-process.ts';
import type { OtherProcess } from './other-process.ts';
import { query } from './query.ts';

async function expectGone({ url, directory }: OtherProcess): Promise<void> {
  await expect.poll(() => existsSync(directory), { timeout: 15_000 }).toBe(false);
  await expect(query(url, 'select 1')).rejects.toThrow('ECONNREFUSED');
}

test.each(['SIGINT', 'SIGTERM'] as const)('a second process: %s ends it and its server, ours stays', async (signal) => {
  await using ours = await startPostgres();
  const other = await scratchScript(['--major', '18']);
  expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(await other.end(signal)).toBe(0);
  await expectGone(other);
  expect(await query(ours.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a process that is killed leaves no server', async () => {
  const other = await scratchScript();
  expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await other.end('SIGKILL');
  await expectGone(other);
});

test.each(['process.exit(0);', 'throw new Error("mistake");', ''])(
  'a program that ends by "%s" leaves no server',
  async (lastLine) => {
    await expectGone(await forgetfulProcess(lastLine));
  },
);

test.runIf(process.platform === 'linux')(
  'the next start ends a server whose process and reaper were killed',
  async () => {
    const other = await scratchScript();
    const children = readFileSync(`/proc/${other.pid}/task/${other.pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .map(Number);
    const reapers = children.filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('flux-scratch-reaper'),
    );
    expect(reapers).toHaveLength(1);
    for (const pid of reapers) process.kill(pid, 'SIGKILL');
    await other.end('SIGKILL');
    expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);

    await using next = await startPostgres();
    await expectGone(other);
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  },
);

test.runIf(process.getuid?.() === 0)('runs as a user other than root too', async () => {
  const nobody = 65_534;
  const other = await scratchScript(['--durable'], nobody);
  expect(other.directory).toContain(`flux-scratch-${nobody}`);
  expect(await query(other.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
  expect(await other.end('SIGTERM')).toBe(0);
  await expectGone(other);
});
