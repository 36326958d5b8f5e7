import type { Snapshot } from '../schema/snapshot.ts';
import type { Action, ActionDefinition, ActionKind, Inverse } from './types.ts';
import { addColumn } from './add-column.ts';
import { dropColumn } from './drop-column.ts';
import { renameColumn } from './rename-column.ts';
import { setNotNull } from './set-not-null.ts';
import { dropNotNull } from './drop-not-null.ts';
import { setDefault } from './set-default.ts';
import { dropDefault } from './drop-default.ts';
import { changeType } from './change-type.ts';
import { setComment } from './set-comment.ts';
import { addCheck } from './add-check.ts';
import { validateConstraint } from './validate-constraint.ts';
import { dropConstraint } from './drop-constraint.ts';
import { renameConstraint } from './rename-constraint.ts';
import { createIndex } from './create-index.ts';
import { dropIndex } from './drop-index.ts';
import { renameIndex } from './rename-index.ts';
import { handOverNotNull } from './hand-over-not-null.ts';
import { renameNotNull } from './rename-not-null.ts';
import { allowDivergence } from './allow-divergence.ts';
import { promoteIndex } from './promote-index.ts';
import { addSync } from './add-sync.ts';
import { dropSync } from './drop-sync.ts';
import { exchangeColumns } from './exchange-columns.ts';
import { recreateFunction } from './recreate-function.ts';
import { fillColumns } from './fill-columns.ts';
import { archiveColumn } from './archive-column.ts';
import { restoreColumn } from './restore-column.ts';
import { dropArchive } from './drop-archive.ts';
import { verbatim } from './verbatim.ts';

/** Every primitive change; a missing entry does not compile. */
export const actionDefinitions: { readonly [K in ActionKind]: ActionDefinition<K> } = {
  addColumn,
  dropColumn,
  renameColumn,
  setNotNull,
  dropNotNull,
  handOverNotNull,
  renameNotNull,
  allowDivergence,
  setDefault,
  dropDefault,
  changeType,
  setComment,
  addCheck,
  validateConstraint,
  dropConstraint,
  renameConstraint,
  createIndex,
  dropIndex,
  renameIndex,
  promoteIndex,
  addSync,
  dropSync,
  exchangeColumns,
  recreateFunction,
  fillColumns,
  archiveColumn,
  restoreColumn,
  dropArchive,
  verbatim,
};

const definitionOf = (action: Action): ActionDefinition<ActionKind> =>
  // The record is keyed by the action's own kind, which TypeScript cannot follow through the union.
  actionDefinitions[action.kind] as ActionDefinition<ActionKind>;

/** The schema after the actions, in order. @throws FluxError when one does not fit */
export const applyActions = (snapshot: Snapshot, actions: readonly Action[]): Snapshot =>
  actions.reduce(
    (state, action) =>
      action.kind === 'verbatim' ? applyActions(state, action.effect) : definitionOf(action).apply(state, action),
    snapshot,
  );

export const describeAction = (action: Action): string => definitionOf(action).describe(action);

/** What undoes all of the actions, last first. */
export function invertActions(before: Snapshot, actions: readonly Action[]): Inverse {
  let state = before;
  const inverses: Inverse[] = [];
  for (const action of actions) {
    inverses.unshift(definitionOf(action).invert(state, action));
    state = applyActions(state, [action]);
  }
  const stop = inverses.find((inverse) => inverse.irreversible !== null);
  if (stop) return stop;
  const loses = inverses.flatMap((inverse) => inverse.loses ?? []);
  return {
    actions: inverses.flatMap((inverse) => inverse.actions),
    loses: loses.length > 0 ? loses.join('; ') : null,
    irreversible: null,
  };
}
