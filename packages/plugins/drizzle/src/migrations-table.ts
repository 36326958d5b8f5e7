import { createHash } from 'node:crypto';
import { qualified as qualifiedName, quoteIdentifier } from '@flux/postgres';
import type { JournalEntry } from './migrations-folder.ts';

/** Where drizzle's runner keeps its records; the config's `migrations.schema` and `.table`. */
export interface MigrationsTable {
  readonly schema: string;
  readonly table: string;
}

export interface AppliedMigration {
  readonly id: number;
  /** sha256 of the whole file, in hex; drizzle stores it and never looks at it again. */
  readonly hash: string;
  /** The `when` of the journal entry, epoch milliseconds. */
  readonly when: number;
}

/** The part of a `pg` client or pool client that is used. */
export interface SqlClient {
  query(text: string, values?: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

/** The same statements, in the same order, as drizzle-orm 0.45's PgDialect.migrate. */
export async function ensureMigrationsTable(client: SqlClient, table: MigrationsTable): Promise<void> {
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(table.schema)}`);
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${qualified(table)} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint)`,
  );
}

/** In the order in which they were applied; a database without the table has applied nothing. */
export async function readApplied(client: SqlClient, table: MigrationsTable): Promise<AppliedMigration[]> {
  const found = await client.query('SELECT to_regclass($1) IS NOT NULL AS present', [qualified(table)]);
  if (found.rows[0]?.present !== true) return [];
  const { rows } = await client.query(`SELECT id, hash, created_at FROM ${qualified(table)} ORDER BY created_at, id`);
  return rows.map(({ id, hash, created_at: when }) => ({ id: Number(id), hash: String(hash), when: Number(when) }));
}

/** Run it in the transaction of the migration where there is one: the record must not outlive, nor precede, the change. */
export async function recordApplied(
  client: SqlClient,
  table: MigrationsTable,
  { hash, when }: Pick<AppliedMigration, 'hash' | 'when'>,
): Promise<void> {
  await client.query(`INSERT INTO ${qualified(table)} ("hash", "created_at") VALUES ($1, $2)`, [hash, when]);
}

/** The files count as not applied again. Only for what was undone in this database. */
export async function forgetApplied(
  client: SqlClient,
  table: MigrationsTable,
  whens: readonly number[],
): Promise<void> {
  const found = await client.query('SELECT to_regclass($1) IS NOT NULL AS present', [qualified(table)]);
  if (found.rows[0]?.present !== true) return;
  await client.query(`DELETE FROM ${qualified(table)} WHERE created_at = ANY ($1::bigint[])`, [whens]);
}

/** As drizzle-orm's readMigrationFiles computes it. */
export function migrationHash(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}

/** Drizzle's rule: whatever is dated after the newest applied entry. */
export function pendingEntries<Entry extends Pick<JournalEntry, 'when'>>(
  entries: readonly Entry[],
  applied: readonly Pick<AppliedMigration, 'when'>[],
): Entry[] {
  const newest = newestOf(applied);
  return entries.filter(({ when }) => when > newest);
}

/**
 * Entries that drizzle's runner will never run on this database: neither applied (by hash) nor dated after the newest
 * applied one, as after a merge of two branches.
 */
export function skippedEntries<Entry extends Pick<JournalEntry, 'when'> & { readonly sql: string }>(
  entries: readonly Entry[],
  applied: readonly Pick<AppliedMigration, 'when' | 'hash'>[],
): Entry[] {
  const newest = newestOf(applied);
  const known = new Set(applied.flatMap(({ hash, when }) => [hash, when]));
  return entries.filter(({ when, sql }) => when <= newest && !known.has(when) && !known.has(migrationHash(sql)));
}

function newestOf(applied: readonly Pick<AppliedMigration, 'when'>[]): number {
  return applied.reduce((newest, { when }) => Math.max(newest, when), Number.NEGATIVE_INFINITY);
}

const qualified = ({ schema, table }: MigrationsTable): string => qualifiedName({ schema, name: table });
