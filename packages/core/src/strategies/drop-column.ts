import type { Action } from '../actions/types.ts';
import type { Hazard } from '../plan/types.ts';
import { getColumn, getTable, keyColumns } from '../schema/lookup.ts';
import { namedInFunctions } from './column-hazards.ts';
import { ownName } from './own-name.ts';
import type { Draft, Strategy } from './types.ts';
import { stopAtUncarried } from './uncarried.ts';

export const dropColumn: Strategy<'dropColumn'> = {
  name: 'drop-column',
  operation: 'dropColumn',
  summary: 'Relaxed first, archived in schema flux when the old version is gone, then dropped.',
  needs: ['transactionalDdl'],
  tolerance: {
    old: ['reads NULL in rows of the new version, where the column was NOT NULL without a default'],
    new: ['does not name the column'],
  },
  applies: () => true,
  expand: ({ table, column }, { dialect, snapshot }) => {
    stopAtUncarried(snapshot, table, column, 'drop');
    const owner = getTable(snapshot, table);
    const was = getColumn(snapshot, table, column);
    const label = `${table.name}.${column}`;
    const mustRelax = !was.nullable && was.default === null;
    const archive = keyColumns(owner) === null ? null : ownName(dialect, table, column, 'archive');
    const relax: readonly Draft[] = mustRelax
      ? [
          {
            kind: 'actions',
            after: null,
            slot: 'relax',
            title: `Allow NULL in ${label}, so that the new version may leave it out`,
            actions: [{ kind: 'dropNotNull', table, column }],
            safeUntil: 'new',
          },
        ]
      : [];
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
    const hazards: Hazard[] = [...namedInFunctions(snapshot, table, column)];
    if (mustRelax) {
      hazards.push({
        code: 'OLD_VERSION_READS_NULL',
        message: `While both versions run, the old one reads NULL in ${label} of rows that the new one inserts.`,
        advice: 'Make the old version tolerate it, or keep the window short.',
        step: null,
      });
    }
    return {
      drafts: [
        ...relax,
        { kind: 'deploy', release: 'new', application: [`No longer names ${label}.`], evidence: [] },
        ...keep,
        { kind: 'actions', after: 'new', slot: 'drop', title: `Drop ${label}`, actions: [drop], safeUntil: null },
      ],
      hazards,
    };
  },
};
