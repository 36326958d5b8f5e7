import { tableLabel } from '@flux/core';
import type { Action, Checkpoint, Table } from '@flux/core';
import { archiveTable, makeArchive } from './archive.ts';
import { differsSql } from './compare.ts';
import { renderExpression } from './expression.ts';
import { isInstantDefault } from './instant-default.ts';
import { qualified, quoteIdentifier } from './quote.ts';

/** Actions that are done page by page. */
export type Batched = Extract<Action, { kind: 'fillColumns' | 'archiveColumn' | 'restoreColumn' }>;

/** What is done with the rows of one page, and what proves that none is left. */
export interface Work {
  /** Changes the rows of one page; `range` is a condition over the table, named `t`. */
  readonly statement: (range: string) => string;
  readonly prepare: readonly string[];
  readonly remaining: Checkpoint;
  /** True when Flux's own triggers may stay out: they would only write what the statement writes. */
  readonly quiet: boolean;
}

export function workOf(action: Batched, table: Table, keys: readonly string[], plan: string): Work {
  const name = qualified(table);
  const own = (column: string): string => `t.${quoteIdentifier(column)}`;
  if (action.kind === 'fillColumns') {
    const set = action.set
      .map(({ column, value }) => `${quoteIdentifier(column)} = ${renderExpression(value, own)}`)
      .join(', ');
    const where = renderExpression(action.where, own);
    const synced = action.set.every(({ column }) => table.syncs.some((pair) => pair.target === column));
    return {
      statement: (range) => `UPDATE ${name} AS t SET ${set} WHERE ${range} AND (${where})`,
      prepare: [],
      remaining: {
        what: `rows of ${tableLabel(table)} not yet filled`,
        query: `SELECT count(*)::text AS value FROM ${name} AS t WHERE ${where}`,
        expect: '0',
      },
      quiet: action.quiet && synced,
    };
  }
  const column = quoteIdentifier(action.column);
  const keyList = keys.map(quoteIdentifier).join(', ');
  const matches = keys.map((key) => `a.${quoteIdentifier(key)} = ${own(key)}`).join(' AND ');
  if (action.kind === 'archiveColumn') {
    const archive = archiveTable(action.into);
    const { type, default: expression } = table.columns.find((c) => c.name === action.column)!;
    // The new version leaves the column out: rows that come in behind the copy hold the default, which comes back too.
    const byDefault =
      expression === null || !isInstantDefault(expression)
        ? ''
        : ` AND (a.${quoteIdentifier(keys[0]!)} IS NOT NULL OR ${differsSql(own(action.column), `(${expression})`, type)})`;
    const kept = `EXISTS (SELECT FROM ${archive} AS a WHERE ${matches})`;
    return {
      prepare: [makeArchive(action.into, plan, keyList, `SELECT ${keyList}, ${column} FROM ${name}`)],
      statement: (range) =>
        `INSERT INTO ${archive} AS a (${keyList}, ${column}) SELECT ${keys.map(own).join(', ')}, ${own(action.column)} FROM ${name} AS t WHERE ${range} AND (${own(action.column)} IS NOT NULL OR ${kept}) ON CONFLICT (${keyList}) DO UPDATE SET ${column} = excluded.${column}`,
      remaining: {
        what: `rows of ${tableLabel(table)} not yet archived`,
        query: `SELECT count(*)::text AS value FROM ${name} AS t LEFT JOIN ${archive} AS a ON ${matches} WHERE ${differsSql(own(action.column), `a.${column}`, type)}${byDefault}`,
        expect: '0',
      },
      quiet: false,
    };
  }
  const archive = archiveTable(action.from);
  return {
    prepare: [],
    statement: (range) =>
      `UPDATE ${name} AS t SET ${column} = a.${column} FROM ${archive} AS a WHERE ${range} AND ${matches} AND ${own(action.column)} IS NULL`,
    remaining: {
      what: `rows of ${tableLabel(table)} not yet restored`,
      query: `SELECT count(*)::text AS value FROM ${name} AS t JOIN ${archive} AS a ON ${matches} WHERE ${own(action.column)} IS NULL AND a.${column} IS NOT NULL`,
      expect: '0',
    },
    quiet: false,
  };
}
