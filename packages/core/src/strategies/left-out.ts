import type { Action } from '../actions/types.ts';
import type { Dialect } from '../dialect.ts';
import { FluxError } from '../errors.ts';
import type { Hazard } from '../plan/types.ts';
import { constraintColumns, indexColumns, plainColumn, tableLabel } from '../schema/lookup.ts';
import type { Column, Index, Table } from '../schema/snapshot.ts';

/**
 * What must go before a version comes that no longer names the column: NOT NULL without a default, CHECKs that need a
 * value in it, and a default that is the same in every row under a unique index. All of it would go with the column.
 * @throws FluxError DEPENDENT_STOPS where rows without the column would refuse each other whatever is done
 */
export function leftOut(
  dialect: Dialect,
  table: Table,
  column: Column,
): { readonly actions: readonly Action[]; readonly hazards: readonly Hazard[] } {
  const on = { table: { schema: table.schema, name: table.name } };
  const label = `${table.name}.${column.name}`;
  const checks = table.constraints.filter((c) => c.kind === 'check' && constraintColumns(c).includes(column.name));
  const unique = table.indexes.filter((index) => index.unique && indexColumns(index).includes(column.name));
  const sameInAll = column.default !== null && dialect.isInstantDefault(column.default);
  const dropsDefault = sameInAll && unique.some((index) => isKey(index, column.name));
  const isNull = column.default === null || dropsDefault;
  if (isNull) stopAtEqualNulls(table, column.name, unique);
  const dropsNotNull = !column.nullable && isNull;
  const hazards: Hazard[] = [];
  if (dropsNotNull) {
    hazards.push({
      code: 'OLD_VERSION_READS_NULL',
      message: `While both versions run, the old one reads NULL in ${label} of rows that the new one inserts.`,
      advice: 'Make the old version tolerate it, or keep the window short.',
      step: null,
    });
  }
  if (dropsDefault) {
    hazards.push({
      code: 'DEFAULT_GOES_EARLY',
      message: `While both versions run, inserts of the old one that leave out ${label} get NULL, no longer ${column.default}: under its unique index the new version's second insert would fail.`,
      advice: 'Make the old version name the column or tolerate NULL, or keep the window short.',
      step: null,
    });
  }
  if (checks.length > 0) {
    hazards.push({
      code: 'CHECK_GOES_EARLY',
      message: `While both versions run, ${checks.map(({ name }) => name).join(', ')} on ${tableLabel(table)} no longer ${checks.length === 1 ? 'checks' : 'check'} what is written: ${label} is part of it, and the new version leaves that out.`,
      advice: 'What of it must go on holding belongs into a CHECK of its own that does not name the column.',
      step: null,
    });
  }
  const computed = unique.filter((index) => isNull && !isKey(index, column.name));
  if (computed.length > 0) {
    hazards.push({
      code: 'UNIQUE_OVER_LEFT_OUT',
      message: `While both versions run, ${computed.map(({ name }) => name).join(', ')} may refuse rows that the new version inserts: it is unique over an expression or a condition with ${label}, which is NULL in them.`,
      advice: 'Where the expression makes a value out of NULL, drop the index in a migration of its own first.',
      step: null,
    });
  }
  return {
    actions: [
      ...checks.map(({ name }): Action => ({ kind: 'dropConstraint', ...on, name })),
      ...(dropsDefault ? [{ kind: 'dropDefault', ...on, column: column.name } as const] : []),
      ...(dropsNotNull ? [{ kind: 'dropNotNull', ...on, column: column.name } as const] : []),
    ],
    hazards,
  };
}

const isKey = (index: Index, column: string): boolean =>
  index.keys.some((key) => plainColumn(key.expression) === column);

function stopAtEqualNulls(table: Table, column: string, unique: readonly Index[]): void {
  const names = unique.filter((index) => index.nullsNotDistinct && isKey(index, column)).map(({ name }) => name);
  if (names.length === 0) return;
  throw new FluxError(
    'DEPENDENT_STOPS',
    `${tableLabel(table)}.${column} cannot be dropped safely yet: ${names.join(', ')} takes NULLs as equal, and refuses the second row that leaves the column out.`,
    'Drop that index first, in a migration of its own.',
    { table: tableLabel(table), column, change: 'drop', dependents: names },
  );
}
