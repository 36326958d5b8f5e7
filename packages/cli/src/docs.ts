import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { operationPages } from './operation-page.ts';

const folder = join(import.meta.dirname, '../../../docs/operations');

/** Pages that are not what the registries say, missing and left-over ones included. */
export async function stalePages(): Promise<readonly string[]> {
  const pages = operationPages();
  const there = await readdir(folder).catch(() => []);
  const stale = there.filter((name) => !pages.has(name));
  for (const [name, text] of pages)
    if ((await readFile(join(folder, name), 'utf8').catch(() => null)) !== text) stale.push(name);
  return stale.toSorted();
}

async function writePages(): Promise<void> {
  const pages = operationPages();
  await mkdir(folder, { recursive: true });
  for (const name of await stalePages()) {
    const text = pages.get(name);
    if (text === undefined) await rm(join(folder, name));
    else await writeFile(join(folder, name), text);
  }
}

if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes('--write')) await writePages();
  const stale = await stalePages();
  if (stale.length > 0) {
    process.stderr.write(`docs/operations: ${stale.join(', ')}: node packages/cli/dist/docs.js --write\n`);
    process.exitCode = 1;
  }
}
