import type { Command } from 'commander';
import { batchRowsOption, jsonOption, pauseOption, planArgument, urlOption } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';

export interface BackfillCommandOptions {
  readonly url?: string;
  readonly step?: string;
  readonly batchRows?: number;
  readonly pause?: number;
  readonly json?: boolean;
}

export function addBackfill(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('backfill')
    .summary('run one backfill of a plan')
    .description('run one backfill of a plan, batch by batch; after an interruption it goes on where it was')
    .argument(...planArgument)
    .addOption(urlOption())
    .option('--step <step>', 'which; not needed when the plan has one only')
    .addOption(batchRowsOption())
    .addOption(pauseOption())
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (plan: string | undefined, options: BackfillCommandOptions) => {
      const { runBackfillCommand } = await import('../runs/backfill.ts');
      end(await runBackfillCommand(terminal, plan, options));
    });
}

const examples = `
Examples:
  $ flux backfill
  $ flux backfill 20261120-rename-users-name --batch-rows 2000 --pause 200`;
