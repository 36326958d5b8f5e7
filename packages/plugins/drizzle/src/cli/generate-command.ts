import type { Command } from 'commander';
import { fillsVariable, readFills } from '../answers.ts';
import { generate } from '../generate.ts';

const collect = (value: string, before: string[]): string[] => [...before, value];

interface Options {
  readonly config?: string;
  readonly rename: string[];
  readonly create: string[];
  readonly fill: string[];
  readonly json?: true;
}

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
    .option('--json', 'one JSON document; what drizzle-kit says goes to stderr')
    .allowUnknownOption()
    .allowExcessArguments()
    .addHelpText(
      'after',
      `
Examples:
  npx drizzle-flux generate --name rename_users --rename users.name:display_name
  npx drizzle-flux generate --fill "users.email='unknown-' || id"`,
    )
    .action(async ({ config, rename, create, fill, json }: Options, command: Command) => {
      if (fill.length > 0) process.env['FLUX_FILLS'] = fillsVariable(readFills(fill, process.env['FLUX_FILLS']));
      const { code, document } = await generate({
        ...(config === undefined ? {} : { config }),
        renames: rename,
        creates: create,
        rest: command.args,
        cwd: process.cwd(),
        json: json ?? false,
      });
      process.exitCode = code;
      if (json) process.stdout.write(document === '' ? nothingSaid(code) : document);
    });
}

function nothingSaid(code: number): string {
  const error = {
    code: code === 2 ? 'USAGE' : 'UNSUPPORTED_CHANGE',
    message: `drizzle-kit generate ended with exit code ${code} before there was a migration.`,
    remedy: 'Its own words are on stderr.',
    data: {},
  };
  const result = code === 0 ? { unchanged: null, why: 'drizzle-kit found no change' } : { error };
  return `${JSON.stringify(result, null, 2)}\n`;
}
