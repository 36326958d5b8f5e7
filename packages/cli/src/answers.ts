import { FluxError } from '@flux/core';
import { readTarget, tableOf } from './described-target.ts';

export interface Rename {
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/** @throws FluxError USAGE */
export function readRenames(given: readonly string[]): readonly Rename[] {
  return given.map((text) => {
    const form = '--rename <table>.<from>:<to>';
    const target = readTarget(text, form);
    const [from] = target.columns;
    if (from === undefined || target.columns.length > 1 || target.rest === null)
      throw new FluxError(
        'USAGE',
        `"${text}" is not of the form ${form}.`,
        'Such as --rename users.name:display_name.',
      );
    return { table: tableOf(target), from, to: target.rest };
  });
}

const named = /^((?:"(?:[^"]|"")+"|\w+)(?:\.(?:"(?:[^"]|"")+"|\w+)){1,2})=(?!=)(.+)$/s;

/**
 * `table.column=expression`; where the operation has one column only, the expression alone.
 * @throws FluxError USAGE
 */
export function readFills(given: readonly string[], column: string | null): Readonly<Record<string, string>> {
  const fills: Record<string, string> = {};
  for (const text of given) {
    const [, key, expression] = named.exec(text) ?? [];
    const target = key === undefined ? null : readTarget(key, '<table>.<column>');
    const label = target ? `${tableOf(target)}.${target.columns[0]}` : column;
    if (label === null)
      throw new FluxError(
        'USAGE',
        `"${text}" does not say which column it fills.`,
        `Write --fill "<table>.<column>=<SQL expression>".`,
      );
    if (fills[label] !== undefined)
      throw new FluxError('USAGE', `${label} has two fills.`, 'Give one --fill for each column.');
    fills[label] = expression ?? text;
  }
  return fills;
}
