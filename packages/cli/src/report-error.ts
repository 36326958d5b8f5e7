import { FluxError, errorCodes } from '@flux/core';
import { jsonWithoutSecrets, withoutSecrets } from '@flux/runner';
import type { Terminal } from './terminal.ts';

/** @returns the exit code */
export function reportError(terminal: Terminal, thrown: unknown, json: boolean): number {
  const error = asFluxError(thrown);
  const { code } = error;
  const message = withoutSecrets(error.message);
  const remedy = withoutSecrets(error.remedy);
  const { red, bold } = terminal.colours;
  terminal.note(`${red(bold(code))}: ${message}\n${remedy}`);
  const { meaning, exit } = errorCodes[code];
  if (json) {
    const shown = { error: { code, meaning, message, remedy, data: error.data } };
    terminal.stdout.write(`${jsonWithoutSecrets(shown)}\n`);
  }
  return exit;
}

/** @param message commander's own, which begins with "error: " */
export const usageError = (message: string): FluxError => {
  const text = message.replace(/^error: /, '').trim();
  return new FluxError(
    'USAGE',
    `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.)?]$/.test(text) ? '' : '.'}`,
    'flux <command> --help shows what it takes, with examples.',
  );
};

const unwritable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST', 'EISDIR']);

function asFluxError(thrown: unknown): FluxError {
  if (thrown instanceof FluxError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return new FluxError('INTERRUPTED', 'Interrupted; what was done stays.', 'Run the command again to go on.');
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const code = (thrown as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && unwritable.has(code))
    return new FluxError('USAGE', `A file cannot be written: ${message}.`, 'Check the folder and its rights.');
  return new FluxError(
    'INTERNAL',
    message,
    'This is a bug in Flux: please report it with the command line, without the URL.',
    thrown instanceof Error && thrown.stack !== undefined ? { stack: thrown.stack } : {},
    thrown,
  );
}
