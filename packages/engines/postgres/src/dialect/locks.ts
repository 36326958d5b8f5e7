import { getTable, tableLabel } from '@flux/core';
import type { Action, ActionKind, Lock, Snapshot } from '@flux/core';
import { lockTimeoutMs } from './guard.ts';

type Mode = 'AccessExclusiveLock' | 'ShareRowExclusiveLock' | 'ShareUpdateExclusiveLock' | 'RowExclusiveLock' | 'none';

/**
 * Strongest lock on the table itself, as measured. Source: docs/facts/postgres.md, rows of A and B by the ids in `source`.
 * Lock and cost knowledge is data: no logic in here.
 */
export const lockModes: Readonly<Record<ActionKind, { mode: Mode; held: Lock['held']; source: string }>> = {
  addColumn: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'add_col_null, add_col_const_default' },
  dropColumn: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'drop_col' },
  renameColumn: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'rename_col' },
  setNotNull: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'set_nn_valid_check_exact' },
  dropNotNull: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'drop_nn' },
  handOverNotNull: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'drop_nn, rename_constraint' },
  renameNotNull: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'rename_constraint' },
  allowDivergence: { mode: 'none', held: 'milliseconds', source: 'runs nothing' },
  setDefault: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'set_default' },
  dropDefault: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'drop_default' },
  changeType: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'type_varchar_grow (in place only)' },
  setComment: { mode: 'ShareUpdateExclusiveLock', held: 'milliseconds', source: 'A27' },
  addCheck: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'add_check_not_valid' },
  validateConstraint: { mode: 'ShareUpdateExclusiveLock', held: 'while it runs', source: 'validate_check' },
  dropConstraint: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'drop_check' },
  renameConstraint: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'rename_constraint' },
  createIndex: { mode: 'ShareUpdateExclusiveLock', held: 'while it runs', source: 'create_index_concurrently' },
  dropIndex: { mode: 'ShareUpdateExclusiveLock', held: 'while it runs', source: 'drop_index_concurrently' },
  renameIndex: { mode: 'none', held: 'milliseconds', source: 'rename_index (locks the index only)' },
  promoteIndex: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'add_unique_using_index' },
  addSync: { mode: 'ShareRowExclusiveLock', held: 'milliseconds', source: 'create_trigger (A28)' },
  dropSync: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'drop_trigger (A28)' },
  exchangeColumns: { mode: 'AccessExclusiveLock', held: 'milliseconds', source: 'rename_col' },
  recreateFunction: { mode: 'none', held: 'milliseconds', source: 'no lock on tables' },
  fillColumns: { mode: 'RowExclusiveLock', held: 'while it runs', source: 'UPDATE' },
  archiveColumn: { mode: 'none', held: 'while it runs', source: 'SELECT' },
  restoreColumn: { mode: 'RowExclusiveLock', held: 'while it runs', source: 'UPDATE' },
  dropArchive: { mode: 'none', held: 'milliseconds', source: 'in schema flux only' },
  verbatim: { mode: 'none', held: 'while it runs', source: 'not known' },
};

const blocks: Readonly<Record<Mode, Lock['blocks']>> = {
  AccessExclusiveLock: 'reads and writes',
  ShareRowExclusiveLock: 'writes',
  ShareUpdateExclusiveLock: 'schema changes',
  RowExclusiveLock: 'nothing',
  none: 'nothing',
};

export function locksOf(action: Action, before: Snapshot): readonly Lock[] {
  if (!('table' in action)) return [];
  const { held } = lockModes[action.kind];
  const mode = modeOf(action, before);
  if (mode === 'none') return [];
  const waits = mode === 'AccessExclusiveLock' || mode === 'ShareRowExclusiveLock' || mode === 'RowExclusiveLock';
  // A batch holds its rows' locks until it commits, and stays far below deadlock_timeout.
  return [
    { object: tableLabel(action.table), mode, blocks: blocks[mode], held, waitBoundMs: waits ? lockTimeoutMs : null },
  ];
}

/** Triggers of a synced table exist already: then only their functions are replaced, and no lock is taken. */
function modeOf(action: Extract<Action, { table: unknown }>, before: Snapshot): Mode {
  if (action.kind === 'addSync' && getTable(before, action.table).syncs.length > 0) return 'none';
  if (action.kind === 'dropSync' && getTable(before, action.table).syncs.length > 1) return 'none';
  if (action.kind === 'dropIndex' && !action.concurrently) return 'AccessExclusiveLock';
  return lockModes[action.kind].mode;
}
