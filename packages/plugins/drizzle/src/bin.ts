#!/usr/bin/env node
import { resolve } from 'node:path';
import { errorCodes, FluxError } from '@flux/core';
import { Command } from 'commander';
import { loadProject } from './config.ts';
import { repairFolder } from './folder-change.ts';
import { generate } from './generate.ts';

const program = new Command('drizzle-flux').description('Zero-downtime migrations from plain drizzle-kit generate.');
const collect = (value: string, before: string[]) => [...before, value];

program
  .command('generate')
  .description('drizzle-kit generate, with its rename questions answered by flags. Other options go to drizzle-kit.')
  .option('--config <path>', 'drizzle config file')
  .option(
    '--rename <from:to>',
    'users.name:display_name for a column, users:people for a table (repeatable)',
    collect,
    [],
  )
  .option('--create <name>', 'users.display_name is new, not renamed (repeatable)', collect, [])
  .allowUnknownOption()
  .allowExcessArguments()
  .action(async (options: { config?: string; rename: string[]; create: string[] }, command: Command) => {
    const { config, rename, create } = options;
    const found = config === undefined ? {} : { config };
    process.exitCode = await generate({
      ...found,
      renames: rename,
      creates: create,
      rest: command.args,
      cwd: process.cwd(),
    });
  });

program
  .command('repair')
  .description('Finishes writing the migrations folder after a split or release that was killed.')
  .option('--config <path>', 'drizzle config file')
  .option('--out <folder>', 'the migrations folder itself, instead of the config')
  .action(async ({ config, out }: { config?: string; out?: string }) => {
    const folder = out === undefined ? (await loadProject(config, process.cwd())).out : resolve(out);
    const change = repairFolder(folder);
    process.stderr.write(change ? `Finished: ${change.tags.join(', ')}\n` : 'Nothing was left unfinished.\n');
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof FluxError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n${error.remedy}\n`);
  process.exitCode = errorCodes[error.code].exit;
}
