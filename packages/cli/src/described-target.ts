import { FluxError } from '@flux/core';

/** `users.name:display_name` taken apart: the dotted names before the colon, and the text after it. */
export interface DescribedTarget {
  readonly schema: string | null;
  readonly table: string;
  /** At least one; several only after a comma. */
  readonly columns: readonly string[];
  /** After the colon; null: there is none. */
  readonly rest: string | null;
}

const name = '"(?:[^"]|"")+"|[^\\s.,:"=]+';
const shape = new RegExp(`^(?:(${name})\\.)?(${name})\\.((?:${name})(?:,(?:${name}))*)(?::(.+))?$`, 's');

/** @throws FluxError USAGE */
export function readTarget(text: string, form: string): DescribedTarget {
  const [, schema, table, columns, rest] = shape.exec(text) ?? [];
  if (table === undefined || columns === undefined)
    throw new FluxError(
      'USAGE',
      `"${text}" is not of the form ${form}.`,
      'Names with other characters than letters, digits and _ stand in double quotes, inside single ones for the shell.',
      { text, form },
    );
  return {
    schema: schema === undefined ? null : unquoted(schema),
    table: unquoted(table),
    columns: [...columns.matchAll(new RegExp(name, 'g'))].map(([column]) => unquoted(column)),
    rest: rest ?? null,
  };
}

/** As written: names on the command line are not folded to lower case. */
const unquoted = (text: string): string => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text);

export const tableOf = ({ schema, table }: DescribedTarget): string => (schema === null ? table : `${schema}.${table}`);
