import { describeAction } from '@flux/core';
import type { Action, Checkpoint, Index, TableName, Expression } from '@flux/core';
import { archiveTable } from './archive.ts';
import { renderExpression } from './expression.ts';
import { syncTriggers } from './names.ts';
import { syncFunctions } from './sync.ts';
import { qualified, quoteIdentifier, quoteLiteral } from './quote.ts';
import { isCatalogType } from './types-sql.ts';

const regclass = (table: TableName): string => `to_regclass(${quoteLiteral(qualified(table))})`;
const columnIs = (table: TableName, column: string, also: string): string =>
  `EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = ${regclass(table)} AND a.attname = ${quoteLiteral(column)} AND NOT a.attisdropped${also})`;
const constraintIs = (table: TableName, name: string, also: string): string =>
  `EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = ${regclass(table)} AND c.conname = ${quoteLiteral(name)}${also})`;
const indexIs = (table: TableName, name: string): string =>
  `EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass(${quoteLiteral(`${quoteIdentifier(table.schema)}.${quoteIdentifier(name)}`)}) AND i.indisvalid)`;
/**
 * The engine prints its own types in one way; what it prints of others hangs on the search_path, so that they are
 * compared by OID, and by what a modifier adds to the name.
 */
function hasType(type: string): string {
  if (isCatalogType(type)) return ` AND pg_catalog.format_type(a.atttypid, a.atttypmod) = ${quoteLiteral(type)}`;
  const same = ` AND a.atttypid = to_regtype(${quoteLiteral(type)})`;
  if (type.endsWith('[]')) return same;
  const modifiers = /\([^()"]*\)$/.exec(type)?.[0] ?? '';
  return `${same} AND pg_catalog.format_type(a.atttypid, a.atttypmod) = pg_catalog.format_type(a.atttypid, NULL) || ${quoteLiteral(modifiers)}`;
}

/** A condition over the catalogue that holds once the action is done; null: nothing to prove there. */
function condition(action: Action): string | null {
  switch (action.kind) {
    case 'addColumn':
      return columnIs(action.table, action.column.name, hasType(action.column.type));
    case 'dropColumn':
      return `NOT ${columnIs(action.table, action.column, '')}`;
    case 'renameColumn':
      return `${columnIs(action.table, action.to, '')} AND NOT ${columnIs(action.table, action.from, '')}`;
    case 'setNotNull':
      return columnIs(action.table, action.column, ' AND a.attnotnull');
    case 'dropNotNull':
      return columnIs(action.table, action.column, ' AND NOT a.attnotnull');
    case 'setDefault':
      return columnIs(action.table, action.column, ' AND a.atthasdef');
    case 'dropDefault':
      return columnIs(action.table, action.column, ' AND NOT a.atthasdef');
    case 'changeType':
      return columnIs(action.table, action.column, hasType(action.type));
    case 'addCheck':
      return constraintIs(action.table, action.name, '');
    case 'validateConstraint':
      return constraintIs(action.table, action.name, ' AND c.convalidated');
    case 'dropConstraint':
      return `NOT ${constraintIs(action.table, action.name, '')}`;
    case 'renameConstraint':
      return constraintIs(action.table, action.to, '');
    case 'promoteIndex':
      return constraintIs(action.table, action.name, ` AND c.contype = 'u'`);
    case 'createIndex':
      return indexIs(action.table, action.index.name);
    case 'dropIndex':
      return `NOT ${indexIs(action.table, action.name)}`;
    case 'renameIndex':
      return indexIs(action.table, action.to);
    case 'addSync':
      return synced(action.table, action.pair.target, action.pair.source);
    case 'dropSync':
      return `NOT coalesce(${synced(action.table, action.pair.target, action.pair.source)}, false)`;
    case 'exchangeColumns':
      return `${columnIs(action.table, action.retired, '')} AND NOT ${columnIs(action.table, action.shadow, '')} AND ${synced(action.table, action.retired, action.column)}`;
    case 'dropArchive':
      return `to_regclass(${quoteLiteral(archiveTable(action.name))}) IS NULL`;
    // handOverNotNull goes with the column in the same transaction; the others leave no trace in the catalogue.
    case 'handOverNotNull':
    case 'renameNotNull':
    case 'allowDivergence':
    case 'setComment':
    case 'recreateFunction':
    case 'fillColumns':
    case 'archiveColumn':
    case 'restoreColumn':
    case 'verbatim':
      return null;
  }
}

/** Both triggers are there and enabled, and the pair is among those the function keeps. */
function synced(table: TableName, target: string, source: string): string {
  const pair = quoteLiteral(JSON.stringify([{ source, target }]));
  return (
    `(SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = ${regclass(table)} AND t.tgenabled <> 'D' AND t.tgname IN (${quoteLiteral(syncTriggers.first)}, ${quoteLiteral(syncTriggers.last)})) = 2` +
    ` AND (substr(obj_description(to_regprocedure(${quoteLiteral(`${syncFunctions(table).last}()`)}), 'pg_proc'), 6)::jsonb @> ${pair}::jsonb)`
  );
}

/** Names of constraints and indexes whose being there, or not, an action decides. */
function decidedNames(action: Action): readonly string[] {
  switch (action.kind) {
    case 'addCheck':
    case 'validateConstraint':
    case 'dropConstraint':
    case 'dropIndex':
      return [action.name];
    case 'createIndex':
      return [action.index.name];
    case 'renameConstraint':
    case 'renameIndex':
      return [action.from, action.to];
    case 'promoteIndex':
      return [action.index, action.name];
    default:
      return [];
  }
}

/** The name that the action's own condition is about: a rename is proven by its new one. */
const provenName = (action: Action): string | undefined =>
  action.kind === 'promoteIndex' ? action.name : decidedNames(action).at(-1);

/** A validation adds to what ADD CONSTRAINT proves; everything else on the same name replaces it. */
const overruled = (action: Action, later: readonly Action[]): boolean => {
  const name = provenName(action);
  return name !== undefined && later.some((l) => l.kind !== 'validateConstraint' && decidedNames(l).includes(name));
};

export function checkpointOf(actions: readonly Action[]): Checkpoint {
  // Within a step a later action may undo what an earlier one made: only the last word on a name counts.
  const conditions = actions.flatMap((action, i) =>
    overruled(action, actions.slice(i + 1)) ? [] : (condition(action) ?? []),
  );
  const journalled = actions.map(describeAction).join('; ');
  return {
    what: journalled,
    query: `SELECT (${conditions.length === 0 ? 'true' : conditions.map((c) => `(${c})`).join(' AND ')})::text AS value`,
    expect: 'true',
  };
}

export function countRows(table: TableName, violates: Expression, what: string): Checkpoint {
  return {
    what,
    query: `SELECT count(*)::text AS value FROM ${qualified(table)} AS t WHERE ${renderExpression(violates, (c) => `t.${quoteIdentifier(c)}`)}`,
    expect: '0',
  };
}

export function countDuplicates(table: TableName, index: Index): Checkpoint {
  const own = (c: string): string => `t.${quoteIdentifier(c)}`;
  const keys = index.keys.map((key) => `(${renderExpression(key.expression, own)})`);
  const present = index.nullsNotDistinct ? [] : keys.map((key) => `${key} IS NOT NULL`);
  const where = [...present, ...(index.predicate === null ? [] : [`(${renderExpression(index.predicate, own)})`])];
  return {
    what: `groups of rows that the unique index ${index.name} refuses`,
    query: `SELECT count(*)::text AS value FROM (SELECT FROM ${qualified(table)} AS t${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''} GROUP BY ${keys.join(', ')} HAVING count(*) > 1) AS duplicates`,
    expect: '0',
  };
}

/** Rows that a trial reads at most: enough to meet what is usual, few enough to be quick on a large table. */
const trialRows = 10_000;

export function trial(table: TableName, value: Expression, type: string, where: Expression | null): string {
  const own = (c: string): string => `t.${quoteIdentifier(c)}`;
  const rows = where === null ? '' : ` WHERE ${renderExpression(where, own)}`;
  return (
    `SELECT count(*)::text AS rows, count(*) FILTER (WHERE v IS NULL)::text AS nulls FROM ` +
    `(SELECT CAST((${renderExpression(value, own)}) AS ${type}) AS v FROM ${qualified(table)} AS t${rows} LIMIT ${trialRows}) AS tried`
  );
}
