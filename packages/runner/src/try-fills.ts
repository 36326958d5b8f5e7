import { FluxError, findColumn, findTable, tableLabel } from '@flux/core';
import type { Dialect, Driver, Operation, Plan, Session, Snapshot } from '@flux/core';

/**
 * Every fill is tried on live rows before anything is written: an expression that names a missing column, or gives NULL,
 * would otherwise be found out in the middle of the migration.
 * @throws FluxError FILL_FAILS
 */
export async function tryFills(
  driver: Driver,
  session: Session,
  dialect: Dialect,
  plan: Plan,
  snapshot: Snapshot,
): Promise<void> {
  for (const operation of plan.operations) {
    const query = trialOf(operation, dialect, snapshot);
    if (query === null) continue;
    const { table, column, sql } = query;
    const answer = `--fill "${table.name}.${column}=<SQL expression over the row>"`;
    const data = { table: tableLabel(table), column, answer: 'fill' };
    const [row] = await session.query<{ rows: string; nulls: string }>(sql).catch((error: unknown) => {
      const { error: native } = driver.classify(error);
      throw new FluxError(
        'FILL_FAILS',
        `The fill for ${tableLabel(table)}.${column} cannot be evaluated: ${native.message}.`,
        `Mend it: ${answer}.`,
        data,
      );
    });
    if (row === undefined || row.nulls === '0') continue;
    throw new FluxError(
      'FILL_FAILS',
      `The fill for ${tableLabel(table)}.${column} gives NULL for ${row.nulls} of the ${row.rows} rows it was tried on.`,
      `Give every row a value, for instance with coalesce(...): ${answer}.`,
      { ...data, ...row },
    );
  }
}

function trialOf(operation: Operation, dialect: Dialect, snapshot: Snapshot) {
  if ((operation.kind !== 'addColumn' && operation.kind !== 'setNotNull') || operation.fill === null) return null;
  const { table, fill } = operation;
  const owner = findTable(snapshot, table);
  if (!owner) return null;
  if (operation.kind === 'addColumn') {
    const { name, type } = operation.column;
    return { table, column: name, sql: dialect.trial(table, fill, type, null) };
  }
  const { column } = operation;
  const was = findColumn(owner, column);
  // Under a name that the same migration gives it, the column is not there yet.
  return was ? { table, column, sql: dialect.trial(table, fill, was.type, [{ column }, ' IS NULL']) } : null;
}
