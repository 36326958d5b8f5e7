import { column as reference, getTable, findColumn, sameTable } from '../schema/lookup.ts';
import { noNullLeft, setNotNullProven } from './set-not-null-proven.ts';
import type { Draft, Strategy } from './types.ts';

export const setNotNull: Strategy<'setNotNull'> = {
  name: 'set-not-null',
  operation: 'setNotNull',
  summary: 'The constraint follows the release that stops writing NULL: fill, CHECK NOT VALID, VALIDATE, SET NOT NULL.',
  needs: ['deferredValidation', 'notNullFromCheck'],
  tolerance: {
    old: ['may write NULL until it is gone'],
    new: ['writes no NULL; reads NULL in some rows until the contract phase'],
  },
  applies: () => true,
  expand: ({ table, column, fill }, { dialect, snapshot, operations }) => {
    const label = `${table.name}.${column}`;
    // Already proven on this schema: nothing to wait for.
    const was = findColumn(getTable(snapshot, table), column);
    const isNew = operations.some((o) => o.kind === 'renameColumn' && sameTable(o.table, table) && o.to === column);
    if (was && !was.nullable && !isNew) return { drafts: [], hazards: [] };
    const backfill: readonly Draft[] =
      fill === null
        ? []
        : [
            {
              kind: 'backfill',
              after: 'new',
              slot: 'copy',
              title: `Fill the NULLs in ${label}`,
              action: {
                kind: 'fillColumns',
                table,
                set: [{ column, value: fill }],
                where: [...reference(column), ' IS NULL'],
                quiet: false,
              },
              loses: `which rows had NULL in ${label}`,
            },
          ];
    return {
      drafts: [
        { kind: 'deploy', release: 'new', application: [`Never writes NULL into ${label}.`], evidence: [] },
        ...backfill,
        noNullLeft(dialect, table, column, 'new'),
        setNotNullProven(dialect, table, column, { after: 'new', safeUntil: null }),
      ],
      hazards: [],
    };
  },
};
