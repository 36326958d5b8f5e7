import type { Action } from '../actions/types.ts';
import type { Step } from '../plan/types.ts';
import { expressionColumns, indexColumns, tableLabel } from '../schema/lookup.ts';

/**
 * A checkpoint proves a step done until a later step changes the same objects: a shadow column is there until the
 * exchange takes its name. Each checkpoint learns which step that is.
 */
export function withCheckpointLimits(steps: readonly Step[]): readonly Step[] {
  const names = steps.map((step) =>
    'actions' in step ? new Set(step.actions.flatMap(touchedNames)) : new Set<string>(),
  );
  return steps.map((step, i) => {
    if (!('checkpoint' in step)) return step;
    const own = step.kind === 'check' ? null : names[i]!;
    const next = steps.findIndex((later, j) => j > i && own !== null && ends(later, own));
    // A check is a condition for the step after it, not a state that lasts.
    const until = own === null ? (steps[i + 1]?.id ?? null) : (steps[next]?.id ?? null);
    return { ...step, checkpoint: { ...step.checkpoint, until } };
  });
}

const ends = (step: Step, names: ReadonlySet<string>): boolean =>
  step.kind === 'sql' &&
  step.actions
    // A second index on a column says nothing against the first.
    .flatMap((action) => (action.kind === 'createIndex' ? touchedNames(action).slice(0, 1) : touchedNames(action)))
    .some((name) => names.has(name));

const gone = (...columns: readonly string[]): readonly string[] =>
  columns.flatMap((column) => [column, `values of ${column}`, `index on ${column}`]);

/**
 * What an action creates, changes, renames or drops. A column's values are apart from its definition: NOT NULL on a
 * column does not end what a copy into it proves, dropping or exchanging it does.
 */
function touchedNames(action: Action): readonly string[] {
  const named = (...names: readonly string[]): readonly string[] =>
    'table' in action ? names.map((name) => `${tableLabel(action.table)} ${name}`) : [];
  switch (action.kind) {
    case 'addColumn':
      return named(action.column.name);
    case 'createIndex':
      return named(action.index.name, ...indexColumns(action.index).map((column) => `index on ${column}`));
    case 'dropColumn':
      return named(...gone(action.column));
    case 'exchangeColumns':
      return named(...gone(action.column, action.shadow), action.retired);
    case 'renameColumn':
      return named(...gone(action.from), action.to);
    case 'addSync':
    case 'dropSync':
      return named(`sync ${action.pair.source} ${action.pair.target}`, action.pair.target);
    case 'fillColumns':
      return named(
        ...action.set.map(({ column }) => `values of ${column}`),
        ...expressionColumns(action.where).map((column) => `values of ${column}`),
      );
    case 'allowDivergence':
      return named(`values of ${action.source}`, `values of ${action.target}`);
    case 'handOverNotNull':
    case 'renameConstraint':
    case 'renameIndex':
      return named(action.from, action.to);
    case 'promoteIndex':
      return named(action.index, action.name);
    case 'addCheck':
    case 'validateConstraint':
    case 'dropConstraint':
    case 'dropIndex':
      return named(action.name);
    case 'setNotNull':
    case 'dropNotNull':
    case 'setDefault':
    case 'dropDefault':
    case 'changeType':
    case 'setComment':
      return named(action.column);
    case 'archiveColumn':
    case 'restoreColumn':
      return named(`values of ${action.column}`);
    case 'renameNotNull':
    case 'recreateFunction':
    case 'dropArchive':
    case 'verbatim':
      return [];
  }
}
