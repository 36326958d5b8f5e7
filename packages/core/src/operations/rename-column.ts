import { FluxError } from '../errors.ts';
import { findColumn, getColumn, getTable, sameTable, tableLabel } from '../schema/lookup.ts';
import { claimEach, namesTable } from './claims.ts';
import type { Claim, OperationDefinition } from './types.ts';

export const renameColumn: OperationDefinition<'renameColumn'> = {
  kind: 'renameColumn',
  summary: 'Rename a column',
  danger: 'Every request of the old application version that names the column fails from that moment on.',
  instead:
    'Flux adds the new column beside the old one, keeps both equal while both versions run, and drops the old one ' +
    'when the old version is gone.',
  example: 'ALTER TABLE users RENAME COLUMN name TO display_name',
  recognise: (context) => [
    ...claimEach<'renameColumn', 'renameColumn'>(context, 'renameColumn', ({ table, from, to }) => ({
      kind: 'renameColumn',
      table,
      from,
      to,
    })),
    ...renamesByDropAndAdd(context),
  ],
  check: ({ table, from, to }, snapshot) => {
    getColumn(snapshot, table, from);
    if (findColumn(getTable(snapshot, table), to)) {
      throw new FluxError(
        'NAME_TAKEN',
        `Table ${tableLabel(table)} already has a column ${to}.`,
        'The migration may have been applied already, or another plan is in flight: run status.',
        { table: tableLabel(table), column: to },
      );
    }
    return [];
  },
};

/** Tools that do not know renames emit DROP + ADD: one operation where the user's answer says so. */
function renamesByDropAndAdd({
  clauses,
  renames,
}: Parameters<typeof renameColumn.recognise>[0]): readonly Claim<'renameColumn'>[] {
  return renames.flatMap(({ table: written, from, to }) => {
    const dropAt = clauses.findIndex(
      ({ action }) => action.kind === 'dropColumn' && action.column === from && namesTable(written, action.table),
    );
    const drop = clauses[dropAt]?.action;
    if (drop?.kind !== 'dropColumn') return [];
    const addAt = clauses.findIndex(
      ({ action }) => action.kind === 'addColumn' && action.column.name === to && sameTable(action.table, drop.table),
    );
    if (addAt < 0) return [];
    return [{ clauses: [dropAt, addAt], operation: { kind: 'renameColumn', table: drop.table, from, to } }];
  });
}
