import { Option } from 'commander';
import type { Command } from 'commander';
import { operationExamples } from '../operation-examples.ts';
import type { DescribableOperation } from '../operation-examples.ts';
import { batchRowsOption, collect, jsonOption, outOption, pauseOption, urlOption } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';

/** As given on the command line. */
export interface PlanOptions {
  readonly url?: string;
  readonly sql?: string;
  readonly out?: string;
  readonly id?: string;
  readonly dualWrite?: 'trigger' | 'application';
  readonly rename?: readonly string[];
  readonly fill?: readonly string[];
  readonly batchRows?: number;
  readonly pause?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  /** Of one operation only. */
  readonly notNull?: boolean;
  readonly default?: string;
  readonly using?: string;
  readonly unique?: boolean;
  readonly name?: string;
}

export function addPlan(program: Command, terminal: Terminal, end: (code: number) => void): void {
  const plan = program
    .command('plan')
    .description('plan a change: writes flux/plans/<id> and SQL files with migrate:up and migrate:down')
    .summary('plan a change')
    .usage('<operation> <table.column...> [options] | --sql <file> [options]')
    .argument('[operation]', 'see the commands below')
    .argument('[table.column...]')
    .option('--sql <file>', 'the change as SQL; - reads standard input')
    .addOption(urlOption())
    .addOption(outOption())
    .option('--id <id>', 'name of the plan (default: the day and the change)')
    .addOption(
      new Option('--dual-write <way>', 'who keeps two columns equal (default: trigger)').choices([
        'trigger',
        'application',
      ]),
    )
    .option('--rename <table.from:to>', 'a DROP and an ADD that are a rename (repeatable)', collect)
    .option('--fill <table.column=expression>', 'SQL expression for rows without a value (repeatable)', collect)
    .addOption(batchRowsOption())
    .addOption(pauseOption())
    .option('--dry-run', 'print the plan, write nothing')
    .addOption(jsonOption())
    .addHelpText('after', examples);

  const start = async (operation: string | null, target: string | null, command: Command): Promise<void> => {
    const { runPlan } = await import('../runs/plan.ts');
    end(await runPlan(terminal, operation, target, command.optsWithGlobals<PlanOptions>()));
  };
  // Reached where no operation of that name is there, or none is given.
  plan.action((given: string | undefined, targets: readonly string[], _options: PlanOptions, command: Command) =>
    start(given ?? null, targets[0] ?? '', command),
  );

  const operation = (name: DescribableOperation): Command => {
    const { target, description, example } = operationExamples[name];
    return plan
      .command(name)
      .argument(target)
      .description(description)
      .addHelpText('after', `\nExample:\n  $ flux plan ${name} ${example}`)
      .action((given: string, _options: PlanOptions, command: Command) => start(name, given, command));
  };
  operation('rename-column');
  operation('add-column')
    .option('--not-null', 'NOT NULL; give --default or --fill too')
    .option('--default <expression>', 'SQL expression');
  operation('set-not-null');
  operation('change-type').option('--using <expression>', 'SQL expression that makes the new value from the row');
  operation('add-index')
    .option('--unique', 'a unique index')
    .option('--name <name>', 'its name (default: <table>_<columns>_idx)');
  operation('drop-column');
}

const examples = `
Examples:
  $ flux plan rename-column users.name:display_name --url postgres://me@localhost/shop
  $ flux plan set-not-null users.email --fill "'unknown-' || id" --dry-run
  $ flux plan --sql change.sql --fill "users.plan='free'" --batch-rows 5000 --pause 20
  $ cat change.sql | flux plan --sql - --rename users.name:display_name --json

A name with other characters than letters, digits and _ stands in double quotes: '"Order Items".amount:bigint'.`;
