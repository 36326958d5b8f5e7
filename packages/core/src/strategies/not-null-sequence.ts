import type { Dialect } from '../dialect.ts';
import type { Release } from '../plan/types.ts';
import { column as reference, tableLabel } from '../schema/lookup.ts';
import type { TableName } from '../schema/snapshot.ts';
import type { Draft } from './types.ts';

/**
 * NOT NULL without a scan under a strong lock: a CHECK for new rows, validated while writes go on, proves it; then the
 * CHECK goes, in a statement of its own (in one statement with SET NOT NULL it is dropped first and proves nothing).
 * Source: shared facts A5, A6.
 */
export function notNullSequence(
  dialect: Dialect,
  table: TableName,
  column: string,
  after: Release | null,
  safeUntil: Release | null,
): readonly Draft[] {
  const name = dialect.helperName(`${table.name}_${column}`, 'flux_not_null');
  const label = `${table.name}.${column}`;
  return [
    {
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
    },
    {
      kind: 'actions',
      after,
      slot: 'constrain',
      title: `Refuse new NULLs in ${label}`,
      actions: [
        { kind: 'addCheck', table, name, expression: [...reference(column), ' IS NOT NULL'], validated: false },
      ],
      safeUntil,
    },
    {
      kind: 'actions',
      after,
      slot: 'validate',
      title: `Prove that ${label} holds no NULL`,
      actions: [{ kind: 'validateConstraint', table, name }],
      safeUntil,
    },
    {
      kind: 'actions',
      after,
      slot: 'enforce',
      title: `Set ${label} NOT NULL`,
      actions: [
        { kind: 'setNotNull', table, column },
        { kind: 'dropConstraint', table, name },
      ],
      safeUntil,
    },
  ];
}
