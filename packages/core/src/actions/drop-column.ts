import { removeColumn } from '../schema/edit.ts';
import { constraintColumns, getColumn, getTable, indexColumns, tableLabel } from '../schema/lookup.ts';
import type { Action, ActionDefinition } from './types.ts';

export const dropColumn: ActionDefinition<'dropColumn'> = {
  kind: 'dropColumn',
  apply: (snapshot, { table, column }) => removeColumn(snapshot, table, column),
  /** Puts the column back nullable and fills it; what hung on it comes after, NOT NULL last. */
  invert: (before, { table, column, recover }) => {
    const was = getColumn(before, table, column);
    const owner = getTable(before, table);
    const lost = `values of ${table.name}.${column}`;
    // Without its default, which would be put into every row before the values come back.
    const actions: Action[] = [
      { kind: 'addColumn', table, column: { ...was, nullable: true, default: null, comment: null } },
    ];
    if (was.default !== null) actions.push({ kind: 'setDefault', table, column, expression: was.default });
    if (was.comment !== null) actions.push({ kind: 'setComment', table, column, comment: was.comment });
    if (recover?.from === 'expression') {
      actions.push({
        kind: 'fillColumns',
        table,
        set: [{ column, value: recover.value }],
        // A sync that comes back with the column has filled what was written since.
        where: [{ column }, ' IS NULL AND (', ...recover.value, ') IS NOT NULL'],
        quiet: true,
      });
    } else if (recover?.from === 'archive') {
      actions.push({ kind: 'restoreColumn', table, column, from: recover.name });
      // What is not in the archive came in without the column, and held the default.
      if (!was.nullable && was.default !== null) {
        actions.push({
          kind: 'fillColumns',
          table,
          set: [{ column, value: [was.default] }],
          where: [{ column }, ' IS NULL'],
          quiet: false,
        });
      }
    }
    const constraintIndexes = new Set<string>();
    for (const constraint of owner.constraints) {
      if (!constraintColumns(constraint).includes(column)) continue;
      if (constraint.kind === 'check') {
        const { name, expression, validated } = constraint;
        actions.push({ kind: 'addCheck', table, name, expression, validated: false });
        if (validated) actions.push({ kind: 'validateConstraint', table, name });
      } else if (constraint.kind === 'unique') {
        constraintIndexes.add(constraint.index);
        const index = owner.indexes.find((i) => i.name === constraint.index);
        if (index) actions.push({ kind: 'createIndex', table, index, concurrently: true });
        actions.push({ kind: 'promoteIndex', table, index: constraint.index, name: constraint.name });
      } else {
        return {
          actions: [],
          loses: null,
          irreversible: `${constraint.kind} ${constraint.name} on ${tableLabel(table)} would have to be re-created by hand.`,
        };
      }
    }
    for (const index of owner.indexes) {
      if (indexColumns(index).includes(column) && !constraintIndexes.has(index.name)) {
        actions.push({ kind: 'createIndex', table, index, concurrently: true });
      }
    }
    if (!was.nullable) actions.push({ kind: 'setNotNull', table, column });
    const loses = recover === null ? lost : recover.from === 'expression' && !recover.lossless ? `some ${lost}` : null;
    return { actions, loses, irreversible: null };
  },
  describe: ({ table, column }) => `drop column ${table.name}.${column}`,
};
