import { findTable, sameTable, tableLabel } from '@flux/core';
import type { Plan, Snapshot, Table, TableName } from '@flux/core';
import { qualified, quoteIdentifier } from '@flux/postgres';
import { Client } from 'pg';
import { shapeOf } from './shape.ts';
import type { Shape, ShapeColumn } from './shape.ts';
import { seeded, valueFor } from './values.ts';

const chunk = 200;

/** Random rows for the plan's tables and the tables they refer to, parents first. */
export async function seedRows(url: string, plan: Plan, before: Snapshot, rows: number, seed: number): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'flux-verify-seed' });
  await client.connect();
  const random = seeded(seed);
  try {
    for (const table of parentsFirst(plan.tables, before)) {
      const shape = shapeOf('old', table, []);
      for (let done = 0; done < rows; done += chunk) {
        await insertChunk(client, shape, Math.min(chunk, rows - done), rows, random);
      }
      await client.query(`ANALYZE ${qualified(table)}`);
    }
  } finally {
    await client.end();
  }
}

async function insertChunk(
  client: Client,
  shape: Shape,
  count: number,
  rows: number,
  random: () => number,
): Promise<void> {
  if (shape.columns.length === 0) {
    for (let i = 0; i < count; i += 1) await client.query(`INSERT INTO ${qualified(shape.table)} DEFAULT VALUES`);
    return;
  }
  const values: (string | null)[] = [];
  const rowsSql = Array.from({ length: count }, () => {
    const places = shape.columns.map((column) => {
      if (column.references) return parentKey(column, rows, random);
      values.push(valueFor(column, random));
      return `$${values.length}::${column.type}`;
    });
    return `(${places.join(', ')})`;
  });
  const columns = shape.columns.map((column) => quoteIdentifier(column.name)).join(', ');
  await client.query(`INSERT INTO ${qualified(shape.table)} (${columns}) VALUES ${rowsSql.join(', ')}`, values);
}

const parentKey = (column: ShapeColumn, rows: number, random: () => number): string => {
  const { table, column: key } = column.references!;
  const name = quoteIdentifier(key);
  return `(SELECT ${name} FROM ${qualified(table)} ORDER BY ${name} LIMIT 1 OFFSET ${Math.floor(random() * Math.min(rows, 20))})`;
};

function parentsFirst(tables: readonly TableName[], before: Snapshot): readonly Table[] {
  const ordered: Table[] = [];
  const visit = (name: TableName, path: readonly string[]): void => {
    const table = findTable(before, name);
    if (!table || ordered.some((t) => sameTable(t, name)) || path.includes(tableLabel(name))) return;
    for (const constraint of table.constraints) {
      if (constraint.kind === 'foreignKey') visit(constraint.references, [...path, tableLabel(name)]);
    }
    ordered.push(table);
  };
  for (const table of tables) visit(table, []);
  return ordered;
}
