import { errorCodes, FluxError } from '@flux/core';
import { jsonWithoutSecrets, withoutSecrets } from '@flux/runner';
import colors from 'picocolors';
import { withConfig } from './with-config.ts';

export interface Output {
  /** For people; with `--json` nothing. */
  say(text: string): void;
  /** The one document of `--json`; without it nothing. */
  json(value: unknown): void;
  /** Lines about what goes on: never part of the result. */
  note(text: string): void;
}

export const outputOf = (json: boolean): Output => ({
  say: (text) => void (json || process.stdout.write(withConfig(text.endsWith('\n') ? text : `${text}\n`))),
  json: (value) =>
    void (json && process.stdout.write(withConfig(`${JSON.stringify(value, null, 2)}\n`, { json: true }))),
  note: (text) => void process.stderr.write(`${text}\n`),
});

/** Colour only where a person reads it. picocolors takes any FORCE_COLOR for yes, also 0. */
export const coloured = (isTTY: boolean | undefined, { NO_COLOR, FORCE_COLOR }: NodeJS.ProcessEnv): boolean =>
  // Undefined where it is no TTY, whatever its type says.
  isTTY === true && colors.isColorSupported && !NO_COLOR && FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
export const paint = colors.createColors(coloured(process.stdout.isTTY, process.env));
const paintError = colors.createColors(coloured(process.stderr.isTTY, process.env));

/** The error with its fix, and the exit code of its kind. What is not a FluxError is a bug: with its stack. */
export function reportError(error: unknown, json: boolean): number {
  if (!(error instanceof FluxError)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${withoutSecrets(text)}\nThis is a bug in drizzle-flux: please report it.\n`);
    return errorCodes.INTERNAL.exit;
  }
  const { code, data } = error;
  const [message, remedy] = [withoutSecrets(error.message), withoutSecrets(forThisTool(error))];
  if (json)
    process.stdout.write(withConfig(`${jsonWithoutSecrets({ error: { code, message, remedy, data } })}\n`, { json }));
  else process.stderr.write(withConfig(`${paintError.red(paintError.bold(code))}: ${message}\n${remedy}\n`));
  return errorCodes[code].exit;
}

/** A flag that core names is one of `generate` here. */
function forThisTool({ code, remedy }: FluxError): string {
  const flag = /--(?:fill|rename) "[^"]*"/.exec(remedy)?.[0];
  return code === 'ANSWER_NEEDED' && flag !== undefined ? `${remedy}\nHere: npx drizzle-flux generate ${flag}` : remedy;
}

export const filesText = (tags: readonly string[]): string => tags.map((tag) => `  + ${tag}.sql`).join('\n');
