import type { Command } from 'commander';
import { loadProject } from '../config.ts';
import { nextText } from '../next-text.ts';
import { renderReport } from '../render-report.ts';
import { status } from '../status.ts';
import { targetsOf } from '../target.ts';
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
      const reports = await status(project, targetsOf(project, options.target), quietWindow(options.quietWindow), id);
      out.say(
        reports.length === 0
          ? 'There are no plans.\nNext:  npx drizzle-kit generate'
          : reports.map(renderReport).join('\n'),
      );
      out.json(
        reports.map(({ plan, takenBack, written, targets }) => ({
          plan: plan.id,
          title: plan.title,
          takenBack,
          targets: targets.map(({ target, status: found, error }) => ({
            target,
            ...found,
            nextCommand: found === null ? null : nextText(plan, found.next, written, target),
            ...(error === null ? {} : { error: { code: error.code, message: error.message, remedy: error.remedy } }),
          })),
        })),
      );
    });
}
