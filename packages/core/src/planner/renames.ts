import type { Dialect, ParsedStatement } from '../dialect.ts';
import { FluxError } from '../errors.ts';
import type { Operation, OperationOf } from '../operations/types.ts';
import type { Hazard } from '../plan/types.ts';
import { getColumn, getTable, sameTable, tableLabel } from '../schema/lookup.ts';
import type { Column, Snapshot } from '../schema/snapshot.ts';

/**
 * A rename that arrived as DROP + ADD may hide another change: the added column's type, NOT NULL or default. A rename
 * keeps the old ones, so the other change would be lost without a word.
 * @throws FluxError UNSUPPORTED_CHANGE
 */
export function checkRenames(
  operations: readonly Operation[],
  statements: readonly ParsedStatement[],
  snapshot: Snapshot,
  dialect: Dialect,
): readonly Hazard[] {
  return operations.flatMap((operation) => {
    if (operation.kind !== 'renameColumn') return [];
    const added = addedColumn(operation, statements);
    if (added === null) return [];
    const { table, from, to } = operation;
    const was = getColumn(snapshot, table, from);
    const label = `${tableLabel(table)}.${from}`;
    const changes = [
      ...(was.type === added.type || dialect.typeChange(getTable(snapshot, table), was, added.type, null).way === 'same'
        ? []
        : [`type ${was.type} → ${added.type}`]),
      ...(was.nullable === added.nullable ? [] : [added.nullable ? 'allows NULL' : 'NOT NULL']),
      ...((was.default === null) === (added.default === null)
        ? []
        : [added.default === null ? 'no default' : `default ${added.default}`]),
    ];
    if (changes.length > 0) {
      throw new FluxError(
        'UNSUPPORTED_CHANGE',
        `${label} is renamed to ${to} and changed at once (${changes.join(', ')}).`,
        'Make it two migrations: the rename first, the change after it is contracted.',
        { table: tableLabel(table), from, to, changes },
      );
    }
    if (was.default === added.default) return [];
    // Both have one; whether two expressions are the same one is the engine's to say.
    return [
      {
        code: 'RENAME_KEEPS_DEFAULT',
        message: `${label} keeps its default ${was.default} as ${to}; the migration writes ${added.default}.`,
        advice: 'If they differ, set the new default in a migration of its own, after this one is contracted.',
        step: null,
      },
    ];
  });
}

/** The ADD of a rename by DROP + ADD; null: it was a plain rename. */
function addedColumn(
  { table, to, statements: positions }: OperationOf<'renameColumn'>,
  statements: readonly ParsedStatement[],
): Column | null {
  for (const position of positions) {
    for (const action of statements[position]?.actions ?? []) {
      if (action.kind === 'addColumn' && action.column.name === to && sameTable(action.table, table)) {
        return action.column;
      }
    }
  }
  return null;
}
