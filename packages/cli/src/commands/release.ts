import type { Command } from 'commander';
import { jsonOption, outOption, planArgument, quietWindowOption, urlOption, wholeNumber } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';

export interface ReleaseCommandOptions {
  readonly url?: string;
  readonly out?: string;
  readonly phase?: number;
  readonly confirm?: string;
  readonly quietWindow?: number;
  readonly json?: boolean;
}

export function addRelease(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('release')
    .summary('open the next phase')
    .description('open the next phase when the steps before it are proven and the old release is gone')
    .argument(...planArgument)
    .addOption(urlOption())
    .addOption(outOption())
    .option('--phase <n>', 'which phase, the first is 1 (default: the next one)', wholeNumber(2))
    .option('--confirm <sentence>', 'your word that the old release is gone; recorded with your name and the time')
    .addOption(quietWindowOption())
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (plan: string | undefined, options: ReleaseCommandOptions) => {
      const { runRelease } = await import('../runs/release.ts');
      end(await runRelease(terminal, plan, options));
    });
}

const examples = `
Examples:
  $ flux release
  $ flux release --quiet-window 48h
  $ flux release 20261120-rename-users-name --confirm "version 41 is gone since Tuesday"

The phase's held SQL files go into the migrations folder. Exits with 1 when the gate stays closed.`;
