import type { Action } from '../actions/types.ts';
import { FluxError } from '../errors.ts';
import type { Operation } from '../operations/types.ts';
import {
  constraintColumns,
  expressionColumns,
  findTable,
  getTable,
  indexColumns,
  sameTable,
  tableLabel,
} from '../schema/lookup.ts';
import type { Snapshot, TableName } from '../schema/snapshot.ts';

interface Touch {
  readonly table: TableName;
  readonly column: string;
  readonly kind: Operation['kind'];
}

/** Changes of one column that Flux can only make one after the other. */
const exclusive: ReadonlySet<Operation['kind']> = new Set(['renameColumn', 'changeType', 'dropColumn', 'addColumn']);
/** Their strategies read the column as it was: a statement that is passed through would change it under them. */
const alone: ReadonlySet<Operation['kind']> = new Set(['renameColumn', 'changeType', 'dropColumn']);

const conflict = (a: Touch, b: Touch): boolean =>
  sameTable(a.table, b.table) &&
  a.column === b.column &&
  ((exclusive.has(a.kind) && exclusive.has(b.kind)) ||
    (alone.has(a.kind) && b.kind === 'unknown') ||
    (a.kind === 'unknown' && alone.has(b.kind)));

/** @throws FluxError UNSUPPORTED_CHANGE, PLAN_CONFLICT */
export function refuseConflicts(operations: readonly Operation[], snapshot: Snapshot): void {
  const touches = operations.map((operation) => touched(operation, snapshot));
  for (const [i, own] of touches.entries()) {
    const later = touches.slice(i + 1).flat();
    for (const touch of own) {
      const other = later.find((t) => conflict(touch, t));
      if (other === undefined) continue;
      throw new FluxError(
        'UNSUPPORTED_CHANGE',
        `The migration changes ${tableLabel(touch.table)}.${touch.column} twice (${words(touch)} and ${words(other)}).`,
        'Make it two migrations: the second one after the first is contracted.',
        { table: tableLabel(touch.table), column: touch.column },
      );
    }
  }
  for (const table of touchedTables(operations)) {
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

const words = ({ kind }: Touch): string => (kind === 'unknown' ? 'a statement that is run as written' : kind);

function touched(operation: Operation, snapshot: Snapshot): readonly Touch[] {
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
      return [];
    case 'unknown':
      return operation.direct
        .flatMap((action) => (action.kind === 'verbatim' ? action.effect : []))
        .flatMap((action) =>
          'table' in action ? columnsOf(action, snapshot).map((column) => ({ table: action.table, column, kind })) : [],
        );
  }
}

/** Columns that one clause changes, constrains or frees. */
function columnsOf(action: Action, snapshot: Snapshot): readonly string[] {
  if (action.kind === 'addColumn') return [action.column.name];
  if (action.kind === 'addCheck') return expressionColumns(action.expression);
  if (action.kind === 'createIndex') return indexColumns(action.index);
  if (action.kind === 'renameColumn') return [action.from, action.to];
  if (action.kind === 'dropConstraint' || action.kind === 'validateConstraint' || action.kind === 'renameConstraint') {
    const name = action.kind === 'renameConstraint' ? action.from : action.name;
    const constraint = findTable(snapshot, action.table)?.constraints.find((c) => c.name === name);
    return constraint ? constraintColumns(constraint) : [];
  }
  return 'column' in action ? [action.column] : [];
}

/** Tables that the operations, and what is known of the statements as written, work on; each once. */
export function touchedTables(operations: readonly Operation[]): readonly TableName[] {
  const names: TableName[] = [];
  const tables = operations.flatMap((operation) =>
    'table' in operation
      ? [operation.table]
      : operation.direct.flatMap((action) =>
          action.kind === 'verbatim' ? action.effect.flatMap((a) => ('table' in a ? [a.table] : [])) : [],
        ),
  );
  for (const { schema, name } of tables) {
    if (!names.some((n) => sameTable(n, { schema, name }))) names.push({ schema, name });
  }
  return names;
}
