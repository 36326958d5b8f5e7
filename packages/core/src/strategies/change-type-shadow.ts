import type { Action } from '../actions/types.ts';
import type { Dialect } from '../dialect.ts';
import { FluxError } from '../errors.ts';
import type { Hazard } from '../plan/types.ts';
import { column as reference, getColumn, getTable, tableLabel } from '../schema/lookup.ts';
import type { Snapshot, SyncPair, TableName } from '../schema/snapshot.ts';
import { cachedPlan, columnOrder } from './column-hazards.ts';
import { ownName } from './own-name.ts';
import { setNotNullProven } from './set-not-null-proven.ts';
import { twinsOf } from './twins.ts';
import type { Draft, Strategy } from './types.ts';
import { stopAtUncarried } from './uncarried.ts';

export const changeTypeShadow: Strategy<'changeType'> = {
  name: 'change-type-shadow',
  operation: 'changeType',
  summary:
    'A shadow column of the new type, kept in step and filled in batches; the two names are exchanged in one ' +
    'transaction, and the same trigger then syncs the other way.',
  needs: ['transactionalDdl', 'rowTriggers', 'notNullFromCheck'],
  tolerance: {
    old: ['reads the column in its new type once the names are exchanged'],
    new: [
      'a widening comes before the release that needs it; a narrowing after the release that no longer needs the old form',
    ],
  },
  applies: () => true,
  expand: ({ table, column, type, using }, { dialect, snapshot }) => {
    const owner = getTable(snapshot, table);
    const was = getColumn(snapshot, table, column);
    const change = dialect.typeChange(owner, was, type, using);
    if (change.way === 'unsupported') {
      throw new FluxError('UNSUPPORTED_CHANGE', change.reason, change.remedy, {
        table: tableLabel(table),
        column,
        type,
      });
    }
    if (change.way !== 'shadow')
      throw new FluxError(
        'INTERNAL',
        'change-type-shadow was asked for a change in place.',
        'Please report this with the migration.',
      );
    stopAtUncarried(snapshot, table, column, 'retype');
    const shadow = dialect.helperName(column, 'flux_new');
    const retired = dialect.helperName(column, 'flux_old');
    const label = `${table.name}.${column}`;
    const swapAfter = change.relation === 'widening' ? null : 'new';
    const swapSafeUntil = change.relation === 'widening' ? 'new' : null;
    // A value that is clamped into the shadow may violate its constraints: they come when no such value is written.
    const twinsAfter = change.representable === null ? null : swapAfter;
    const clampsBack = change.reversible !== null;
    const twins = twinsOf(dialect, owner, column, shadow, twinsAfter, twinsAfter === null ? 'new' : null, clampsBack);
    const record = ownName(dialect, table, column, 'type');
    const before: SyncPair = {
      mode: 'forward',
      source: column,
      target: shadow,
      forward: change.forward,
      backward: null,
      representable: change.representable,
      unique: twins.unique,
      record,
    };
    const after: SyncPair = {
      mode: 'forward',
      source: column,
      target: retired,
      forward: change.backward,
      backward: null,
      representable: change.reversible,
      // The old form of a clamped column has no unique index any more: there is no twin to guard.
      unique: twins.unique && !clampsBack,
      record,
    };
    const comment: readonly Action[] =
      was.comment === null ? [] : [{ kind: 'setComment', table, column, comment: was.comment }];
    const functions: readonly Action[] = functionsToRecreate(dialect, snapshot, table);
    const unrepresentable: readonly Draft[] =
      change.representable === null
        ? []
        : [
            {
              kind: 'check',
              after: swapAfter,
              slot: swapAfter === null ? 'check' : 'verify',
              title: `Every value of ${label} fits ${type}`,
              checkpoint: dialect.countRows(
                table,
                ['NOT (', ...change.representable, ')'],
                `rows whose ${column} does not fit ${type}`,
              ),
              remedy: `Change these values first, in the application or by hand.`,
            },
          ];
    const lossy = change.reversible === null ? null : `what ${was.type} cannot hold: such values come back clamped`;
    return {
      drafts: [
        ...unrepresentable,
        {
          kind: 'actions',
          after: null,
          slot: 'add',
          title: `Add a shadow of ${label} as ${type}`,
          actions: [
            {
              kind: 'addColumn',
              table,
              column: { ...was, name: shadow, type, nullable: true, default: null, comment: null },
            },
            { kind: 'addSync', table, pair: before },
          ],
          safeUntil: null,
          loses: null,
        },
        {
          kind: 'backfill',
          after: null,
          slot: 'copy',
          title: `Copy ${label} into its shadow`,
          action: {
            kind: 'fillColumns',
            table,
            set: [{ column: shadow, value: change.forward }],
            where: dialect.differs(reference(shadow), change.forward, type),
            quiet: true,
          },
        },
        ...twins.drafts,
        // The old column is NOT NULL and the trigger copies it: the shadow is NULL only for what the type cannot hold at all.
        ...(was.nullable ? [] : [setNotNullProven(dialect, table, shadow, { after: twinsAfter, safeUntil: null })]),
        {
          kind: 'actions',
          after: swapAfter,
          slot: 'exchange',
          title: `Exchange ${label} and its shadow`,
          actions: [
            ...twins.beforeExchange,
            { kind: 'exchangeColumns', table, column, shadow, retired, before, after, default: was.default },
            ...twins.atExchange,
            ...comment,
            ...functions,
          ],
          safeUntil: swapSafeUntil,
          loses: lossy,
          ...(lossy === null
            ? {}
            : {
                lossRecord: {
                  what: `values were written to ${label} that ${was.type} cannot hold`,
                  query: dialect.lastLossyWrite(record),
                },
              }),
        },
        {
          kind: 'deploy',
          release: 'new',
          application: [
            change.relation === 'widening'
              ? `May write values to ${label} that only ${type} holds.`
              : `Reads ${label} as ${was.type} and as ${type}; writes only values that fit ${type}.`,
          ],
          evidence: [],
        },
        {
          kind: 'actions',
          after: 'new',
          slot: 'drop',
          title: `Drop the old form of ${label}`,
          actions: [
            { kind: 'dropSync', table, pair: after },
            {
              kind: 'dropColumn',
              table,
              column: retired,
              recover: { from: 'expression', value: change.backward, lossless: change.reversible === null },
            },
          ],
          safeUntil: null,
        },
      ],
      hazards: [
        columnOrder(table),
        cachedPlan(label, 'After the exchange', { kind: 'exchangeColumns', table, column }),
        ...change.tolerance.map((message): Hazard => ({
          code: 'OLD_VERSION_TOLERANCE',
          message,
          advice: 'Check that the old version reads it so.',
          step: null,
        })),
      ],
    };
  },
};

/**
 * Sessions that ran a function on rows of the table fail for ever (42804) until its text is set again; bodies that read
 * whole rows need not name the column.
 */
function functionsToRecreate(dialect: Dialect, snapshot: Snapshot, table: TableName): readonly Action[] {
  const triggerFunctions = getTable(snapshot, table).triggers.map((trigger) => tableLabel(trigger.function));
  return snapshot.functions
    .filter(
      (f) =>
        f.language === 'plpgsql' && (dialect.mentions(f.body, table.name) || triggerFunctions.includes(tableLabel(f))),
    )
    .map(({ schema, name, definition }) => ({ kind: 'recreateFunction', function: { schema, name }, definition }));
}
