import type { Dialect } from '../dialect.ts';
import type { Release } from '../plan/types.ts';
import { column as reference, tableLabel } from '../schema/lookup.ts';
import type { TableName } from '../schema/snapshot.ts';
import type { DraftActions, DraftCheck } from './types.ts';

/**
 * NOT NULL without a scan under a strong lock: a CHECK for new rows, validated while writes go on, proves it; then the
 * CHECK goes, in a statement of its own (in one statement with SET NOT NULL it is dropped first and proves nothing).
 * Source: docs/facts/postgres.md A5, A6.
 */
export function setNotNullProven(
  dialect: Dialect,
  table: TableName,
  column: string,
  place: { readonly after: Release | null; readonly safeUntil: Release | null },
): DraftActions {
  const name = dialect.helperName(`${table.name}_${column}`, 'flux_not_null');
  return {
    kind: 'actions',
    ...place,
    slot: 'constrain',
    title: `Set ${table.name}.${column} NOT NULL, proven first`,
    actions: [
      { kind: 'addCheck', table, name, expression: [...reference(column), ' IS NOT NULL'], validated: false },
      { kind: 'validateConstraint', table, name },
      { kind: 'setNotNull', table, column },
      { kind: 'dropConstraint', table, name },
    ],
  };
}

/** Counted before the constraint: it would refuse these rows, and from then on every write of them. */
export function noNullLeft(dialect: Dialect, table: TableName, column: string, after: Release | null): DraftCheck {
  const label = `${table.name}.${column}`;
  return {
    kind: 'check',
    after,
    slot: 'verify',
    title: `No NULL left in ${label}`,
    checkpoint: dialect.countRows(
      table,
      [...reference(column), ' IS NULL'],
      `rows with NULL in ${tableLabel(table)}.${column}`,
    ),
    remedy: `Give a value for them: --fill "${label}=<SQL expression over the row>", and plan again.`,
  };
}
