import type { Command } from 'commander';
import { jsonOption, planArgument, wholeNumber } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';

export interface VerifyCommandOptions {
  readonly schema: string;
  readonly major?: number;
  readonly rows?: number;
  readonly seed?: number;
  readonly json?: boolean;
}

export function addVerify(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('verify')
    .summary('try a plan on a throw-away server under traffic')
    .description(
      'run a plan on a throw-away server, forward, back and killed, with traffic of both application versions',
    )
    .argument(...planArgument)
    .requiredOption('--schema <file>', 'SQL of the schema before the plan, as pg_dump --schema-only writes it')
    .option('--major <n>', 'PostgreSQL of that major (default: the one the plan was made for)', wholeNumber(12))
    .option('--rows <n>', 'rows per table (default: 2000)', wholeNumber(1))
    .option('--seed <n>', 'of the random traffic (default: 1)', wholeNumber(0))
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (plan: string | undefined, options: VerifyCommandOptions) => {
      const { runVerify } = await import('../runs/verify.ts');
      end(await runVerify(terminal, plan, options));
    });
}

const examples = `
Examples:
  $ pg_dump --schema-only "$FLUX_DATABASE_URL" > before.sql
  $ flux verify --schema before.sql
  $ flux verify 20261120-rename-users-name --schema before.sql --major 15 --rows 20000 --json

Exits with 1 when a request failed, a write was lost, or the schemas differ.`;
