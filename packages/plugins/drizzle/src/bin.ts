#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addGenerate } from './cli/generate-command.ts';
import { addMigrate } from './cli/migrate-command.ts';
import { reportError } from './cli/output.ts';
import { addRelease } from './cli/release-command.ts';
import { addRepair } from './cli/repair-command.ts';
import { addRollback } from './cli/rollback-command.ts';
import { addSplit } from './cli/split-command.ts';
import { addStatus } from './cli/status-command.ts';

// The same place seen from src and from dist.
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const program = new Command('drizzle-flux')
  .version(version)
  .description('Zero-downtime migrations from plain drizzle-kit generate.')
  .exitOverride()
  .addHelpText('after', '\nExit codes: 0 fine, 1 hazard or gate closed, 2 usage, 3 database, 130 interrupted.');
// In the order in which a change meets them; settings of the program are inherited by what is added after them.
for (const add of [addGenerate, addSplit, addMigrate, addStatus, addRelease, addRollback, addRepair]) add(program);

try {
  await program.parseAsync();
} catch (error) {
  // Commander has said what is wrong; help and version come this way too, with 0.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else process.exitCode = reportError(error, process.argv.includes('--json'));
}
