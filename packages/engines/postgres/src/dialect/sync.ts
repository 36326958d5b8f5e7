import { Buffer } from 'node:buffer';
import { FluxError, getColumn, tableLabel } from '@flux/core';
import type { Column, SyncPair, Table, TableName } from '@flux/core';
import { differsSql } from './compare.ts';
import { renderExpression } from './expression.ts';
import { dollarQuote, syncTriggers, tableHelper } from './names.ts';
import { mark, markInsert } from './pair-records.ts';
import { qualified, quoteIdentifier, quoteLiteral } from './quote.ts';
import { twinGuard } from './twin-guard.ts';

/**
 * One pair of triggers per table, for all of its column pairs: the first resolves which side a writer meant, before the
 * user's own triggers; the last has the final word, after them. Source: docs/facts/postgres.md C1 to C1c.
 */
export const syncFunctions = (table: TableName): { readonly first: string; readonly last: string } => ({
  first: `flux.${quoteIdentifier(tableHelper(table, 'sync_first'))}`,
  last: `flux.${quoteIdentifier(tableHelper(table, 'sync_last'))}`,
});

/** Statements that bring the triggers of a table from one set of pairs to another. */
export function syncStatements(before: Table, after: Table): readonly string[] {
  const functions = syncFunctions(after);
  if (after.syncs.length === 0) {
    return [
      `DROP TRIGGER IF EXISTS ${quoteIdentifier(syncTriggers.first)} ON ${qualified(after)}`,
      `DROP TRIGGER IF EXISTS ${quoteIdentifier(syncTriggers.last)} ON ${qualified(after)}`,
      `DROP FUNCTION IF EXISTS ${functions.first}()`,
      `DROP FUNCTION IF EXISTS ${functions.last}()`,
    ];
  }
  const statements = [
    createFunction(functions.first, firstBody(after), after),
    createFunction(functions.last, lastBody(after), after),
    `COMMENT ON FUNCTION ${functions.last}() IS ${quoteLiteral(`flux:${JSON.stringify(after.syncs)}`)}`,
  ];
  if (before.syncs.length > 0) return statements;
  refuseOutsiders(after);
  const quiet = `current_setting('flux.backfill', true) IS DISTINCT FROM 'on'`;
  const trigger = (name: string, fn: string, when: string): string =>
    `CREATE TRIGGER ${quoteIdentifier(name)} BEFORE INSERT OR UPDATE ON ${qualified(after)} FOR EACH ROW${when} EXECUTE FUNCTION ${fn}()`;
  return [
    ...statements,
    trigger(syncTriggers.first, functions.first, ` WHEN (${quiet})`),
    // With triggers of the user's own, the last one undoes in a backfill what they did; without, it need not run.
    trigger(syncTriggers.last, functions.last, hasRowTriggers(after) ? '' : ` WHEN (${quiet})`),
  ];
}

/** A trigger that runs before the first or after the last changes a column that its pair does not follow. */
function refuseOutsiders(table: Table): void {
  const outside = table.triggers.filter(
    ({ timing, forEach, name }) =>
      timing === 'before' &&
      forEach === 'row' &&
      (Buffer.compare(Buffer.from(name), Buffer.from(syncTriggers.first)) <= 0 ||
        Buffer.compare(Buffer.from(name), Buffer.from(syncTriggers.last)) >= 0),
  );
  if (outside.length === 0) return;
  const names = outside.map(({ name }) => quoteIdentifier(name)).join(', ');
  throw new FluxError(
    'DEPENDENT_STOPS',
    `Triggers run in the order of their names, and ${names} on ${tableLabel(table)} would run outside those that keep two columns equal.`,
    `Rename it first: ALTER TRIGGER ${quoteIdentifier(outside[0]!.name)} ON ${qualified(table)} RENAME TO a name that begins with a letter from a to z.`,
    { table: tableLabel(table), triggers: outside.map(({ name }) => name) },
  );
}

const hasRowTriggers = (table: Table): boolean =>
  table.triggers.some((t) => t.timing === 'before' && t.forEach === 'row');

/** A person's expression may name functions of its own: for every writer they are those that the backfill calls. */
const createFunction = (name: string, body: string, { syncs }: Table): string => {
  const path = syncs.some((pair) => pair.mode === 'fill') ? ' SET search_path FROM CURRENT' : '';
  return `CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql${path} AS ${dollarQuote(body, 'body')}`;
};

const fresh = (column: string): string => `NEW.${quoteIdentifier(column)}`;
const old = (column: string): string => `OLD.${quoteIdentifier(column)}`;

function firstBody(table: Table): string {
  const guarded = table.syncs.some((pair) => pair.unique);
  return `
${guarded ? 'DECLARE\n  twins int;\n  taken boolean;\n' : ''}BEGIN
${table.syncs.map((pair) => firstOf(table, pair)).join('\n')}
  RETURN NEW;
END
`;
}

function firstOf(table: Table, pair: SyncPair): string {
  const target = fresh(pair.target);
  if (pair.mode === 'fill') {
    return `  IF ${target} IS NULL THEN
    ${filled(pair)}
    ${mark(pair.record, 4)}
  END IF;`;
  }
  const forward = renderExpression(pair.forward, fresh);
  if (pair.mode === 'forward') return `  ${target} := ${forward};${pair.unique ? twinGuard(table, pair) : ''}`;
  const source = fresh(pair.source);
  const type = columnType(table, pair.target);
  const sourceType = columnType(table, pair.source);
  const back = `${source} := ${renderExpression(pair.backward ?? [{ column: pair.target }], fresh)};`;
  return `  IF TG_OP = 'INSERT' THEN
    IF ${target} IS NOT NULL THEN
      ${back}
    ELSIF ${source} IS NOT NULL THEN
      ${target} := ${forward};
      ${markInsert(table, pair, source, sourceType)}
    END IF;
  ELSIF ${differsSql(target, old(pair.target), type)} THEN
    ${back}
  ELSE
    ${target} := ${forward};
    IF ${differsSql(source, old(pair.source), sourceType)} THEN
      ${mark(pair.record, 6)}
    END IF;
  END IF;${pair.unique ? twinGuard(table, pair) : ''}`;
}

/** A person's expression that fails for one row must not fail the request that writes it: the row is left to the backfill. */
const filled = (pair: SyncPair): string => `BEGIN
      ${fresh(pair.target)} := ${renderExpression(pair.forward, fresh)};
    EXCEPTION WHEN others THEN
      NULL;
    END;`;

function lastBody(table: Table): string {
  const undo = hasRowTriggers(table)
    ? `  IF TG_OP = 'UPDATE' AND current_setting('flux.backfill', true) = 'on' THEN
    NEW := OLD; -- what the user's triggers did to a row that only Flux touches
  END IF;\n`
    : '';
  const pairs = table.syncs.map((pair) => {
    const target = fresh(pair.target);
    if (pair.mode === 'fill')
      return `  IF ${target} IS NULL THEN
    ${filled(pair)}
  END IF;`;
    const lossy =
      pair.representable === null
        ? ''
        : `\n  IF NOT (${renderExpression(pair.representable, fresh)}) THEN
    ${mark(pair.record, 4, 'lossy')}
  END IF;`;
    return `  ${target} := ${renderExpression(pair.forward, fresh)};${lossy}`;
  });
  return `\nBEGIN\n${undo}${pairs.join('\n')}\n  RETURN NEW;\nEND\n`;
}

const columnOf = (table: Table, column: string): Column =>
  getColumn({ tables: [table], views: [], functions: [], dependencies: [] }, table, column);
const columnType = (table: Table, column: string): string => columnOf(table, column).type;
