import { cannotCarry, dependentsOf, stopAtDependents } from '../schema/dependents.ts';
import type { ColumnChange } from '../schema/dependents.ts';
import { getTable, tableLabel } from '../schema/lookup.ts';
import type { Snapshot, TableName } from '../schema/snapshot.ts';

/**
 * stopAtDependents, and what only a closer look tells: a deferrable constraint cannot be carried, since its twin would be
 * checked at once and refuse what the first one permits for a moment; a function whose body is compiled when it is made
 * holds the column fast.
 * @throws FluxError DEPENDENT_STOPS
 */
export function stopAtUncarried(snapshot: Snapshot, table: TableName, column: string, change: ColumnChange): void {
  stopAtDependents(snapshot, table, column, change);
  const compiled = snapshot.functions.filter((f) => f.body === f.definition).map((f) => `${tableLabel(f)}(`);
  const functions = dependentsOf(snapshot, table, column).flatMap((edge) =>
    edge.kind === 'functionBody' && compiled.some((name) => edge.name.includes(name)) ? edge.name : [],
  );
  const deferrable =
    change === 'drop'
      ? []
      : getTable(snapshot, table).constraints.flatMap((c) =>
          c.kind === 'unique' && c.columns.includes(column) && /\bDEFERRABLE\b/.test(c.definition)
            ? `deferrable constraint ${c.name}`
            : [],
        );
  const names = [...functions, ...deferrable];
  if (names.length === 0) return;
  throw cannotCarry(table, column, change, names);
}
