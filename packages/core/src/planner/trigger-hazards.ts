import type { Hazard } from '../plan/types.ts';
import { findTable, sameTable, tableLabel } from '../schema/lookup.ts';
import type { Snapshot, Trigger } from '../schema/snapshot.ts';
import type { Draft } from '../strategies/types.ts';

/**
 * A backfill is an UPDATE, and the user's own triggers run for it. Where Flux's triggers are on the table the last of
 * them takes back what those before a row is written changed in it; everything else they do stays done.
 */
export function triggerHazards(drafts: readonly Draft[], snapshot: Snapshot): readonly Hazard[] {
  return drafts.flatMap((draft): readonly Hazard[] => {
    if (draft.kind !== 'backfill' || draft.action.kind !== 'fillColumns') return [];
    const { table, set, quiet } = draft.action;
    const owner = findTable(snapshot, table);
    const written = set.map(({ column }) => column);
    const undone = quiet && written.every((column) => isSynced(drafts, draft, column));
    const fires = (trigger: Trigger): boolean =>
      onUpdate(trigger) &&
      (trigger.updateOf.length === 0 || trigger.updateOf.some((column) => written.includes(column))) &&
      !(undone && trigger.timing === 'before');
    const names = (owner?.triggers ?? []).filter(fires).map(({ name }) => name);
    if (names.length === 0) return [];
    return [
      {
        code: 'TRIGGERS_FIRE',
        message: `"${draft.title}" updates rows of ${tableLabel(table)}: ${names.join(', ')} on it ${names.length === 1 ? 'runs' : 'run'} for every one of them.`,
        advice: 'See what that does to audit tables, queues and time stamps, or let the trigger stand back meanwhile.',
        step: null,
      },
    ];
  });
}

const isSynced = (
  drafts: readonly Draft[],
  { action }: Extract<Draft, { kind: 'backfill' }>,
  column: string,
): boolean =>
  drafts.some(
    (draft) =>
      draft.kind === 'actions' &&
      draft.actions.some((a) => a.kind === 'addSync' && sameTable(a.table, action.table) && a.pair.target === column),
  );

/** The definition names the events before the table. */
const onUpdate = ({ definition }: Trigger): boolean => /\bUPDATE\b/i.test(definition.split(/\sON\s/i)[0]!);
