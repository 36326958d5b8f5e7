import { tableLabel } from '@flux/core';
import type { SyncPair, Table } from '@flux/core';
import { differsSql } from './compare.ts';
import { indent } from './indent.ts';
import { isInstantDefault } from './instant-default.ts';
import { dollarQuote, shortHash } from './names.ts';
import { qualified, quoteIdentifier, quoteLiteral } from './quote.ts';

/** Objects beside the triggers of a pair: the records of old writes and of values that do not fit, and the tripwire. */
const cutName = (name: string): string => name.slice(0, 63);
const lossyName = (record: string): string => cutName(`lossy_${record}`);
export const recordSequence = (record: string): string => `flux.${quoteIdentifier(cutName(`last_${record}`))}`;
export const lossySequence = (record: string): string => `flux.${quoteIdentifier(lossyName(record))}`;
const holdView = (record: string): string => `flux.${quoteIdentifier(cutName(`hold_${record}`))}`;

/** What a pair needs beside the triggers: the records of old writes and of values that do not fit. */
export const recordObjects = (pair: SyncPair): readonly string[] => [
  `CREATE SEQUENCE IF NOT EXISTS ${recordSequence(pair.record)}`,
  ...(pair.representable === null ? [] : [`CREATE SEQUENCE IF NOT EXISTS ${lossySequence(pair.record)}`]),
  letWritersMark(pair),
];

/**
 * Every writer calls flux.mark, and that writes the sequence with its owner's rights: where Flux does not own both, or a
 * DBA made the schema, a missing right would fail the application's write.
 */
function letWritersMark(pair: SyncPair): string {
  const remedy = 'GRANT USAGE ON SCHEMA flux TO PUBLIC; GRANT EXECUTE ON FUNCTION flux.mark(text) TO PUBLIC;';
  const sequences = [recordSequence(pair.record), ...(pair.representable === null ? [] : [lossySequence(pair.record)])];
  const body = `
DECLARE
  marker name := (SELECT pg_get_userbyid(proowner) FROM pg_catalog.pg_proc WHERE oid = 'flux.mark(text)'::regprocedure);
BEGIN
  IF NOT has_schema_privilege('public', 'flux', 'USAGE') OR NOT has_function_privilege('public', 'flux.mark(text)', 'EXECUTE') THEN
    BEGIN
      GRANT USAGE ON SCHEMA flux TO PUBLIC;
      GRANT EXECUTE ON FUNCTION flux.mark(text) TO PUBLIC;
    EXCEPTION WHEN insufficient_privilege THEN
    END;
    IF NOT has_schema_privilege('public', 'flux', 'USAGE') OR NOT has_function_privilege('public', 'flux.mark(text)', 'EXECUTE') THEN
      RAISE EXCEPTION 'flux: not every role may use schema flux, and writes of those that may not would fail'
        USING HINT = ${quoteLiteral(`Run as the owner of schema flux: ${remedy}`)};
    END IF;
  END IF;
  IF marker <> current_user THEN
${sequences.map((name) => `    EXECUTE format(${quoteLiteral(`GRANT UPDATE ON SEQUENCE ${name.replaceAll('%', '%%')} TO %I`)}, marker);`).join('\n')}
  END IF;
END
`;
  return `DO ${dollarQuote(body, 'grants')}`;
}

/**
 * A stock tool that would drop a held column fails at this view (2BP01) and can still do everything else. It runs with
 * its owner's rights and passes by policies: LIMIT 0 lets nobody read or write through it.
 */
export function tripwire(table: Table, pair: SyncPair): readonly string[] {
  const columns = [...new Set([pair.source, pair.target])].map(quoteIdentifier).join(', ');
  const held = `A Flux plan in flight holds ${tableLabel(table)} (${pair.source}, ${pair.target}): see its status before you drop a column.`;
  return [
    `CREATE OR REPLACE VIEW ${holdView(pair.record)} AS SELECT ${columns} FROM ${qualified(table)} LIMIT 0`,
    `COMMENT ON VIEW ${holdView(pair.record)} IS ${quoteLiteral(held)}`,
  ];
}

export const dropPairObjects = (pair: SyncPair): readonly string[] => [
  `DROP VIEW IF EXISTS ${holdView(pair.record)}`,
  `DROP SEQUENCE IF EXISTS ${recordSequence(pair.record)}`,
  `DROP SEQUENCE IF EXISTS ${lossySequence(pair.record)}`,
];

/** A default is no sign of the old version: the new one leaves the column out too. */
export function markInsert(table: Table, pair: SyncPair, source: string, type: string): string {
  const given = table.columns.find((column) => column.name === pair.source)?.default ?? null;
  if (given === null || !isInstantDefault(given)) return mark(pair.record, 6);
  return `IF ${differsSql(source, `(${given})`, type)} THEN
        ${mark(pair.record, 8)}
      END IF;`;
}

/**
 * Half a microsecond per row: the sequence is set at most every ten seconds and session, and waits for nobody.
 * Source: docs/facts/postgres.md C7.
 */
export function mark(record: string, depth: number, what: 'last' | 'lossy' = 'last'): string {
  const name = what === 'last' ? cutName(`last_${record}`) : lossyName(record);
  const seen = `flux.s_${shortHash(name)}`;
  const now = `(extract(epoch FROM clock_timestamp())::bigint / 10)::text`;
  const lines = `IF coalesce(current_setting('${seen}', true), '') <> ${now} THEN
  PERFORM set_config('${seen}', ${now}, false), flux.mark(${quoteLiteral(name)});
END IF;`;
  return indent(lines, depth).trimStart();
}
