import { FluxError } from '../errors.ts';
import type { Operation } from '../operations/types.ts';
import { getTable, sameTable, tableLabel } from '../schema/lookup.ts';
import type { Snapshot, TableName } from '../schema/snapshot.ts';

interface Touch {
  readonly table: TableName;
  readonly column: string;
  readonly kind: Operation['kind'];
}

/** Changes of one column that Flux can only make one after the other. */
const exclusive: ReadonlySet<Operation['kind']> = new Set(['renameColumn', 'changeType', 'dropColumn', 'addColumn']);

/** @throws FluxError UNSUPPORTED_CHANGE, PLAN_CONFLICT */
export function refuseConflicts(operations: readonly Operation[], snapshot: Snapshot): void {
  const touches = operations.flatMap(touched).filter((touch) => exclusive.has(touch.kind));
  for (const [i, touch] of touches.entries()) {
    const other = touches.slice(i + 1).find((t) => sameTable(t.table, touch.table) && t.column === touch.column);
    if (other) {
      throw new FluxError(
        'UNSUPPORTED_CHANGE',
        `The migration changes ${tableLabel(touch.table)}.${touch.column} twice (${touch.kind} and ${other.kind}).`,
        'Make it two migrations: the second one after the first is contracted.',
        { table: tableLabel(touch.table), column: touch.column },
      );
    }
  }
  for (const { table } of operations.flatMap(touched)) {
    const syncs = snapshot.tables.some((t) => sameTable(t, table)) ? getTable(snapshot, table).syncs : [];
    if (syncs.length === 0) continue;
    throw new FluxError(
      'PLAN_CONFLICT',
      `Another plan in flight keeps columns of ${tableLabel(table)} equal (${syncs.map((s) => `${s.source}, ${s.target}`).join('; ')}).`,
      'Finish or roll back that plan first: run status.',
      { table: tableLabel(table) },
    );
  }
}

function touched(operation: Operation): readonly Touch[] {
  const { kind } = operation;
  switch (kind) {
    case 'renameColumn':
      return [operation.from, operation.to].map((column) => ({ table: operation.table, column, kind }));
    case 'addColumn':
      return [{ table: operation.table, column: operation.column.name, kind }];
    case 'setNotNull':
    case 'changeType':
    case 'dropColumn':
      return [{ table: operation.table, column: operation.column, kind }];
    case 'addIndex':
    case 'unknown':
      return [];
  }
}

/** Tables the operations work on, each once. */
export function touchedTables(operations: readonly Operation[]): readonly TableName[] {
  const names: TableName[] = [];
  for (const operation of operations) {
    if (!('table' in operation)) continue;
    const { schema, name } = operation.table;
    if (!names.some((n) => sameTable(n, operation.table))) names.push({ schema, name });
  }
  return names;
}
