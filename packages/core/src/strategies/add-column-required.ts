import { column as reference } from '../schema/lookup.ts';
import type { SyncPair } from '../schema/snapshot.ts';
import { ownName } from './own-name.ts';
import { noNullLeft, setNotNullProven } from './set-not-null-proven.ts';
import type { Strategy } from './types.ts';

export const addColumnRequired: Strategy<'addColumn'> = {
  name: 'add-column-required',
  operation: 'addColumn',
  summary:
    'Nullable first; a trigger gives rows of the old version the fill value; NOT NULL when the old version is gone.',
  needs: ['transactionalDdl', 'rowTriggers', 'notNullFromCheck'],
  tolerance: {
    old: ['does not know the column: the trigger fills it'],
    new: ['writes a value; an explicit NULL is replaced by the fill value until the contract phase'],
  },
  applies: ({ column, fill }) => !column.nullable && column.default === null && fill !== null,
  expand: ({ table, column, fill }, { dialect }) => {
    const pair: SyncPair = {
      mode: 'fill',
      source: column.name,
      target: column.name,
      forward: fill!,
      backward: null,
      representable: null,
      unique: false,
      record: ownName(dialect, table, column.name, 'fill'),
    };
    const label = `${table.name}.${column.name}`;
    return {
      drafts: [
        {
          kind: 'actions',
          after: null,
          slot: 'add',
          title: `Add ${label}, filled by trigger for old writers`,
          actions: [
            { kind: 'addColumn', table, column: { ...column, nullable: true } },
            { kind: 'addSync', table, pair },
          ],
          safeUntil: 'new',
        },
        {
          kind: 'backfill',
          after: null,
          slot: 'copy',
          title: `Fill ${label}`,
          action: {
            kind: 'fillColumns',
            table,
            set: [{ column: column.name, value: fill! }],
            where: [...reference(column.name), ' IS NULL'],
            quiet: true,
          },
        },
        {
          kind: 'deploy',
          release: 'new',
          application: [`Writes ${label} on every insert.`],
          evidence: [dialect.lastOldWrite(table, pair.record)],
        },
        noNullLeft(dialect, table, column.name, 'new'),
        setNotNullProven(dialect, table, column.name, { after: 'new', safeUntil: null }),
        {
          kind: 'actions',
          after: 'new',
          slot: 'drop',
          title: `Stop filling ${label}`,
          actions: [{ kind: 'dropSync', table, pair }],
          safeUntil: null,
        },
      ],
      hazards: [],
    };
  },
};
