import type { Action, ParsedStatement, TableName } from '@flux/core';
import type { Constraint, Node, RawStmt } from '@pgsql/types';
import { readAlterTable } from './parse-alter-table.ts';
import { isUnknown, tableOf } from './parse-clause.ts';
import type { Clause, StatementContext } from './parse-clause.ts';
import { readCreateIndex } from './parse-index.ts';
import { placementOf } from './placement.ts';
import { readSource } from './parse-source.ts';
import type { Source, Token } from './parse-source.ts';
import { readComment, readRename, statementKind } from './parse-statement.ts';

export { loadParser } from './parse-source.ts';

/**
 * Statements of a migration in order, each with its own text and, where all its clauses are known, what it does.
 * Needs `loadParser()` to have been awaited.
 * @throws FluxError SQL_SYNTAX
 */
export function parse(sql: string, { defaultSchema = 'public' } = {}): readonly ParsedStatement[] {
  const source = readSource(sql);
  return source.statements.map((statement) => readStatement(statement, source, defaultSchema));
}

function readStatement(raw: RawStmt, source: Source, defaultSchema: string): ParsedStatement {
  const tokens = tokensOf(raw, source);
  const context: StatementContext = { source, tokens, defaultSchema };
  const start = tokens[0]?.start ?? 0;
  const end = tokens.at(-1)?.end ?? start;
  const node = raw.stmt ?? ({} as Node);
  const clauses = readClauses(node, context);
  const unknown = clauses.filter(isUnknown).map((clause) => clause.unknown);
  return {
    sql: source.text.slice(start, end),
    start,
    end,
    actions: unknown.length > 0 ? null : clauses.filter((clause): clause is Action => !isUnknown(clause)),
    unknown: unknown.length > 0 ? [...new Set(unknown)].join('; ') : null,
    place: placementOf(node, defaultSchema),
    creates: createdTables(node, context),
    refersTo: referencedTables(node, context),
  };
}

function tokensOf({ stmt_location: location = 0, stmt_len: length }: RawStmt, source: Source): readonly Token[] {
  const start = source.at(location);
  // The last statement has no length when nothing ends it.
  const end = length === undefined ? source.text.length : source.at(location + length);
  return source.tokens.slice(firstFrom(source.tokens, start), firstFrom(source.tokens, end));
}

/** Index of the first token that starts at `offset` or after it. */
function firstFrom(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readClauses(node: Node, context: StatementContext): readonly Clause[] {
  if ('AlterTableStmt' in node) return readAlterTable(node.AlterTableStmt, context);
  if ('IndexStmt' in node) return [readCreateIndex(node.IndexStmt, context)];
  if ('RenameStmt' in node) return [readRename(node.RenameStmt, context)];
  if ('CommentStmt' in node) return [readComment(node.CommentStmt, context)];
  return [{ unknown: statementKind(context.tokens) }];
}

function createdTables(node: Node, context: StatementContext): readonly TableName[] {
  if ('CreateStmt' in node) return [tableOf(node.CreateStmt.relation, context)];
  if ('CreateTableAsStmt' in node) return [tableOf(node.CreateTableAsStmt.into?.rel, context)];
  if ('SelectStmt' in node && node.SelectStmt.intoClause) return [tableOf(node.SelectStmt.intoClause.rel, context)];
  return [];
}

/** Foreign keys of CREATE TABLE and ALTER TABLE, on a column or on the table. */
function referencedTables(node: Node, context: StatementContext): readonly TableName[] {
  const found: TableName[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const constraint = value as Constraint;
    if (constraint.contype === 'CONSTR_FOREIGN' && constraint.pktable) found.push(tableOf(constraint.pktable, context));
    Object.values(value).forEach(visit);
  };
  if ('CreateStmt' in node || 'AlterTableStmt' in node) visit(node);
  return found;
}
