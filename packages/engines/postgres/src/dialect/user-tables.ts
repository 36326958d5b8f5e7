import type { TableName } from '@flux/core';
import { quoteLiteral } from './quote.ts';

/**
 * True of the user's own tables, over `c` (pg_class) and `n` (pg_namespace): not the system's, not Flux's, and not those
 * in which the tool that runs the files keeps its books.
 */
export function isUserTable(ownTables: readonly TableName[] = []): string {
  const books = ownTables.map(({ schema, name }) => `(${quoteLiteral(schema)}, ${quoteLiteral(name)})`).join(', ');
  return [
    `n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'`,
    ...(books === '' ? [] : [`AND (n.nspname, c.relname) NOT IN (${books})`]),
  ].join(' ');
}
