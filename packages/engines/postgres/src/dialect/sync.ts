import { tableLabel } from '@flux/core';
import type { SyncPair, Table, TableName } from '@flux/core';
import { getColumn } from '@flux/core';
import { differsSql } from './compare.ts';
import { renderExpression } from './expression.ts';
import { indent } from './indent.ts';
import { dollarQuote, shortHash, syncTriggers, tableHelper } from './names.ts';
import { qualified, quoteIdentifier, quoteLiteral } from './quote.ts';

/**
 * One pair of triggers per table, for all of its column pairs: the first resolves which side a writer meant, before the
 * user's own triggers; the last has the final word, after them. Source: shared recipes, postgres-mechanisms 1 to 1c.
 */
export const syncFunctions = (table: TableName): { readonly first: string; readonly last: string } => ({
  first: `flux.${quoteIdentifier(tableHelper(table, 'sync_first'))}`,
  last: `flux.${quoteIdentifier(tableHelper(table, 'sync_last'))}`,
});

export const recordSequence = (record: string): string => `flux.${quoteIdentifier(`last_${record}`.slice(0, 63))}`;
const lossySequence = (record: string): string => `lossy_${record}`.slice(0, 63);
export const holdView = (record: string): string => `flux.${quoteIdentifier(`hold_${record}`.slice(0, 63))}`;

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
    createFunction(functions.first, firstBody(after)),
    createFunction(functions.last, lastBody(after)),
    `COMMENT ON FUNCTION ${functions.last}() IS ${quoteLiteral(`flux:${JSON.stringify(after.syncs)}`)}`,
  ];
  if (before.syncs.length > 0) return statements;
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

/** What a pair needs beside the triggers: the records of old writes and of values that do not fit. */
export const recordObjects = (pair: SyncPair): readonly string[] => [
  `CREATE SEQUENCE IF NOT EXISTS ${recordSequence(pair.record)}`,
  ...(pair.representable === null
    ? []
    : [`CREATE SEQUENCE IF NOT EXISTS flux.${quoteIdentifier(lossySequence(pair.record))}`]),
];

/** A stock tool that would drop a held column fails at this view (2BP01) and can still do everything else. */
export function tripwire(table: Table, pair: SyncPair): readonly string[] {
  const columns = [...new Set([pair.source, pair.target])].map(quoteIdentifier).join(', ');
  const held = `A Flux plan in flight holds ${tableLabel(table)} (${pair.source}, ${pair.target}): see its status before you drop a column.`;
  return [
    `CREATE OR REPLACE VIEW ${holdView(pair.record)} AS SELECT ${columns} FROM ${qualified(table)}`,
    `COMMENT ON VIEW ${holdView(pair.record)} IS ${quoteLiteral(held)}`,
  ];
}

export const dropPairObjects = (pair: SyncPair): readonly string[] => [
  `DROP VIEW IF EXISTS ${holdView(pair.record)}`,
  `DROP SEQUENCE IF EXISTS ${recordSequence(pair.record)}`,
  `DROP SEQUENCE IF EXISTS flux.${quoteIdentifier(lossySequence(pair.record))}`,
];

const hasRowTriggers = (table: Table): boolean =>
  table.triggers.some((t) => t.timing === 'before' && t.forEach === 'row');

const createFunction = (name: string, body: string): string =>
  `CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS ${dollarQuote(body, 'body')}`;

const fresh = (column: string): string => `NEW.${quoteIdentifier(column)}`;
const old = (column: string): string => `OLD.${quoteIdentifier(column)}`;

function firstBody(table: Table): string {
  const guarded = table.syncs.some((pair) => pair.unique);
  return `
${guarded ? 'DECLARE\n  twins int;\n' : ''}BEGIN
${table.syncs.map((pair) => firstOf(table, pair)).join('\n')}
  RETURN NEW;
END
`;
}

function firstOf(table: Table, pair: SyncPair): string {
  const target = fresh(pair.target);
  if (pair.mode === 'fill') {
    return `  IF ${target} IS NULL THEN
    ${target} := ${renderExpression(pair.forward, fresh)};
    ${mark(pair.record, 4)}
  END IF;`;
  }
  const forward = renderExpression(pair.forward, fresh);
  if (pair.mode === 'forward') return `  ${target} := ${forward};${pair.unique ? `\n${twinGuard(table, pair)}` : ''}`;
  const source = fresh(pair.source);
  const type = columnType(table, pair.target);
  const sourceType = columnType(table, pair.source);
  const back = `${source} := ${renderExpression(pair.backward ?? [{ column: pair.target }], fresh)};`;
  return `  IF TG_OP = 'INSERT' THEN
    IF ${target} IS NOT NULL THEN
      ${back}
    ELSIF ${source} IS NOT NULL THEN
      ${target} := ${forward};
      ${mark(pair.record, 6)}
    END IF;
  ELSIF ${differsSql(target, old(pair.target), type)} THEN
    ${back}
  ELSE
    ${target} := ${forward};
    IF ${differsSql(source, old(pair.source), sourceType)} THEN
      ${mark(pair.record, 6)}
    END IF;
  END IF;${pair.unique ? `\n${twinGuard(table, pair)}` : ''}`;
}

function lastBody(table: Table): string {
  const undo = hasRowTriggers(table)
    ? `  IF TG_OP = 'UPDATE' AND current_setting('flux.backfill', true) = 'on' THEN
    NEW := OLD; -- what the user's triggers did to a row that only Flux touches
  END IF;\n`
    : '';
  const pairs = table.syncs.map((pair) => {
    const target = fresh(pair.target);
    if (pair.mode === 'fill')
      return `  IF ${target} IS NULL THEN ${target} := ${renderExpression(pair.forward, fresh)}; END IF;`;
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

const columnType = (table: Table, column: string): string =>
  getColumn({ tables: [table], views: [], functions: [], dependencies: [] }, table, column).type;

/**
 * Half a microsecond per row: the sequence is set at most every ten seconds and session, and waits for nobody.
 * Source: shared recipes, postgres-mechanisms 7.
 */
function mark(record: string, depth: number, what: 'last' | 'lossy' = 'last'): string {
  const name = what === 'last' ? `last_${record}`.slice(0, 63) : lossySequence(record);
  const seen = `flux.s_${shortHash(name)}`;
  const now = `(extract(epoch FROM clock_timestamp())::bigint / 10)::text`;
  const lines = `IF coalesce(current_setting('${seen}', true), '') <> ${now} THEN
  PERFORM set_config('${seen}', ${now}, false), flux.mark(${quoteLiteral(name)});
END IF;`;
  return indent(lines, depth).trimStart();
}

/**
 * Two unique indexes over one value break ON CONFLICT: concurrent upserts of a key get 23505 from the other index. The
 * advisory lock lets them pass one after the other; capped, since a large INSERT would run out of lock memory.
 * Source: shared recipes, postgres-mechanisms 1a.
 */
function twinGuard(table: Table, pair: SyncPair): string {
  const tag = Number.parseInt(shortHash(`${tableLabel(table)}.${pair.source}`), 16) | 0;
  return `  IF TG_OP = 'INSERT' AND ${fresh(pair.source)} IS NOT NULL THEN
    twins := coalesce(nullif(current_setting('flux.twins', true), ''), '0')::int;
    IF twins < 500 THEN
      PERFORM set_config('flux.twins', (twins + 1)::text, true), pg_advisory_xact_lock(${tag}, hashtext(${fresh(pair.source)}::text));
    END IF;
  END IF;`;
}
