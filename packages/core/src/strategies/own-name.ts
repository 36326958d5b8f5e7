import type { Dialect } from '../dialect.ts';
import { fnv1a } from '../schema/fingerprint.ts';
import { tableLabel } from '../schema/lookup.ts';
import type { TableName } from '../schema/snapshot.ts';

/**
 * The name of an object of Flux's own that belongs to one column. All of them live in one schema: the table's schema is
 * part of the name, and points keep `user_address.city` and `user.address_city` apart.
 */
export const ownName = (dialect: Dialect, table: TableName, column: string, suffix: string): string =>
  dialect.helperName(`${tableLabel(table)}.${column}`, suffix);

/** An archive outlives its plan: a column of the same name that a later plan drops has another one. */
export const archiveName = (dialect: Dialect, table: TableName, column: string, plan: string): string =>
  ownName(dialect, table, column, `archive_${fnv1a(plan).slice(-8)}`);
