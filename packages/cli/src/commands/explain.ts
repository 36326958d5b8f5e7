import type { Command } from 'commander';
import { jsonOption } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';

export interface ExplainOptions {
  readonly json?: boolean;
}

export function addExplain(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('explain')
    .summary('what an operation endangers, or a plan in full')
    .description('what an operation endangers and how Flux does it; or every step of a plan with its SQL')
    .argument('[operation or plan]', 'such as rename-column, or the id or path of a plan (default: all operations)')
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (subject: string | undefined, options: ExplainOptions) => {
      const { runExplain } = await import('../runs/explain.ts');
      end(await runExplain(terminal, subject, options));
    });
}

const examples = `
Examples:
  $ flux explain
  $ flux explain set-not-null
  $ flux explain 20261120-rename-users-name`;
