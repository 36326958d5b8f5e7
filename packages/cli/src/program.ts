import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addApply } from './commands/apply.ts';
import { addBackfill } from './commands/backfill.ts';
import { addExplain } from './commands/explain.ts';
import { addPlan } from './commands/plan.ts';
import { addRelease } from './commands/release.ts';
import { addRollback } from './commands/rollback.ts';
import { addStatus } from './commands/status.ts';
import { addVerify } from './commands/verify.ts';
import { terminalOf } from './terminal.ts';
import type { Surroundings, Terminal } from './terminal.ts';

const usage = 2;

/**
 * Runs one command line. Everything a command does is loaded when it runs, so that `--help` is quick.
 * @returns the exit code: 0 fine, 1 hazard or gate closed, 2 usage, 3 database, 130 interrupted
 */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const terminal = terminalOf(surroundings);
  let code = 0;
  const program = makeProgram(terminal, (exit) => {
    code = exit;
  });
  try {
    if (args.length === 0) {
      program.outputHelp();
      return usage;
    }
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const { reportError, usageError } = await import('./report-error.ts');
    const shown = error instanceof CommanderError ? usageError(error.message) : error;
    return reportError(terminal, shown, args.includes('--json'));
  }
}

/** Of this package: the same place seen from src and from dist. */
const version = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;

/** @param end takes the exit code of a command that went through */
export function makeProgram(terminal: Terminal, end: (code: number) => void): Command {
  const program = new Command('flux')
    .version(version())
    .description('Schema changes while your application serves traffic.')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: () => undefined,
      getOutHasColors: () => false,
    })
    .exitOverride()
    .showSuggestionAfterError()
    .helpCommand(true)
    .addHelpText('after', examples);
  for (const add of [addPlan, addApply, addBackfill, addStatus, addRelease, addRollback, addExplain, addVerify])
    add(program, terminal, end);
  return program;
}

const examples = `
Examples:
  $ export FLUX_DATABASE_URL=postgres://me@localhost:5432/shop
  $ flux plan rename-column users.name:display_name
  $ flux apply
  $ flux release --confirm "version 41 is gone since Tuesday"
  $ flux explain rename-column

Exit codes: 0 fine, 1 hazard or gate closed, 2 usage, 3 database, 130 interrupted.`;
