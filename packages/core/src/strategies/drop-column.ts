import type { Action } from '../actions/types.ts';
import { getColumn, getTable, keyColumns } from '../schema/lookup.ts';
import { namedInFunctions } from './column-hazards.ts';
import { leftOut } from './left-out.ts';
import { archiveName } from './own-name.ts';
import type { Draft, Strategy } from './types.ts';
import { stopAtUncarried } from './uncarried.ts';

export const dropColumn: Strategy<'dropColumn'> = {
  name: 'drop-column',
  operation: 'dropColumn',
  summary: 'Relaxed first, archived in schema flux when the old version is gone, then dropped.',
  needs: ['transactionalDdl'],
  tolerance: {
    old: [
      'reads NULL in rows of the new version, where the column was NOT NULL without a default, or unique with one',
      'writes without the CHECKs that name the column',
    ],
    new: ['does not name the column'],
  },
  applies: () => true,
  expand: ({ table, column }, { plan, dialect, snapshot }) => {
    stopAtUncarried(snapshot, table, column, 'drop');
    const label = `${table.name}.${column}`;
    const relaxed = leftOut(dialect, getTable(snapshot, table), getColumn(snapshot, table, column));
    // A key that the column is part of goes with it: values could not be put back by it.
    const archive =
      keyColumns(getTable(snapshot, table), column) === null ? null : archiveName(dialect, table, column, plan);
    const relax: readonly Draft[] =
      relaxed.actions.length === 0
        ? []
        : [
            {
              kind: 'actions',
              after: null,
              slot: 'relax',
              title: `Let the new version leave out ${label}`,
              actions: relaxed.actions,
              safeUntil: 'new',
              loses: `the short way back: rows of the new version need a value in ${label} first`,
            },
          ];
    const keep: readonly Draft[] =
      archive === null
        ? []
        : [
            {
              kind: 'backfill',
              after: 'new',
              slot: 'archive',
              title: `Archive ${label}`,
              action: { kind: 'archiveColumn', table, column, into: archive },
            },
          ];
    const drop: Action = {
      kind: 'dropColumn',
      table,
      column,
      recover: archive === null ? null : { from: 'archive', name: archive },
    };
    return {
      drafts: [
        ...relax,
        { kind: 'deploy', release: 'new', application: [`No longer names ${label}.`], evidence: [] },
        ...keep,
        { kind: 'actions', after: 'new', slot: 'drop', title: `Drop ${label}`, actions: [drop], safeUntil: null },
      ],
      hazards: [
        ...namedInFunctions(snapshot, table, column),
        ...relaxed.hazards,
        ...(archive === null
          ? [
              {
                code: 'NO_ARCHIVE',
                message: `The values of ${label} are not kept: without it ${table.name} has no primary key and no unique index over NOT NULL columns to put them back by.`,
                advice: 'Add another key first, in a migration of its own, or save the values yourself.',
                step: null,
              },
            ]
          : []),
      ],
    };
  },
};
