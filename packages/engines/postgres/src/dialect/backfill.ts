import { FluxError, getTable, keyColumns, getColumn, tableLabel } from '@flux/core';
import type { BatchSettings, Checkpoint, CompileContext, PagedStatements, Snapshot, SqlUnit, Table } from '@flux/core';
import { workOf } from './backfill-work.ts';
import type { Batched, Work } from './backfill-work.ts';
import { journalSql, lockTimeoutMs } from './guard.ts';
import { dollarQuote } from './names.ts';
import { qualified, quoteIdentifier, quoteLiteral } from './quote.ts';

export function compileBackfill(
  action: Batched,
  before: Snapshot,
  batch: BatchSettings,
  context: CompileContext,
): {
  readonly pages: PagedStatements;
  readonly inline: readonly SqlUnit[];
  readonly remaining: Checkpoint;
} {
  const table = getTable(before, action.table);
  // A key that a dropped column is part of goes with it.
  const keys = keyColumns(table, action.kind === 'fillColumns' ? null : action.column);
  if (keys === null) {
    throw new FluxError(
      'NO_PRIMARY_KEY',
      `${tableLabel(table)} has no primary key and no unique index over NOT NULL columns: its rows cannot be paged through.`,
      'Add a primary key first, in a migration of its own.',
      { table: tableLabel(table) },
    );
  }
  const types = keys.map((key) => getColumn(before, table, key).type);
  const work = workOf(action, table, keys, context.plan);
  return {
    pages: pagesOf(table, keys, types, work),
    inline: inlineUnits(table, keys, types, work, batch, context),
    remaining: work.remaining,
  };
}

const rowOf = (columns: readonly string[]): string => (columns.length === 1 ? columns[0]! : `(${columns.join(', ')})`);
const keyRow = (keys: readonly string[]): string => rowOf(keys.map((key) => `t.${quoteIdentifier(key)}`));

function pagesOf(table: Table, keys: readonly string[], types: readonly string[], work: Work): PagedStatements {
  const name = qualified(table);
  const row = keyRow(keys);
  const ordered = keys.map((key) => quoteIdentifier(key)).join(', ');
  const last = keys.map((key) => `${quoteIdentifier(key)} DESC`).join(', ');
  const parameters = (from: number): string => rowOf(types.map((type, i) => `$${from + i}::text::${type}`));
  const page = (where: string, size: string): string =>
    `SELECT ${keys.map((key, i) => `${quoteIdentifier(key)}::text AS k${i + 1}`).join(', ')}, count(*) OVER ()::int AS rows FROM ` +
    `(SELECT ${ordered} FROM ${name} AS t${where} ORDER BY ${ordered} LIMIT ${size}) AS page ORDER BY ${last} LIMIT 1`;
  const n = keys.length;
  return {
    keys,
    next: page('', '$1'),
    nextFrom: page(` WHERE ${row} > ${parameters(1)}`, `$${n + 1}`),
    run: work.statement(`${row} <= ${parameters(1)}`),
    runFrom: work.statement(`${row} > ${parameters(1)} AND ${row} <= ${parameters(n + 1)}`),
    before: [
      `SET LOCAL lock_timeout = '${lockTimeoutMs}ms'`,
      ...(work.quiet ? [`SET LOCAL flux.backfill = 'on'`] : []),
      ...work.prepare,
    ],
  };
}

/** The same pages as one block that commits after each of them and goes on where it was cut off. */
function inlineUnits(
  table: Table,
  keys: readonly string[],
  types: readonly string[],
  work: Work,
  batch: BatchSettings,
  context: CompileContext,
): readonly SqlUnit[] {
  const name = qualified(table);
  const row = keyRow(keys);
  const ordered = keys.map(quoteIdentifier).join(', ');
  const last = keys.map((key) => `${quoteIdentifier(key)} DESC`).join(', ');
  // By the block's name: the table may have columns that are called the same.
  const variables = keys.map((_, i) => `flux_block.upto_${i + 1}`);
  const cursors = keys.map((_, i) => `flux_block.after_${i + 1}`);
  const plan = quoteLiteral(context.plan);
  const step = quoteLiteral(context.step);
  const range = `${row} <= ${rowOf(variables)}`;
  const rangeFrom = `${row} > ${rowOf(cursors)} AND ${range}`;
  const nextPage = (where: string): string =>
    `SELECT ${ordered}, count(*) OVER () INTO ${variables.join(', ')}, flux_block.page_rows FROM (SELECT ${ordered} FROM ${name} AS t${where} ORDER BY ${ordered} LIMIT ${batch.rows}) AS page ORDER BY ${last} LIMIT 1;`;
  const body = `
#variable_conflict use_column
<<flux_block>>
DECLARE
${keys.map((_, i) => `  after_${i + 1} ${types[i]};\n  upto_${i + 1} ${types[i]};`).join('\n')}
  started boolean;
  finished boolean;
  changed bigint;
  page_rows bigint;
  attempt int;
BEGIN
  IF EXISTS (SELECT FROM flux.journal WHERE plan = ${plan} AND step = ${step} AND unit = ${context.unit} AND state = 'done') THEN
    RETURN;
  END IF;
${work.prepare.map((s) => `  ${s};`).join('\n')}
  INSERT INTO flux.backfills (plan, step) VALUES (${plan}, ${step}) ON CONFLICT DO NOTHING;
  COMMIT;
  LOOP
    SELECT cursor IS NOT NULL, done${keys.map((_, i) => `, cursor[${i + 1}]`).join('')} INTO started, finished${cursors.map((c) => `, ${c}`).join('')}
      FROM flux.backfills WHERE plan = ${plan} AND step = ${step};
    EXIT WHEN finished;
    IF started THEN
      ${nextPage(` WHERE ${row} > ${rowOf(cursors)}`)}
    ELSE
      ${nextPage('')}
    END IF;
    EXIT WHEN NOT FOUND;
    attempt := 0;
    LOOP
      attempt := attempt + 1;
      BEGIN
        PERFORM set_config('lock_timeout', '${lockTimeoutMs}ms', true)${work.quiet ? `, set_config('flux.backfill', 'on', true)` : ''};
        IF started THEN
          ${work.statement(rangeFrom)};
        ELSE
          ${work.statement(range)};
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        UPDATE flux.backfills SET cursor = ARRAY[${variables.map((v) => `${v}::text`).join(', ')}], rows = rows + changed, updated_at = clock_timestamp()
          WHERE plan = ${plan} AND step = ${step};
        EXIT;
      EXCEPTION WHEN lock_not_available OR deadlock_detected OR serialization_failure THEN
        IF attempt >= 100 THEN
          RAISE;
        END IF;
      END;
      PERFORM pg_sleep(0.1 * (0.5 + random()));
    END LOOP;
    COMMIT;
    -- A short page is the last one: rows that come in behind it are written by the new rules already.
    EXIT WHEN page_rows < ${batch.rows};
    PERFORM pg_sleep(${batch.pauseMs / 1000});
  END LOOP;
  UPDATE flux.backfills SET done = true, updated_at = clock_timestamp() WHERE plan = ${plan} AND step = ${step};
${journalSql(context, context.unit, context.unit)
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}
END
`;
  return [{ run: 'alone', sql: `DO ${dollarQuote(body)}` }];
}
