import { Buffer } from 'node:buffer';
import type { TableName } from '@flux/core';
import { dollarQuote } from './names.ts';
import { qualified, quoteIdentifier, quoteLiteral } from './quote.ts';

/** From 18 on NOT NULL is a constraint with a name, which a dump shows. */
const named = (serverVersion: number): boolean => serverVersion >= 180000;

/**
 * Allows NULL in `from`. Where NOT NULL has a name, `to` takes it over, as a renamed or retyped column would have kept
 * it.
 */
export function notNullNameStatement(
  table: TableName,
  from: string,
  to: string,
  serverVersion: number,
): readonly string[] {
  const relax = `ALTER TABLE ${qualified(table)} ALTER COLUMN ${quoteIdentifier(from)} DROP NOT NULL`;
  if (!named(serverVersion)) return [relax];
  const body = `
DECLARE
  kept name := ${nameOf(table, from)};
  given name := ${nameOf(table, to)};
BEGIN
  ${relax};
  IF kept <> given THEN
    ${rename(table, 'given', 'kept')};
  END IF;
END
`;
  return [`DO ${dollarQuote(body, 'names')}`];
}

/** The name that the server would choose (ChooseConstraintName), where it is short enough not to be cut. */
export function ownNotNullName(table: TableName, column: string, serverVersion: number): readonly string[] {
  const own = `${table.name}_${column}_not_null`;
  if (!named(serverVersion) || Buffer.byteLength(own) > 63) return [];
  const body = `
DECLARE
  given name := ${nameOf(table, column)};
BEGIN
  IF given <> ${quoteLiteral(own)} THEN
    ${rename(table, 'given', quoteLiteral(own))};
  END IF;
END
`;
  return [`DO ${dollarQuote(body, 'names')}`];
}

const nameOf = (table: TableName, column: string): string =>
  `(SELECT c.conname FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.conrelid = ${quoteLiteral(qualified(table))}::regclass AND c.contype = 'n' AND a.attname = ${quoteLiteral(column)})`;

const rename = (table: TableName, from: string, to: string): string => {
  const statement = `ALTER TABLE ${qualified(table).replaceAll('%', '%%')} RENAME CONSTRAINT %I TO %I`;
  return `EXECUTE format(${quoteLiteral(statement)}, ${from}, ${to})`;
};
