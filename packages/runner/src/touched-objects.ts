import { expressionColumns, indexColumns, tableLabel } from '@flux/core';
import type { Action, SyncPair, TableName } from '@flux/core';

/**
 * Objects by name, to tell whether a later step has overtaken an earlier one's checkpoint: a dropped CHECK does not
 * mean that the step which added it failed.
 */
type Objects = readonly string[];

const part = (table: TableName, kind: string, name: string): string => `${kind} ${tableLabel(table)}.${name}`;
const columns = (table: TableName, names: readonly string[]): Objects =>
  names.map((name) => part(table, 'column', name));
/** A column with what may be set on it. */
const whole = (table: TableName, name: string): Objects =>
  ['column', 'type', 'nullability', 'default', 'comment'].map((kind) => part(table, kind, name));
const sync = (table: TableName, pair: SyncPair): string => part(table, 'sync', pair.record);

/** What an action's checkpoint looks at. */
export function refersTo(action: Action): Objects {
  switch (action.kind) {
    case 'fillColumns':
      return columns(action.table, [
        ...action.set.flatMap(({ column, value }) => [column, ...expressionColumns(value)]),
        ...expressionColumns(action.where),
      ]);
    case 'addCheck':
      return [...changes(action), ...columns(action.table, expressionColumns(action.expression))];
    case 'createIndex':
      return [...changes(action), ...columns(action.table, indexColumns(action.index))];
    case 'validateConstraint':
      return [...changes(action), part(action.table, 'constraint', action.name)];
    case 'addSync':
      return [...changes(action), ...columns(action.table, [action.pair.source, action.pair.target])];
    case 'setNotNull':
    case 'dropNotNull':
    case 'setDefault':
    case 'dropDefault':
    case 'changeType':
    case 'setComment':
      return [...changes(action), part(action.table, 'column', action.column)];
    case 'archiveColumn':
    case 'restoreColumn':
      return [...changes(action), part(action.table, 'column', action.column)];
    default:
      return changes(action);
  }
}

/** What is no longer after the action as it was before. */
export function changes(action: Action): Objects {
  switch (action.kind) {
    case 'addColumn':
      return whole(action.table, action.column.name);
    case 'dropColumn':
      return whole(action.table, action.column);
    case 'renameColumn':
      return [...whole(action.table, action.from), ...whole(action.table, action.to)];
    case 'setNotNull':
    case 'dropNotNull':
      return [part(action.table, 'nullability', action.column)];
    case 'setDefault':
    case 'dropDefault':
      return [part(action.table, 'default', action.column)];
    case 'changeType':
      return [part(action.table, 'type', action.column), part(action.table, 'default', action.column)];
    case 'setComment':
      return [part(action.table, 'comment', action.column)];
    case 'addCheck':
    case 'dropConstraint':
      return [part(action.table, 'constraint', action.name), part(action.table, 'validity', action.name)];
    case 'validateConstraint':
      return [part(action.table, 'validity', action.name)];
    case 'renameConstraint':
      return [part(action.table, 'constraint', action.from), part(action.table, 'constraint', action.to)];
    case 'createIndex':
      return [part(action.table, 'index', action.index.name)];
    case 'dropIndex':
      return [part(action.table, 'index', action.name)];
    case 'renameIndex':
      return [part(action.table, 'index', action.from), part(action.table, 'index', action.to)];
    case 'promoteIndex':
      return [part(action.table, 'index', action.index), part(action.table, 'constraint', action.name)];
    case 'addSync':
    case 'dropSync':
      return [sync(action.table, action.pair)];
    case 'exchangeColumns':
      return [
        ...[action.column, action.shadow, action.retired].flatMap((name) => whole(action.table, name)),
        sync(action.table, action.before),
        sync(action.table, action.after),
      ];
    case 'archiveColumn':
      return [`archive ${action.into}`];
    case 'dropArchive':
      return [`archive ${action.name}`];
    // Rows, function bodies and statements that Flux cannot read: no named object ends with them.
    case 'restoreColumn':
    case 'recreateFunction':
    case 'fillColumns':
    case 'verbatim':
      return [];
  }
}
