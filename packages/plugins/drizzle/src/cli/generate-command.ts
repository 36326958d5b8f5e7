import type { Command } from 'commander';
import { fillsVariable, readFills } from '../answers.ts';
import { generate } from '../generate.ts';

const collect = (value: string, before: string[]): string[] => [...before, value];

export function addGenerate(program: Command): void {
  program
    .command('generate')
    .description('drizzle-kit generate, with its questions answered by flags. Other options go to drizzle-kit.')
    .option('--config <path>', 'drizzle config file')
    .option(
      '--rename <from:to>',
      'users.name:display_name for a column, users:people for a table (repeatable)',
      collect,
      [],
    )
    .option('--create <name>', 'users.display_name is new, not renamed (repeatable)', collect, [])
    .option(
      '--fill <column=expression>',
      'value for rows without one: "users.email=lower(name)" (repeatable)',
      collect,
      [],
    )
    .allowUnknownOption()
    .allowExcessArguments()
    .addHelpText(
      'after',
      `
Examples:
  npx drizzle-flux generate --name rename_users --rename users.name:display_name
  npx drizzle-flux generate --fill "users.email='unknown-' || id"`,
    )
    .action(
      async (options: { config?: string; rename: string[]; create: string[]; fill: string[] }, command: Command) => {
        const { config, rename, create, fill } = options;
        if (fill.length > 0) process.env['FLUX_FILLS'] = fillsVariable(readFills(fill, process.env['FLUX_FILLS']));
        process.exitCode = await generate({
          ...(config === undefined ? {} : { config }),
          renames: rename,
          creates: create,
          rest: command.args,
          cwd: process.cwd(),
        });
      },
    );
}
