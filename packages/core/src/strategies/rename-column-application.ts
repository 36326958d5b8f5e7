import type { Action } from '../actions/types.ts';
import { column as reference, getColumn, getTable } from '../schema/lookup.ts';
import { columnOrder, namedInFunctions, twinUnique } from './column-hazards.ts';
import { setNotNullProven } from './set-not-null-proven.ts';
import { twinsOf } from './twins.ts';
import type { Strategy } from './types.ts';
import { stopAtUncarried } from './uncarried.ts';

export const renameColumnApplication: Strategy<'renameColumn'> = {
  name: 'rename-column-application',
  operation: 'renameColumn',
  summary: 'The classic way: the application writes both columns for a while; no trigger is created.',
  needs: ['transactionalDdl', 'notNullFromCheck'],
  tolerance: {
    old: ['keeps reading and writing the old column until the release that writes both is everywhere'],
    new: ['must not run before the release that writes both is everywhere and the copy is proven equal'],
  },
  applies: (_operation, { answers }) => answers.dualWrite === 'application',
  expand: ({ table, from, to }, { dialect, snapshot }) => {
    stopAtUncarried(snapshot, table, from, 'rename');
    const was = getColumn(snapshot, table, from);
    const twins = twinsOf(dialect, getTable(snapshot, table), from, to, 'dual-write', 'read-new');
    const label = `${table.name}.${from}`;
    const differs = dialect.differs(reference(to), reference(from), was.type);
    const comment: readonly Action[] =
      was.comment === null ? [] : [{ kind: 'setComment', table, column: to, comment: was.comment }];
    // Set apart from ADD COLUMN: existing rows must not get it, they get the old column's value.
    const ownDefault: readonly Action[] =
      was.default === null ? [] : [{ kind: 'setDefault', table, column: to, expression: was.default }];
    return {
      drafts: [
        {
          kind: 'actions',
          after: null,
          slot: 'add',
          title: `Add ${table.name}.${to}`,
          actions: [
            { kind: 'addColumn', table, column: { ...was, name: to, nullable: true, default: null, comment: null } },
            ...ownDefault,
            ...comment,
          ],
          safeUntil: 'dual-write',
          loses: null,
        },
        {
          kind: 'deploy',
          release: 'dual-write',
          application: [`Writes the same value to ${label} and ${to} in one statement; still reads ${from}.`],
          evidence: [],
        },
        {
          kind: 'backfill',
          after: 'dual-write',
          slot: 'copy',
          title: `Copy ${label} into ${to}`,
          action: {
            kind: 'fillColumns',
            table,
            set: [{ column: to, value: reference(from) }],
            where: differs,
            quiet: true,
          },
        },
        {
          kind: 'check',
          after: 'dual-write',
          slot: 'verify',
          title: `${from} and ${to} are equal in every row`,
          checkpoint: dialect.countRows(table, differs, `rows in which ${from} and ${to} differ`),
          remedy: 'Some instance still writes only one of the two: find it, then run the copy again.',
        },
        ...twins.drafts,
        ...(was.nullable ? [] : [setNotNullProven(dialect, table, to, { after: 'dual-write', safeUntil: 'read-new' })]),
        {
          kind: 'deploy',
          release: 'read-new',
          application: [`Reads ${table.name}.${to}; still writes both columns.`],
          evidence: [],
        },
        {
          kind: 'actions',
          after: 'read-new',
          slot: 'relax',
          title: `Let the next release leave out ${label}`,
          actions: [
            { kind: 'allowDivergence', table, source: from, target: to, differs },
            ...(was.nullable ? [] : [{ kind: 'handOverNotNull', table, from, to } as const]),
          ],
          safeUntil: 'new',
        },
        {
          kind: 'deploy',
          release: 'new',
          application: [`Writes ${table.name}.${to} only; no longer names ${from}.`],
          evidence: [],
        },
        {
          kind: 'actions',
          after: 'new',
          slot: 'drop',
          title: `Drop ${label}`,
          actions: [
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
      hazards: [
        columnOrder(table),
        ...namedInFunctions(snapshot, table, from),
        ...(twins.unique ? [twinUnique(label, to)] : []),
      ],
    };
  },
};
