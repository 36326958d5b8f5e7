import type { TableName } from '@flux/core';
import { dollarQuote } from './names.ts';
import { qualified, quoteIdentifier, quoteLiteral } from './quote.ts';

/**
 * Allows NULL in `from`. From 18 on NOT NULL is a named constraint: `to` takes over its name, as a renamed or retyped
 * column would have kept it.
 */
export function notNullNameStatement(
  table: TableName,
  from: string,
  to: string,
  serverVersion: number,
): readonly string[] {
  const relax = `ALTER TABLE ${qualified(table)} ALTER COLUMN ${quoteIdentifier(from)} DROP NOT NULL`;
  if (serverVersion < 180000) return [relax];
  const nameOf = (column: string): string =>
    `(SELECT c.conname FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.conrelid = ${quoteLiteral(qualified(table))}::regclass AND c.contype = 'n' AND a.attname = ${quoteLiteral(column)})`;
  const body = `
DECLARE
  kept name := ${nameOf(from)};
  given name := ${nameOf(to)};
BEGIN
  ${relax};
  IF kept IS NOT NULL AND given IS NOT NULL AND kept <> given THEN
    EXECUTE format('ALTER TABLE ${qualified(table).replaceAll("'", "''").replaceAll('%', '%%')} RENAME CONSTRAINT %I TO %I', given, kept);
  END IF;
END
`;
  return [`DO ${dollarQuote(body, 'names')}`];
}
