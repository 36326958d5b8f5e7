import { renameColumns, updateColumn, updateTable } from '../schema/edit.ts';
import { getColumn } from '../schema/lookup.ts';
import { undoneBy } from './inverse.ts';
import type { Action, ActionDefinition } from './types.ts';

export const exchangeColumns: ActionDefinition<'exchangeColumns'> = {
  kind: 'exchangeColumns',
  apply: (snapshot, { table, column, shadow, retired, before, after, default: expression }) => {
    const renamed = renameColumns(snapshot, table, { [column]: retired, [shadow]: column });
    const named = updateColumn(renamed, table, column, (c) => ({ ...c, default: expression }));
    const relaxed = updateColumn(named, table, retired, (c) => ({ ...c, default: null, nullable: true }));
    return updateTable(relaxed, table, (t) => ({
      ...t,
      syncs: t.syncs.map((s) => (s.source === before.source && s.target === before.target ? after : s)),
    }));
  },
  invert: (snapshot, { table, column, shadow, retired, before, after }) => {
    const was = getColumn(snapshot, table, column);
    const notNull = [
      ...(was.nullable ? [] : [column]),
      // What was proven of the shadow has to hold when the names are exchanged again.
      ...(getColumn(snapshot, table, shadow).nullable ? [] : [shadow]),
    ];
    const back: Action = {
      kind: 'exchangeColumns',
      table,
      column,
      shadow: retired,
      retired: shadow,
      before: after,
      after: before,
      default: was.default,
    };
    return undoneBy(back, ...notNull.map((name): Action => ({ kind: 'setNotNull', table, column: name })));
  },
  describe: ({ table, column, shadow }) => `exchange the names of ${table.name}.${column} and ${shadow}`,
};
