/** Whether both ways end in the same schema: by the server's catalogue, and as drizzle-kit sees it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { lineDifferences, schemaLines } from '@flux/verify';
import { projectFile } from './project.ts';

export interface EndState {
  /** Lines of the catalogue that only one of the two has, `-` Drizzle's own, `+` Flux; the order of columns aside. */
  readonly catalogue: readonly string[];
  readonly catalogueLines: number;
  /** The same for the schema file that `drizzle-kit pull` writes. */
  readonly pulled: readonly string[];
}

export async function compareEndStates(naiveUrl: string, fluxUrl: string): Promise<EndState> {
  const [naive, flux] = [await schemaLines(naiveUrl), await schemaLines(fluxUrl)];
  const [naivePull, fluxPull] = await Promise.all([pull(naiveUrl), pull(fluxUrl)]);
  return {
    catalogue: lineDifferences(naive, flux),
    catalogueLines: naive.length,
    pulled: lineDifferences(naivePull, fluxPull),
  };
}

const kit = join(dirname(createRequire(import.meta.url).resolve('drizzle-kit')), 'bin.cjs');

async function pull(url: string): Promise<readonly string[]> {
  const out = mkdtempSync(projectFile('.flux/pull-'));
  try {
    await promisify(execFile)(process.execPath, [kit, 'pull', '--dialect', 'postgresql', '--url', url, '--out', out]);
    return (
      readFileSync(join(out, 'schema.ts'), 'utf8')
        .split('\n')
        // The order of columns decides the order of the imported names too.
        .map((line) =>
          line.startsWith('import') ? line.split(/\W+/).toSorted().join(' ') : line.trim().replace(/,$/, ''),
        )
        .filter((line) => line !== '')
        .toSorted()
    );
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

export const endStateText = ({ catalogue, catalogueLines, pulled }: EndState): readonly string[] => [
  `Schema at the end, by the catalogue: ${verdict(catalogue, `equal (${catalogueLines} lines, order of columns aside)`)}`,
  `Schema at the end, by drizzle-kit pull: ${verdict(pulled, 'equal')}`,
];

const verdict = (differences: readonly string[], equal: string): string =>
  differences.length === 0 ? equal : ['DIFFERS', ...differences.map((line) => `  ${line}`)].join('\n');
