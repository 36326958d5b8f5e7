import type { Command } from 'commander';
import { errorCodes } from '@flux/core';
import type { FluxError } from '@flux/core';
import { loadProject } from '../config.ts';
import type { DrizzleProject } from '../config.ts';
import { nextOnTarget, toTarget } from '../next-text.ts';
import { renderReport } from '../render-report.ts';
import { status, waitingFiles } from '../status.ts';
import { targetsOf } from '../target.ts';
import type { Target } from '../target.ts';
import { outputOf } from './output.ts';
import { quietWindow } from './surroundings.ts';

interface Options {
  readonly config?: string;
  readonly target?: string;
  readonly quietWindow: string;
  readonly json?: true;
}

export function addStatus(program: Command): void {
  program
    .command('status [plan]')
    .description('Where each plan stands on each target, measured now, and the next command.')
    .option('--config <path>', 'drizzle config file')
    .option('--target <name>', 'only this target')
    .option('--quiet-window <span>', 'as release takes it', '24h')
    .option('--json', 'one JSON document')
    .addHelpText('after', '\nExamples:\n  npx drizzle-flux status\n  npx drizzle-flux status --json')
    .action(async (id: string | undefined, options: Options) => {
      const out = outputOf(options.json ?? false);
      const project = await loadProject(options.config, process.cwd());
      const targets = targetsOf(project, options.target);
      const reports = await status(project, targets, quietWindow(options.quietWindow), id);
      out.say(reports.length === 0 ? await withoutPlans(project, targets) : reports.map(renderReport).join('\n'));
      out.json(
        reports.map((report) => ({
          plan: report.plan.id,
          title: report.plan.title,
          takenBack: report.takenBack,
          targets: report.targets.map((asked) => ({
            target: asked.target,
            ...asked.status,
            rollbackFiles: asked.rollbackFiles,
            nextCommand: nextOnTarget(report, asked),
            ...errorPart(asked.error),
          })),
        })),
      );
      const errors = reports.flatMap((report) => report.targets.flatMap(({ error }) => error ?? []));
      if (errors[0] !== undefined) process.exitCode = errorCodes[errors[0].code].exit;
    });
}

async function withoutPlans(project: DrizzleProject, targets: readonly Target[]): Promise<string> {
  const waiting = (await waitingFiles(project, targets)).filter(({ files }) => files > 0);
  const lines = waiting.flatMap(({ target, files }) => [
    `${target}: ${files} file${files === 1 ? ' is' : 's are'} not applied.`,
    `Next:  npx drizzle-flux migrate${toTarget(target)}`,
  ]);
  return ['There are no plans.', ...(lines.length > 0 ? lines : ['Next:  npx drizzle-kit generate'])].join('\n');
}

function errorPart(error: FluxError | null) {
  if (error === null) return {};
  const { code, message, remedy } = error;
  return { error: { code, message, remedy } };
}
