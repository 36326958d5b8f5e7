import type { Command } from 'commander';
import { jsonOption, planArgument, urlOption } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';

export interface ApplyCommandOptions {
  readonly url?: string;
  readonly until?: string;
  readonly again?: string;
  readonly resume?: boolean;
  readonly fresh?: boolean;
  readonly json?: boolean;
}

export function addApply(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('apply')
    .summary('run a plan up to the next closed gate')
    .description('run the steps of a plan up to the next closed gate; after an interruption it goes on where it was')
    .argument(...planArgument)
    .addOption(urlOption())
    .option('--until <step>', 'stop after this step')
    .option('--again <step>', 'run this step although it is done: the repair where the database disagrees')
    .option('--resume', 'go on although the plan was paused or rolled back here')
    .option('--fresh', 'this database serves nobody, as in CI: all gates are open here')
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (plan: string | undefined, options: ApplyCommandOptions) => {
      const { runApply } = await import('../runs/apply.ts');
      end(await runApply(terminal, plan, options));
    });
}

const examples = `
Examples:
  $ flux apply
  $ flux apply 20261120-rename-users-name --url postgres://me@localhost/shop
  $ flux apply --until 02-copy-users-name-into-display-name --json

Exits with 1 when the plan stands at a closed gate and nothing could be run.`;
