import type { Action } from '../actions/types.ts';
import type { OperationOf } from '../operations/types.ts';
import { findTable } from '../schema/lookup.ts';
import type { Snapshot } from '../schema/snapshot.ts';
import type { Strategy } from './types.ts';

export const verbatim: Strategy<'unknown'> = {
  name: 'verbatim',
  operation: 'unknown',
  summary: 'Run as written. What takes something from the old version waits for the release that no longer uses it.',
  needs: [],
  tolerance: { old: ['unknown'], new: ['unknown'] },
  applies: () => true,
  expand: (operation, { plan, dialect, snapshot }) => {
    const { direct, sql, place } = operation;
    const waits = place.phase !== 'expand' || dropsUnique(operation, snapshot);
    const units = dialect.compile(direct, snapshot, { plan, step: '', unit: 0 });
    const short = (length: number): string => sql.replaceAll(/\s+/g, ' ').slice(0, length);
    return {
      drafts: [
        ...(waits
          ? ([
              {
                kind: 'deploy',
                release: 'new',
                application: [`No longer needs what is removed by: ${short(60)}`],
                evidence: [],
              },
            ] as const)
          : []),
        {
          kind: 'actions',
          after: waits ? 'new' : null,
          // In its place among what is added: what comes after it may need it.
          slot: waits ? 'drop' : 'add',
          title: `As written: ${short(50)}`,
          actions: direct,
          safeUntil: null,
        },
      ],
      hazards: [
        ...(units.some(({ run }) => run === 'alone')
          ? [
              {
                code: 'RUNS_ALONE',
                message: `"${short(80)}" runs outside any transaction: cut off after it has run and before that is written down, it runs a second time.`,
                advice: 'Write it so that it can run twice: with IF EXISTS or IF NOT EXISTS.',
                step: null,
              },
            ]
          : []),
        ...(place.phase === 'neither'
          ? [
              {
                code: 'NEITHER_VERSION',
                message: `"${short(80)}" runs after the new release: until then the new version fails where it uses the new form, and an instance of the old one that is left fails from then on.`,
                advice: place.instead,
                step: null,
              },
            ]
          : []),
      ],
    };
  },
};

/** The old version's ON CONFLICT, and its trust in the key, need the index; what is not known counts as unique. */
function dropsUnique({ place, direct }: OperationOf<'unknown'>, snapshot: Snapshot): boolean {
  const dropped = place.phase === 'expand' ? (place.unlessUnique ?? []) : [];
  const indexes = dropped.map(({ schema, name }) =>
    snapshot.tables.flatMap((t) => (t.schema === schema ? t.indexes : [])).find((index) => index.name === name),
  );
  const effects = direct.flatMap((action): readonly Action[] => (action.kind === 'verbatim' ? action.effect : []));
  return (
    indexes.some((index) => index === undefined || index.unique) ||
    effects.some(
      (action) =>
        action.kind === 'dropConstraint' &&
        !['check', 'foreignKey'].includes(
          findTable(snapshot, action.table)?.constraints.find(({ name }) => name === action.name)?.kind ?? '',
        ),
    )
  );
}
