import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

/** The machine's own pg_dump; null where there is none, or it is older than the server. */
export function pgDumpMajor(): number | null {
  const { stdout, status } = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' });
  return status === 0 ? Number(/\) (\d+)/.exec(stdout)?.[1] ?? Number.NaN) : null;
}

/** Sorted lines of `pg_dump --schema-only`, without what Flux or a tool keeps for itself; the order of columns aside. */
export async function dumpLines(url: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(
    'pg_dump',
    ['--schema-only', '--exclude-schema=flux', '--exclude-schema=drizzle', '--no-owner', `--dbname=${url}`],
    { maxBuffer: 2 ** 26 },
  );
  return stdout
    .split('\n')
    .map((line) => line.trim().replace(/,$/, ''))
    .filter((line) => line !== '' && !line.startsWith('--') && !line.startsWith('\\'))
    .toSorted();
}
