import { FluxError } from '@flux/core';
import type { Expression } from '@flux/core';
import type { ColumnRef, Node } from '@pgsql/types';
import { readSource } from './parse-source.ts';
import type { Source } from './parse-source.ts';

/**
 * Cuts the column references out of an expression and leaves every other character as written. `t.col` counts as a
 * reference to `col`: an expression is always over the columns of one table.
 * @throws FluxError SQL_SYNTAX, UNSUPPORTED_CHANGE
 */
export const parseExpression = (sql: string): Expression => readExpression(sql).expression;

/** As parseExpression, with the tree, to compare with the statement that the text was cut from. */
export function readExpression(sql: string): { readonly expression: Expression; readonly tree: Node } {
  const source = readSource(`SELECT ${sql}\n`);
  const tree = onlyExpression(source, sql);
  const parts: (string | { readonly column: string })[] = [];
  let from = source.tokens[1]!.start;
  const pushUntil = (end: number): void => {
    if (end > from) parts.push(source.text.slice(from, end));
  };
  for (const reference of columnReferences(tree, sql)) {
    const { start, end, column } = locate(source, reference, sql);
    pushUntil(start);
    parts.push({ column });
    from = end;
  }
  // Up to the last token: a comment after it would swallow whatever is put behind the expression.
  pushUntil(source.tokens.at(-1)!.end);
  return { expression: parts, tree };
}

/** `column` gives the SQL that stands for a column: its quoted name, `NEW."name"`, ... */
export const renderExpression = (expression: Expression, column: (name: string) => string): string =>
  expression.map((part) => (typeof part === 'string' ? part : column(part.column))).join('');

function onlyExpression(source: Source, sql: string): Node {
  const statement = source.statements.length === 1 ? source.statements[0]?.stmt : undefined;
  const select = statement !== undefined && 'SelectStmt' in statement ? statement.SelectStmt : {};
  const clauses = Object.keys(select).filter((key) => key !== 'limitOption' && key !== 'op');
  const node = select.targetList?.length === 1 && clauses.length === 1 ? select.targetList[0] : undefined;
  const target = node !== undefined && 'ResTarget' in node ? node.ResTarget : {};
  if (target.val !== undefined && target.name === undefined) return target.val;
  const remedy = 'Give one expression over the columns of the table.';
  throw new FluxError('SQL_SYNTAX', `Not one SQL expression: ${sql}`, remedy, { expression: sql });
}

const refused: Readonly<Record<string, string>> = {
  SubLink: 'a subquery',
  ParamRef: 'a parameter ($1)',
  A_Star: '*',
};

function columnReferences(tree: Node, sql: string): readonly ColumnRef[] {
  const found: ColumnRef[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (refused[key] !== undefined) throw unsupported(sql, refused[key]);
      if (key === 'ColumnRef') found.push(inner as ColumnRef);
      // A type's modifiers parse as column references (`geometry(Point)`): they are none.
      if (key !== 'typmods') visit(inner);
    }
  };
  visit(tree);
  return found.toSorted((a, b) => (a.location ?? 0) - (b.location ?? 0));
}

function locate(source: Source, reference: ColumnRef, sql: string): { start: number; end: number; column: string } {
  const start = source.at(reference.location ?? 0);
  const first = source.tokens.findIndex((token) => token.start === start);
  const fields = (reference.fields ?? []).map((field) => ('String' in field ? (field.String.sval ?? '') : ''));
  const name = source.tokens[first];
  // name (. name)*
  const last = source.tokens[first + 2 * (fields.length - 1)];
  if (name === undefined || last === undefined || /^u&"/i.test(last.text)) throw unsupported(sql, 'a U&"" name');
  return { start, end: last.end, column: fields.at(-1)! };
}

const unsupported = (sql: string, what: string): FluxError =>
  new FluxError(
    'UNSUPPORTED_CHANGE',
    `The expression ${sql} contains ${what}: Flux evaluates an expression over the columns of one row.`,
    'Write it over columns of the row, by their plain names; put a lookup into an SQL function and call that.',
    { expression: sql },
  );
