import type { Operation, Plan } from '@flux/core';
import { postgresDriver, qualified, quoteIdentifier } from '@flux/postgres';
import type { Expression } from '@flux/core';

/**
 * What the user's tool would have run, in a form that a database with rows accepts: the fills that NOT NULL needs come
 * first, and a rename that arrived as DROP + ADD is a rename.
 */
export function directStatements(plan: Plan): readonly string[] {
  const replaced = new Set(plan.operations.filter(needsOtherForm).flatMap((operation) => operation.statements));
  const prepared = plan.operations.flatMap(preparation);
  return [...prepared, ...plan.source.filter((_, index) => !replaced.has(index))];
}

export async function runDirect(url: string, plan: Plan): Promise<void> {
  const session = await postgresDriver.connect(url);
  try {
    for (const statement of directStatements(plan)) await session.query(statement);
  } finally {
    await session.end();
  }
}

const needsOtherForm = (operation: Operation): boolean =>
  (operation.kind === 'renameColumn' && operation.statements.length > 1) ||
  (operation.kind === 'addColumn' && operation.fill !== null);

function preparation(operation: Operation): readonly string[] {
  if (operation.kind === 'setNotNull' && operation.fill !== null) {
    return [fill(qualified(operation.table), operation.column, operation.fill)];
  }
  if (!needsOtherForm(operation)) return [];
  if (operation.kind === 'renameColumn') {
    const { table, from, to } = operation;
    return [`ALTER TABLE ${qualified(table)} RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`];
  }
  if (operation.kind !== 'addColumn') return [];
  const { table, column } = operation;
  return [
    `ALTER TABLE ${qualified(table)} ADD COLUMN ${quoteIdentifier(column.name)} ${column.type}`,
    fill(qualified(table), column.name, operation.fill!),
    `ALTER TABLE ${qualified(table)} ALTER COLUMN ${quoteIdentifier(column.name)} SET NOT NULL`,
  ];
}

const fill = (table: string, column: string, value: Expression): string =>
  `UPDATE ${table} SET ${quoteIdentifier(column)} = ${value.map((part) => (typeof part === 'string' ? part : quoteIdentifier(part.column))).join('')} WHERE ${quoteIdentifier(column)} IS NULL`;
