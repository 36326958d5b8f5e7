import { tableLabel } from '@flux/core';
import { qualified, quoteIdentifier } from '@flux/postgres';
import { Client } from 'pg';
import type { CustomTypesConfig } from 'pg';
import type { Ledger, Row } from './ledger.ts';
import type { Shape, ShapeColumn } from './shape.ts';

/** Values as the server prints them: no driver's parsing comes between. */
export const asText = { getTypeParser: () => (value: string) => value } as unknown as CustomTypesConfig;

export async function readRow(
  connection: Client,
  shape: Shape,
  row: Row,
): Promise<Record<string, string | null> | undefined> {
  const columns = shape.columns.map((c) => quoteIdentifier(c.name)).join(', ');
  const where = shape.keys.map((key, i) => `${quoteIdentifier(key)} = $${i + 1}`).join(' AND ');
  const { rows } = await connection.query<Record<string, string | null>>(
    `SELECT ${columns} FROM ${qualified(shape.table)} WHERE ${where}`,
    [...row.key],
  );
  return rows[0];
}

/** What differs from what was written last is a lost write. */
export function compareRow(
  ledger: Ledger,
  shape: Shape,
  row: Row,
  found: Record<string, string | null> | undefined,
): void {
  for (const column of shape.columns) {
    if (!row.values.has(column.meaning)) continue;
    const expected = row.values.get(column.meaning)!;
    const got = found === undefined ? 'no row' : found[column.name]!;
    if (sameValue(column, expected, got)) continue;
    if (expected === null && column.nullFilled) continue;
    ledger.lost.push({
      table: tableLabel(shape.table),
      key: row.key,
      meaning: column.meaning,
      expected,
      found: got,
      reader: shape.version,
    });
  }
}

/** The server prints what it was given in its own form: `true` as `t`, numbers in shortest form. */
function sameValue(column: ShapeColumn, expected: string | null, got: string | null): boolean {
  if (expected === got || expected === null || got === null) return expected === got;
  if (column.type === 'boolean') return got === expected[0];
  if (/^(numeric|real|double)/.test(column.type)) return Number(got) === Number(expected);
  if (column.type.startsWith('json')) return JSON.stringify(JSON.parse(got)) === JSON.stringify(JSON.parse(expected));
  return false;
}

/** Every row that was written, read once more through one version's eyes. */
export async function verifyAll(
  url: string,
  shapes: readonly Shape[],
  ledgers: ReadonlyMap<string, Ledger>,
): Promise<number> {
  const connection = new Client({ connectionString: url, types: asText, application_name: 'flux-verify' });
  await connection.connect();
  let checked = 0;
  try {
    for (const shape of shapes) {
      const ledger = ledgers.get(tableLabel(shape.table))!;
      for (const row of ledger.rows) {
        if (row.unsure) continue;
        compareRow(ledger, shape, row, await readRow(connection, shape, row));
        checked += 1;
      }
    }
  } finally {
    await connection.end();
  }
  return checked;
}
