import type { Action } from '../actions/types.ts';
import { column as reference, getColumn, getTable } from '../schema/lookup.ts';
import type { SyncPair } from '../schema/snapshot.ts';
import { columnOrder, namedInFunctions } from './column-hazards.ts';
import { ownName } from './own-name.ts';
import { setNotNullProven } from './set-not-null-proven.ts';
import { twinsOf } from './twins.ts';
import type { Strategy } from './types.ts';
import { stopAtUncarried } from './uncarried.ts';

export const renameColumnTrigger: Strategy<'renameColumn'> = {
  name: 'rename-column-trigger',
  operation: 'renameColumn',
  summary: 'A new column beside the old one; triggers keep both equal; no dual-write release is needed.',
  needs: ['transactionalDdl', 'rowTriggers', 'notNullFromCheck'],
  tolerance: {
    old: ['sees every write of the new version in its own column'],
    new: [
      'sees every write of the old version in its own column',
      'an explicit NULL on insert becomes the default, where the column has one: the trigger cannot tell it from an omitted column',
    ],
  },
  applies: (_operation, { answers }) => answers.dualWrite === 'trigger',
  expand: ({ table, from, to }, { dialect, snapshot }) => {
    stopAtUncarried(snapshot, table, from, 'rename');
    const was = getColumn(snapshot, table, from);
    const twins = twinsOf(dialect, getTable(snapshot, table), from, to, null, 'new');
    const pair: SyncPair = {
      mode: 'twoWay',
      source: from,
      target: to,
      forward: reference(from),
      backward: reference(to),
      representable: null,
      unique: twins.unique,
      record: ownName(dialect, table, from, 'old'),
    };
    const comment: readonly Action[] =
      was.comment === null ? [] : [{ kind: 'setComment', table, column: to, comment: was.comment }];
    const takeOver: readonly Action[] =
      was.default === null ? [] : [{ kind: 'setDefault', table, column: to, expression: was.default }];
    return {
      drafts: [
        {
          kind: 'actions',
          after: null,
          slot: 'add',
          title: `Add ${table.name}.${to}, synced with ${from}`,
          actions: [
            { kind: 'addColumn', table, column: { ...was, name: to, nullable: true, default: null, comment: null } },
            { kind: 'addSync', table, pair },
            ...comment,
          ],
          safeUntil: 'new',
          loses: null,
        },
        {
          kind: 'backfill',
          after: null,
          slot: 'copy',
          title: `Copy ${table.name}.${from} into ${to}`,
          action: {
            kind: 'fillColumns',
            table,
            set: [{ column: to, value: reference(from) }],
            where: dialect.differs(reference(to), reference(from), was.type),
            quiet: true,
          },
        },
        ...twins.drafts,
        // The old column is NOT NULL and the trigger copies it: the new one cannot become NULL while both live.
        ...(was.nullable ? [] : [setNotNullProven(dialect, table, to, { after: null, safeUntil: 'new' })]),
        {
          kind: 'deploy',
          release: 'new',
          application: [`Reads and writes ${table.name}.${to} instead of ${from}.`],
          evidence: [dialect.lastOldWrite(table, pair.record)],
        },
        {
          kind: 'actions',
          after: 'new',
          slot: 'drop',
          title: `Drop the triggers and ${table.name}.${from}`,
          actions: [
            { kind: 'dropSync', table, pair },
            ...takeOver,
            ...(was.nullable ? [] : [{ kind: 'handOverNotNull', table, from, to } as const]),
            {
              kind: 'dropColumn',
              table,
              column: from,
              recover: { from: 'expression', value: reference(to), lossless: true },
            },
            ...twins.atDrop,
          ],
          safeUntil: null,
        },
      ],
      hazards: [columnOrder(table), ...namedInFunctions(snapshot, table, from)],
    };
  },
};
