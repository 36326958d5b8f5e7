import { tableLabel } from '@flux/core';
import type { Dialect, ParsedStatement, Session, TableName } from '@flux/core';

/**
 * Tables that the migrations create and the target does not have yet: nothing on them is live.
 * @param pending the statements of the migrations that are not applied there, this one included
 */
export async function newTables(session: Session, pending: readonly ParsedStatement[]): Promise<readonly TableName[]> {
  const created = pending.flatMap(({ creates }) => creates);
  if (created.length === 0) return [];
  const rows = await session.query<TableName>(
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'f')`,
  );
  const there = new Set(rows.map(tableLabel));
  return created.filter((table) => !there.has(tableLabel(table)));
}

/** True where the statement concerns new tables and objects only. What cannot be told is taken for live. */
export function isOnNew(
  { sql, actions, creates, refersTo = [] }: ParsedStatement,
  tables: readonly TableName[],
): boolean {
  // A foreign key locks the table that it refers to.
  if (!refersTo.every((table) => isAmong(table, tables))) return false;
  if (creates.length > 0) return true;
  if (actions !== null && actions.length > 0)
    return actions.every((action) => 'table' in action && isAmong(action.table, tables));
  if (/^CREATE\s+(?:TYPE|SCHEMA|SEQUENCE)\b/i.test(sql)) return true;
  // As drizzle-kit writes constraints, row security and policies.
  const named =
    /^(?:ALTER\s+TABLE|CREATE\s+POLICY\s+"(?:[^"]|"")*"\s+ON)\s+(?:"((?:[^"]|"")*)"\.)?"((?:[^"]|"")*)"/i.exec(sql);
  if (named === null) return false;
  const [, schema = 'public', name = ''] = named;
  return isAmong({ schema: plain(schema), name: plain(name) }, tables);
}

const plain = (quoted: string): string => quoted.replaceAll('""', '"');
const isAmong = (table: TableName, tables: readonly TableName[]): boolean =>
  tables.some(({ schema, name }) => schema === table.schema && name === table.name);

/** What the planner sees of a mix: statements on new tables run as they are, the others are planned. */
export function withoutNewTables(dialect: Dialect, tables: readonly TableName[]): Dialect {
  return {
    ...dialect,
    parse: (sql) =>
      dialect.parse(sql).map((statement) =>
        isOnNew(statement, tables)
          ? {
              ...statement,
              actions: null,
              unknown: 'what it is about does not exist yet',
              place: { phase: 'expand' },
            }
          : statement,
      ),
  };
}
