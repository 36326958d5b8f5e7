import { applyActions, undoneStep } from '@flux/core';
import type { Action, ActionOf, CompileContext, Snapshot, SqlUnit, TableName } from '@flux/core';
import { actionStatements, indexSql } from './action-sql.ts';
import type { StatementKind } from './action-sql.ts';
import { aloneUnit, guardedUnit, journalSql, plainUnit } from './guard.ts';
import { dollarQuote } from './names.ts';
import { preflight } from './preflight.ts';
import { mustRunAlone } from './run-alone.ts';
import { qualified, quoteIdentifier, quoteLiteral } from './quote.ts';

/** Units for actions that share a transaction, or for one that stands alone. */
export function compileActions(
  actions: readonly Action[],
  before: Snapshot,
  serverVersion: number,
  context: CompileContext,
): readonly SqlUnit[] {
  const [only] = actions;
  if (only === undefined) return [];
  if (only.kind === 'createIndex') return createIndexUnits(only, context);
  if (only.kind === 'dropIndex' && only.concurrently) return dropIndexUnits(only, context);
  if (only.kind === 'verbatim') return verbatimUnits(only, context);
  const statements: string[] = [...preflight(actions, context)];
  let state = before;
  for (const action of actions) {
    statements.push(
      ...actionStatements(action as Extract<Action, { kind: StatementKind }>, {
        before: state,
        serverVersion,
        plan: context.plan,
      }),
    );
    state = applyActions(state, [action]);
  }
  return [guardedUnit(statements, context)];
}

/**
 * Safe to run again at any point: the leftover of an interrupted build is put aside first, IF NOT EXISTS would report
 * success over it. Source: docs/facts/postgres.md C6.
 */
function createIndexUnits(
  { table, index, concurrently }: ActionOf<'createIndex'>,
  context: CompileContext,
): readonly SqlUnit[] {
  const name = `${quoteIdentifier(table.schema)}.${quoteIdentifier(index.name)}`;
  if (!concurrently) return [guardedUnit([indexSql(table, index, false)], context)];
  const regclass = `to_regclass(${quoteLiteral(name)})`;
  const aside = `
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = ${regclass} AND NOT indisvalid) THEN
    -- The server builds on after the client is gone; what is put aside now would come to life later.
    IF EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = ${regclass}) THEN
      RAISE EXCEPTION 'flux: another session is still building index %', ${quoteLiteral(name)}
        USING ERRCODE = 'lock_not_available', HINT = 'Wait until it has ended, then run this again.';
    END IF;
    EXECUTE format('ALTER INDEX ${name.replaceAll("'", "''").replaceAll('%', '%%')} RENAME TO %I', 'flux_invalid_' || ${regclass}::oid);
  END IF;
END
`;
  const built = `
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = ${regclass} AND indisvalid) THEN
    RAISE EXCEPTION 'flux: index % was not built, or is invalid', ${quoteLiteral(name)} USING
      ERRCODE = 'object_not_in_prerequisite_state',
      HINT = 'Run outside a transaction: REINDEX INDEX CONCURRENTLY ${name.replaceAll("'", "''")}; then run this again.';
  END IF;
END
`;
  const last = { ...context, unit: context.unit + 2 };
  return [
    plainUnit(`DO ${dollarQuote(aside)}`),
    aloneUnit(indexSql(table, index, true)),
    guardedUnit([`DO ${dollarQuote(built, 'built')}`, dropLeftovers(table)], last, context.unit),
  ];
}

/** What interrupted builds on the table left and was put aside. */
function dropLeftovers(table: TableName): string {
  const body = `
DECLARE
  leftover regclass;
BEGIN
  FOR leftover IN SELECT i.indexrelid::regclass FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = ${quoteLiteral(qualified(table))}::regclass AND NOT i.indisvalid AND c.relname LIKE 'flux\\_invalid\\_%'
  LOOP
    EXECUTE format('DROP INDEX %s', leftover);
  END LOOP;
END
`;
  return `DO ${dollarQuote(body, 'leftovers')}`;
}

function dropIndexUnits({ table, name }: ActionOf<'dropIndex'>, context: CompileContext): readonly SqlUnit[] {
  const index = `${quoteIdentifier(table.schema)}.${quoteIdentifier(name)}`;
  return [
    aloneUnit(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`),
    undoneStep(context.step) === null
      ? plainUnit(journalSql(context, context.unit, context.unit + 1))
      : // Of a build that was cut off, what was put aside goes too.
        guardedUnit([dropLeftovers(table)], { ...context, unit: context.unit + 1 }, context.unit),
  ];
}

/** As written, but with bounded waits where the server lets it run in a transaction. */
function verbatimUnits({ sql }: ActionOf<'verbatim'>, context: CompileContext): readonly SqlUnit[] {
  const statement = sql.trim().replace(/;$/, '');
  if (!mustRunAlone(statement)) return [guardedUnit([`EXECUTE ${dollarQuote(statement, 'sql')}`], context)];
  return [aloneUnit(statement), plainUnit(journalSql(context, context.unit, context.unit + 1))];
}
