import type { Command } from 'commander';
import { jsonOption, planArgument, urlOption } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';

export interface RollbackCommandOptions {
  readonly url?: string;
  readonly to?: string;
  readonly acceptLoss?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addRollback(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('rollback')
    .summary('undo a plan step by step')
    .description('undo the steps of a plan in this database, last first; the plan is then paused here')
    .argument(...planArgument)
    .addOption(urlOption())
    .option('--to <step>', 'the last step to keep; start undoes everything (default: start)')
    .option(
      '--accept-loss',
      'go on where something is lost, or where a release that may be out must be withdrawn first',
    )
    .option('--dry-run', 'say what would be undone and lost')
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (plan: string | undefined, options: RollbackCommandOptions) => {
      const { runRollback } = await import('../runs/rollback.ts');
      end(await runRollback(terminal, plan, options));
    });
}

const examples = `
Examples:
  $ flux rollback --dry-run
  $ flux rollback 20261120-rename-users-name --to 02-copy-users-name-into-display-name`;
