import { qualified, quoteIdentifier } from '@flux/postgres';
import type { Client } from 'pg';
import type { Ledger } from './ledger.ts';
import { compareRow, readRow } from './row-check.ts';
import type { Shape, ShapeColumn } from './shape.ts';
import { valueFor } from './values.ts';
import type { Random } from './values.ts';

/** One request of one application version to one table. */
interface Request {
  readonly connection: Client;
  readonly shape: Shape;
  readonly ledger: Ledger;
  readonly random: Random;
}

export async function insertRow({ connection, shape, ledger, random }: Request): Promise<void> {
  const values = new Map<string, string | null>();
  const written: [ShapeColumn, string | null][] = [];
  for (const column of shape.columns) {
    if (column.optional && random() < 0.2) continue;
    const value = column.references ? await referenced(connection, column, random) : valueFor(column, random);
    written.push([column, value]);
    values.set(column.meaning, value);
  }
  const keys = shape.keys.map((key) => `${quoteIdentifier(key)}::text`).join(', ');
  const target = `INSERT INTO ${qualified(shape.table)}`;
  const columns = written.flatMap(([column]) => column.writes.map(quoteIdentifier)).join(', ');
  const places = written.flatMap(([column], i) => column.writes.map(() => `$${i + 1}::${column.type}`)).join(', ');
  const sql =
    written.length === 0
      ? `${target} DEFAULT VALUES RETURNING ${keys}`
      : `${target} (${columns}) VALUES (${places}) RETURNING ${keys}`;
  const { rows } = await connection.query<Record<string, string>>(
    sql,
    written.map(([, value]) => value),
  );
  // Columns left to their default are not expected to hold anything in particular.
  ledger.add(
    shape.keys.map((key) => rows[0]![key]!),
    values,
  );
}

export async function updateRow({ connection, shape, ledger, random }: Request): Promise<void> {
  const row = ledger.idle(random);
  const column = shape.columns[Math.floor(random() * shape.columns.length)];
  if (!row || !column) return;
  row.busy = true;
  row.version += 1;
  try {
    const value = column.references ? await referenced(connection, column, random) : valueFor(column, random);
    const where = shape.keys.map((key, i) => `${quoteIdentifier(key)} = $${i + 2}`).join(' AND ');
    const set = column.writes.map((name) => `${quoteIdentifier(name)} = $1::${column.type}`).join(', ');
    await connection.query(`UPDATE ${qualified(shape.table)} SET ${set} WHERE ${where}`, [value, ...row.key]);
    row.values.set(column.meaning, value);
  } catch (error) {
    row.unsure = true;
    throw error;
  } finally {
    row.busy = false;
  }
}

export async function readAndCompare({ connection, shape, ledger, random }: Request): Promise<void> {
  const row = ledger.idle(random);
  if (!row) return;
  const { version } = row;
  const found = await readRow(connection, shape, row);
  if (row.version !== version || row.busy || row.unsure) return;
  compareRow(ledger, shape, row, found);
}

async function referenced(connection: Client, column: ShapeColumn, random: Random): Promise<string | null> {
  const { table, column: key } = column.references!;
  const { rows } = await connection.query<Record<string, string>>(
    `SELECT ${quoteIdentifier(key)}::text AS key FROM ${qualified(table)} ORDER BY ${quoteIdentifier(key)} LIMIT 1 OFFSET $1`,
    [Math.floor(random() * 20)],
  );
  return rows[0]?.['key'] ?? null;
}
