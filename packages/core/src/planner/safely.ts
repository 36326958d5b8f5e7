import type { Action, ActionKind } from '../actions/types.ts';
import { applyActions } from '../actions/index.ts';
import type { BatchSettings, SqlUnit } from '../plan/types.ts';
import type { CompileContext, Dialect } from '../dialect.ts';
import { column as reference, findColumn, findTable, sameTable, expressionColumns } from '../schema/lookup.ts';
import type { Snapshot, Table } from '../schema/snapshot.ts';

/** Kinds that cannot share a transaction with others: they run long, or outside any. */
const longRunning: ReadonlySet<ActionKind> = new Set([
  'createIndex',
  'validateConstraint',
  'fillColumns',
  'archiveColumn',
  'restoreColumn',
  'verbatim',
]);

const standsAlone = (action: Action): boolean =>
  longRunning.has(action.kind) || (action.kind === 'dropIndex' && action.concurrently);

/**
 * Compiles actions into units in which no strong lock is held for longer than a catalogue change: what may share a
 * transaction does, what runs long stands alone, and SET NOT NULL comes with the proof that spares its scan.
 */
export function compileSafely(
  dialect: Dialect,
  actions: readonly Action[],
  before: Snapshot,
  batch: BatchSettings,
  context: CompileContext,
): readonly SqlUnit[] {
  const units: SqlUnit[] = [];
  let state = before;
  for (const group of groups(withProofs(dialect, actions, before))) {
    const [only] = group;
    const at = { ...context, unit: units.length };
    if (only?.kind === 'fillColumns' || only?.kind === 'restoreColumn' || only?.kind === 'archiveColumn') {
      units.push(...dialect.backfill(only, state, batch, at).inline);
    } else {
      units.push(...dialect.compile(group, state, at));
    }
    state = applyActions(state, group);
  }
  return units;
}

function groups(actions: readonly Action[]): readonly (readonly Action[])[] {
  const result: Action[][] = [];
  for (const action of actions) {
    const last = result.at(-1);
    const together =
      last !== undefined && !standsAlone(action) && !standsAlone(last[0]!) && onOneTable(last[0]!, action);
    if (together) last.push(action);
    else result.push([action]);
  }
  return result;
}

const onOneTable = (a: Action, b: Action): boolean => !('table' in a) || !('table' in b) || sameTable(a.table, b.table);

function withProofs(dialect: Dialect, actions: readonly Action[], before: Snapshot): readonly Action[] {
  let state = before;
  return actions.flatMap((action): readonly Action[] => {
    const table = action.kind === 'setNotNull' ? findTable(state, action.table) : undefined;
    state = applyActions(state, [action]);
    if (action.kind !== 'setNotNull' || !table || isProven(table, action.column)) return [action];
    const name = dialect.helperName(`${table.name}_${action.column}`, 'flux_not_null');
    return [
      {
        kind: 'addCheck',
        table: action.table,
        name,
        expression: [...reference(action.column), ' IS NOT NULL'],
        validated: false,
      },
      { kind: 'validateConstraint', table: action.table, name },
      action,
      { kind: 'dropConstraint', table: action.table, name },
    ];
  });
}

/** A validated CHECK that is nothing but `column IS NOT NULL`, or the column is NOT NULL already. */
function isProven(table: Table, name: string): boolean {
  if (findColumn(table, name)?.nullable === false) return true;
  return table.constraints.some(
    (c) =>
      c.kind === 'check' &&
      c.validated &&
      expressionColumns(c.expression).length === 1 &&
      expressionColumns(c.expression)[0] === name &&
      /^\(* IS NOT NULL\)*$/i.test(c.expression.filter((part) => typeof part === 'string').join('')),
  );
}
