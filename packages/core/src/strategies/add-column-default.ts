import { column as reference } from '../schema/lookup.ts';
import { setNotNullProven } from './set-not-null-proven.ts';
import type { Strategy } from './types.ts';

export const addColumnDefault: Strategy<'addColumn'> = {
  name: 'add-column-default',
  operation: 'addColumn',
  summary: 'A default that is computed per row: added without, set for new rows, filled into existing ones in batches.',
  needs: ['transactionalDdl', 'notNullFromCheck'],
  tolerance: { old: ['does not know the column: inserts get its default'], new: ['reads NULL in rows not yet filled'] },
  applies: ({ column }, { dialect }) => column.default !== null && !dialect.isInstantDefault(column.default),
  expand: ({ table, column }, { dialect }) => {
    const expression = column.default!;
    return {
      drafts: [
        {
          kind: 'actions',
          after: null,
          slot: 'add',
          title: `Add ${table.name}.${column.name}, default for new rows`,
          actions: [
            { kind: 'addColumn', table, column: { ...column, nullable: true, default: null } },
            { kind: 'setDefault', table, column: column.name, expression },
          ],
          safeUntil: 'new',
        },
        {
          kind: 'backfill',
          after: null,
          slot: 'copy',
          title: `Fill ${table.name}.${column.name}`,
          action: {
            kind: 'fillColumns',
            table,
            set: [{ column: column.name, value: [expression] }],
            where: [...reference(column.name), ' IS NULL'],
            quiet: true,
          },
        },
        ...(column.nullable ? [] : [setNotNullProven(dialect, table, column.name, { after: null, safeUntil: 'new' })]),
      ],
      hazards: [],
    };
  },
};
