import { exactly, guarded } from './types-conversion.ts';
import type { Converter } from './types-conversion.ts';
import { integerRanges, integerToInteger, numericToInteger, numericToNumeric } from './types-numbers.ts';
import { sqlType } from './types-sql.ts';
import type { SqlType } from './types-sql.ts';

export const texts = ['text', 'character varying', 'character'];

/** What isspace() knows, which the number types skip at both ends; E'' reads the same under any setting. */
const blanks = '[ \\t\\n\\r\\f\\x0B]*';
const matches = (pattern: string): string => `{}::text ~ E'^${blanks}${pattern}${blanks}$'`;
const wholeNumber = matches('[+-]?0*[0-9]{1,18}');
const longNumber = matches('[+-]?0*[0-9]{1,200}');
/** No exponents: a long one would overflow. */
const decimal = matches('([Nn][Aa][Nn]|[+-]?([0-9]{1,200}([.][0-9]{0,200})?|[.][0-9]{1,200}))');

const length = ({ modifiers }: SqlType): number => modifiers[0] ?? Infinity;

export const textToText: Converter = (from, to) => {
  const sql = `{}::${to.text}`;
  if (length(to) === Infinity) return exactly(sql);
  // Blanks at the end are no part of a character value.
  const padded = to.base === 'character' && from.base !== 'character';
  if (length(from) <= length(to) && !padded) return exactly(sql);
  const fits = `char_length({}) <= ${length(to)}`;
  return { sql, exact: `({} IS NULL OR (${fits}${padded ? ` AND {}::text = rtrim({}::text)` : ''}))` };
};

/** Digits and sign of the longest value. */
const longest: Readonly<Record<string, number>> = { smallint: 6, integer: 11, bigint: 20, boolean: 5, uuid: 36 };

/** The cast to a length cuts. */
export const valueToText: Converter = (from, to) => {
  if (to.base === 'character') return null;
  const sql = length(to) === Infinity ? `{}::${to.text}` : `{}::text::${to.text}`;
  if (length(to) >= (longest[from.base] ?? Infinity)) return exactly(sql);
  return { sql, exact: `({} IS NULL OR char_length({}::text) <= ${length(to)})` };
};

export const textToInteger: Converter = (from, to) => {
  if (integerRanges[to.base] === integerRanges['bigint']) {
    return guarded(longNumber, '({}::numeric)', numericToInteger(from, to)!);
  }
  return guarded(wholeNumber, '({}::bigint)', integerToInteger(sqlType('bigint'), to)!);
};

export const textToNumeric: Converter = (_from, to) => {
  const conversion = numericToNumeric(sqlType('numeric'), to);
  return conversion && guarded(decimal, '({}::numeric)', conversion);
};

const hex = (digits: number): string => `[0-9a-fA-F]{${digits}}`;
const uuid = `{}::text ~ '^${hex(8)}-?(${hex(4)}-?){3}${hex(12)}$'`;

export const textToUuid: Converter = () => guarded(uuid, '{}', exactly('{}::text::uuid'));

const trues = `'true', 't', 'yes', 'y', 'on', '1'`;
const falses = `'false', 'f', 'no', 'n', 'off', '0'`;
const folded = 'lower(btrim({}::text))';

export const textToBoolean: Converter = () => ({
  sql: `CASE WHEN ${folded} IN (${trues}) THEN true WHEN ${folded} IN (${falses}) THEN false END`,
  exact: `({} IS NULL OR ${folded} IN (${trues}, ${falses}))`,
});

/**
 * jsonb refuses what json takes: the character U+0000, half a surrogate pair, and numbers too large for numeric. Looked
 * for in the text without escaped backslashes; numbers in it without its strings.
 */
const unescaped = `replace({}::text, E'\\\\\\\\', '')`;
const paired = `E'\\\\\\\\u[dD][89abAB]${hex(2)}\\\\\\\\u[dD][c-fC-F]${hex(2)}'`;
const badEscapes = `E'\\\\\\\\u(0000|[dD][89a-fA-F])'`;
const strings = `'"[^"]*"'`;
const hugeNumbers = `'[eE][+-]?0*[0-9]{4}|[0-9.]{200}'`;
const withoutQuotes = `replace(${unescaped}, E'\\\\"', '')`;

export const jsonToJsonb: Converter = () =>
  guarded(
    `regexp_replace(${unescaped}, ${paired}, '', 'g') !~ ${badEscapes} ` +
      `AND regexp_replace(${withoutQuotes}, ${strings}, '', 'g') !~ ${hugeNumbers}`,
    '{}',
    exactly('{}::jsonb'),
  );

export const cast: Converter = (_from, to) => exactly(`{}::${to.text}`);

export const booleanToInteger: Converter = cast;
export const integerToBoolean: Converter = () => ({
  sql: '({} <> 0)',
  exact: '({} IS NULL OR {} IN (0, 1))',
});
