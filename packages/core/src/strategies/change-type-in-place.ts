import { getColumn, getTable } from '../schema/lookup.ts';
import { cachedPlan } from './column-hazards.ts';
import type { Strategy } from './types.ts';
import { stopAtUncarried } from './uncarried.ts';

export const changeTypeInPlace: Strategy<'changeType'> = {
  name: 'change-type-in-place',
  operation: 'changeType',
  summary: 'The engine changes the catalogue only: one guarded statement, before the release that needs it.',
  needs: ['transactionalDdl'],
  tolerance: {
    old: ['reads values that only the new type allows'],
    new: ['may write values that only the new type allows'],
  },
  applies: ({ table, column, type, using }, { dialect, snapshot }) => {
    const { way } = dialect.typeChange(getTable(snapshot, table), getColumn(snapshot, table, column), type, using);
    return way === 'inPlace' || way === 'same';
  },
  expand: ({ table, column, type, using }, { snapshot }) => {
    // The server refuses these even where no row is touched.
    stopAtUncarried(snapshot, table, column, 'retype');
    return {
      drafts: [
        {
          kind: 'actions',
          after: null,
          slot: 'add',
          title: `Widen ${table.name}.${column} to ${type}`,
          actions: [{ kind: 'changeType', table, column, type, using }],
          safeUntil: 'new',
          loses: `no value, but going back to ${getColumn(snapshot, table, column).type} rewrites the table under a strong lock and fails on values that no longer fit`,
        },
      ],
      hazards: [cachedPlan(`${table.name}.${column}`, 'After the change', { kind: 'changeType', table, column })],
    };
  },
};
