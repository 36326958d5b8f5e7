import { FluxError } from '@flux/core';
import type { Dialect, ParsedStatement } from '@flux/core';

/** `users.email=lower(name)`; from `--fill`, and line by line from FLUX_FILLS (which may be a JSON object instead). */
export function readFills(flags: readonly string[], environment: string | undefined): Readonly<Record<string, string>> {
  const text = environment?.trim() ?? '';
  if (text.startsWith('{')) return { ...fromJson(text), ...fromLines(flags) };
  return fromLines([...text.split('\n').filter((line) => line.trim() !== ''), ...flags]);
}

/** What `generate --fill` hands on to the split that it starts. */
export const fillsVariable = (fills: Readonly<Record<string, string>>): string => JSON.stringify(fills);

function fromLines(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf('=');
      const column = line.slice(0, at).trim();
      const expression = line.slice(at + 1).trim();
      if (at > 0 && column.includes('.') && expression !== '') return [column, expression];
      throw unreadable(line);
    }),
  );
}

function fromJson(text: string): Record<string, string> {
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    if (Object.values(value).every((expression) => typeof expression === 'string'))
      return value as Record<string, string>;
  } catch {
    // The error below says it.
  }
  throw unreadable(text);
}

const unreadable = (text: string): FluxError =>
  new FluxError(
    'USAGE',
    `"${text}" is no fill.`,
    `Write --fill "users.email=<SQL expression over the row>", or FLUX_FILLS with one such line per column.`,
  );

/** Standing fills stay in the config after their migration; only those that this migration asks for are answers to it. */
export function standingFills(
  fills: Readonly<Record<string, string>>,
  statements: readonly ParsedStatement[],
): Readonly<Record<string, string>> {
  const asked = statements.flatMap(({ actions }) =>
    (actions ?? []).flatMap((action) => {
      if (action.kind === 'setNotNull') return [`${action.table.name}.${action.column}`];
      return action.kind === 'addColumn' ? [`${action.table.name}.${action.column.name}`] : [];
    }),
  );
  return Object.fromEntries(Object.entries(fills).filter(([key]) => asked.some((column) => key.endsWith(column))));
}

/**
 * Beside the statements of the migration it would not show that it is a fill that does not parse.
 * @throws FluxError SQL_SYNTAX
 */
export function refuseBrokenFills(dialect: Dialect, fills: Readonly<Record<string, string>>): void {
  for (const [column, sql] of Object.entries(fills)) {
    try {
      dialect.parseExpression(sql);
    } catch (error) {
      if (!(error instanceof FluxError) || error.code !== 'SQL_SYNTAX') throw error;
      const answer = `--fill "${column}=<SQL expression over the row>"`;
      throw new FluxError(
        'SQL_SYNTAX',
        `The fill of ${column} does not parse: ${error.message}`,
        `Correct it: ${answer}, or the same in withFlux's fills.`,
        { ...error.data, column },
        error,
      );
    }
  }
}
