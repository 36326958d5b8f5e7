import type { Command } from 'commander';
import { jsonOption, planArgument, quietWindowOption, urlOption } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';

export interface StatusCommandOptions {
  readonly url?: string;
  readonly quietWindow?: number;
  readonly json?: boolean;
}

export function addStatus(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('status')
    .summary('where a plan stands')
    .description('where a plan stands in this database, measured now, and what to do next')
    .argument(...planArgument)
    .addOption(urlOption())
    .addOption(quietWindowOption())
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (plan: string | undefined, options: StatusCommandOptions) => {
      const { runStatus } = await import('../runs/status.ts');
      end(await runStatus(terminal, plan, options));
    });
}

const examples = `
Examples:
  $ flux status
  $ flux status 20261120-rename-users-name --json

Exits with 1 when the database and the journal disagree.`;
