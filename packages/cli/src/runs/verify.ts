import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FluxError } from '@flux/core';
import type { VerifyRun } from '@flux/verify';
import type { VerifyCommandOptions } from '../commands/verify.ts';
import { loadPlan } from '../plan-store.ts';
import type { Terminal } from '../terminal.ts';

export async function runVerify(
  terminal: Terminal,
  named: string | undefined,
  options: VerifyCommandOptions,
): Promise<number> {
  const plan = await loadPlan(terminal, named);
  const { postgresMajors, verifyPlan } = await verifyPackage();
  const major = knownMajor(postgresMajors, options.major ?? Math.floor(plan.engine.serverVersion / 10_000));
  const path = resolve(terminal.cwd(), options.schema);
  const schemaSql = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new FluxError('USAGE', `The file ${path} cannot be read (${error.code}).`, 'Check the path.', { path });
  });
  const { rows, seed } = options;
  const report = await verifyPlan({
    plan,
    schemaSql,
    major,
    ...(rows === undefined ? {} : { rows }),
    ...(seed === undefined ? {} : { seed }),
    onProgress: (line) => terminal.note(line),
  });
  const lines = report.runs.flatMap(runLines);
  const head = `${report.passed ? 'Passed' : 'Failed'} on ${report.server}, seed ${report.seed}:`;
  terminal.result(options.json, report, [head, ...lines].join('\n'));
  return report.passed ? 0 : 1;
}

/** Optional: it brings the PostgreSQL binaries of every major, which nobody needs who does not rehearse. */
async function verifyPackage(): Promise<typeof import('@flux/verify')> {
  try {
    return await import('@flux/verify');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new FluxError(
      'USAGE',
      'flux verify needs the package @flux/verify, which brings throw-away servers and is not installed.',
      'Run: npm install --save-dev @flux/verify',
    );
  }
}

function knownMajor<Major extends number>(majors: readonly Major[], major: number): Major {
  const found = majors.find((candidate) => candidate === major);
  if (found !== undefined) return found;
  throw new FluxError('USAGE', `There is no throw-away PostgreSQL ${major}.`, `Take one of ${majors.join(', ')}.`);
}

function runLines({ name, passed, rehearsal, schemaDifferences, kills }: VerifyRun): readonly string[] {
  const traffic = Object.entries(rehearsal.traffic).map(
    ([version, { requests, failed }]) => `${version} version: ${failed} of ${requests} requests failed`,
  );
  return [
    `${passed ? '✓' : '✗'} ${name}${kills > 0 ? `, killed ${kills} times` : ''}: ${traffic.join(', ')}, ${rehearsal.lost.length} writes lost`,
    ...rehearsal.lost.map((lost) => `    lost: ${JSON.stringify(lost)}`),
    ...schemaDifferences.map((line) => `    schema: ${line}`),
  ];
}
