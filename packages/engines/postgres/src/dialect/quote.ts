import type { TableName } from '@flux/core';

/** Always quoted: emitted SQL then needs no keyword list, and no name is folded to lower case. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * A string constant that means the same with `standard_conforming_strings` on and off: with a backslash in it, it
 * becomes an E'' string. PostgreSQL's own quote_literal does this too.
 */
export function quoteLiteral(text: string): string {
  const quoted = text.replaceAll("'", "''");
  return text.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}

export const qualified = ({ schema, name }: TableName): string => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
