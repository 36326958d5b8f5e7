import type { Action, ActionKind, ActionOf } from '../actions/types.ts';
import { applyActions, invertActions } from '../actions/index.ts';
import type { BatchSettings, Rollback, SqlUnit } from '../plan/types.ts';
import type { CompileContext, Dialect } from '../dialect.ts';
import { sameTable } from '../schema/lookup.ts';
import type { Expression, Snapshot } from '../schema/snapshot.ts';
import { undoStep } from '../plan/undo-step.ts';
import type { DraftActions } from '../strategies/types.ts';
import { compileSafely } from './safely.ts';

/**
 * A rollback is itself a small migration under traffic: columns and their sync come back before the copy, so that no
 * write falls between the two; indexes and constraints after it.
 */
const rank: Partial<Record<ActionKind, number>> = {
  addColumn: 1,
  addSync: 2,
  fillColumns: 3,
  restoreColumn: 3,
  createIndex: 4,
  promoteIndex: 5,
  addCheck: 6,
  validateConstraint: 7,
  setNotNull: 8,
};

/** What belongs to a column that comes back follows it; the rest keeps its place. */
function rankOf(action: Action, all: readonly Action[]): number {
  if (action.kind !== 'setDefault' && action.kind !== 'setComment') return rank[action.kind] ?? 0;
  const back = all.some(
    (a) => a.kind === 'addColumn' && sameTable(a.table, action.table) && a.column.name === action.column,
  );
  return back ? 2 : 0;
}

/** Derived from the actions' own inverses; nothing here is written per operation. */
export function rollbackOf(
  dialect: Dialect,
  actions: readonly Action[],
  before: Snapshot,
  batch: BatchSettings,
  context: CompileContext,
  words: Pick<DraftActions, 'safeUntil' | 'loses' | 'lossRecord'>,
): { readonly rollback: Rollback; readonly undone: SqlUnit } {
  const inverse = invertActions(before, actions);
  if (inverse.irreversible !== null) {
    const reason = inverse.irreversible;
    const units = [dialect.refusal(context.step, reason)];
    return { rollback: { possible: false, reason, units }, undone: dialect.undone(context, 0) };
  }
  const named = withLaterNames(withoutDetours(inverse.actions));
  const ordered = named.toSorted((a, b) => rankOf(a, inverse.actions) - rankOf(b, inverse.actions));
  const after = applyActions(before, actions);
  const units = compileSafely(dialect, ordered, after, batch, { ...context, step: undoStep(context.step) });
  const loses = words.loses === undefined ? inverse.loses : words.loses;
  return {
    rollback: {
      possible: true,
      units,
      safeUntil: words.safeUntil,
      loses,
      ...(words.lossRecord ? { lossRecord: words.lossRecord } : {}),
    },
    undone: dialect.undone(context, units.length),
  };
}

/** What is moved behind an exchange of names has to call the columns by the names that they have then. */
function withLaterNames(actions: readonly Action[]): readonly Action[] {
  return actions.map((action, i) => {
    const later = actions.slice(i + 1).filter((a) => a.kind === 'exchangeColumns');
    return (rank[action.kind] ?? 0) === 0 ? action : later.reduce(afterExchange, action);
  });
}

function afterExchange(action: Action, { table, column, shadow, retired }: ActionOf<'exchangeColumns'>): Action {
  if (!('table' in action) || !sameTable(action.table, table)) return action;
  const renamed = (name: string): string => (name === column ? retired : name === shadow ? column : name);
  const inExpression = (expression: Expression): Expression =>
    expression.map((part) => (typeof part === 'string' ? part : { column: renamed(part.column) }));
  if (action.kind === 'addCheck') return { ...action, expression: inExpression(action.expression) };
  if (action.kind === 'setNotNull') return { ...action, column: renamed(action.column) };
  if (action.kind !== 'createIndex') return action;
  const { index } = action;
  const keys = index.keys.map((key) => ({ ...key, expression: inExpression(key.expression) }));
  const predicate = index.predicate && inExpression(index.predicate);
  return { ...action, index: { ...index, keys, predicate, include: index.include.map(renamed) } };
}

/**
 * A constraint that is put back only to be dropped again need not come at all. The drop stays: a step that was cut off
 * has put it there and not come to dropping it.
 */
const withoutDetours = (actions: readonly Action[]): readonly Action[] =>
  actions.filter(
    (action, i) =>
      !(action.kind === 'addCheck' || action.kind === 'validateConstraint') ||
      !actions.some((later, j) => j > i && later.kind === 'dropConstraint' && sameName(later, action)),
  );

type OnConstraint = ActionOf<'addCheck' | 'validateConstraint' | 'dropConstraint'>;
const sameName = (a: OnConstraint, b: OnConstraint): boolean => a.name === b.name && sameTable(a.table, b.table);
