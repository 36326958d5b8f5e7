import type { Index, IndexKey } from '@flux/core';
import type { DefElem, IndexElem, IndexStmt, Node } from '@pgsql/types';
import { expressionOf, isUnknown, tableOf } from './parse-clause.ts';
import type { Clause, StatementContext, Unknown } from './parse-clause.ts';
import { chosenName } from './parse-names.ts';
import { closing, splitAtCommas } from './parse-source.ts';
import type { Token } from './parse-source.ts';
import { quoteLiteral } from './quote.ts';
import { quoteWhenNeeded, stringOf } from './types-name.ts';

export function readCreateIndex(statement: IndexStmt, context: StatementContext): Clause {
  if (statement.relation?.inh !== true) return { unknown: 'CREATE INDEX ON ONLY' };
  const index = indexOf(statement, context);
  if (isUnknown(index)) return index;
  const table = tableOf(statement.relation, context);
  return { kind: 'createIndex', table, index, concurrently: statement.concurrent === true };
}

/** Also reads what pg_get_indexdef prints. `valid` is true: only the catalogue knows better. */
export function indexOf(statement: IndexStmt, context: StatementContext): Index | Unknown {
  if (statement.tableSpace !== undefined) return { unknown: 'CREATE INDEX with TABLESPACE' };
  const elements = (statement.indexParams ?? []).flatMap((node) => ('IndexElem' in node ? [node.IndexElem] : []));
  const include = (statement.indexIncludingParams ?? []).map((node) =>
    'IndexElem' in node ? (node.IndexElem.name ?? '') : '',
  );

  const open = keysStart(statement, context);
  const parts = splitAtCommas(context.tokens.slice(open + 1, closing(context.tokens, open)));
  if (parts.length !== elements.length) return { unknown: 'CREATE INDEX whose keys cannot be told apart' };
  const keys: IndexKey[] = [];
  for (const [i, element] of elements.entries()) {
    const key = keyOf(element, parts[i]!, context);
    if (isUnknown(key)) return { unknown: `CREATE INDEX: ${key.unknown}` };
    keys.push(key);
  }

  const where = context.tokens.findLastIndex((token) => token.keyword === 'WHERE');
  const predicate =
    statement.whereClause === undefined
      ? null
      : expressionOf(context, context.tokens.slice(where + 1), statement.whereClause);
  if (predicate !== null && isUnknown(predicate)) return { unknown: `CREATE INDEX with WHERE: ${predicate.unknown}` };

  const name = statement.idxname ?? nameFor(statement, [...elements, ...include.map((column) => ({ name: column }))]);
  if (name === null) return { unknown: 'CREATE INDEX on an expression, without a name' };
  return {
    name,
    unique: statement.unique === true,
    method: statement.accessMethod ?? 'btree',
    keys,
    include,
    predicate: predicate?.expression ?? null,
    nullsNotDistinct: statement.nulls_not_distinct === true,
    options: (statement.options ?? [])
      .flatMap((node) => ('DefElem' in node ? [optionText(node.DefElem)] : []))
      .join(', '),
    valid: true,
  };
}

/** The bracket that opens the list of keys: the first one behind the table's name and its method. */
function keysStart(statement: IndexStmt, { source, tokens }: StatementContext): number {
  const table = source.at(statement.relation?.location ?? 0);
  return tokens.findIndex((token) => token.start > table && token.text === '(');
}

function keyOf(element: IndexElem, tokens: readonly Token[], context: StatementContext): IndexKey | Unknown {
  const suffix = suffixOf(element);
  if (element.name !== undefined) return { expression: [{ column: element.name }], suffix };
  // Either bracketed or a function call: it ends with the first bracket that closes. CURRENT_DATE and its kind have none.
  const open = tokens.findIndex((token) => token.text === '(');
  const end = open < 0 ? 0 : closing(tokens, open);
  const value = expressionOf(context, tokens.slice(0, end + 1), element.expr);
  return isUnknown(value) ? value : { expression: value.expression, suffix };
}

/** Without what is the default anyway, as pg_get_indexdef prints it. */
function suffixOf({ collation, opclass, opclassopts, ordering, nulls_ordering: nulls }: IndexElem): string {
  const descending = ordering === 'SORTBY_DESC';
  const words: string[] = [];
  if (collation) words.push(`COLLATE ${nameText(collation)}`);
  if (opclass) words.push(nameText(opclass));
  const options = (opclassopts ?? []).flatMap((node) => ('DefElem' in node ? [optionText(node.DefElem)] : []));
  if (options.length > 0) words.push(`${words.pop() ?? ''} (${options.join(', ')})`);
  if (descending) words.push('DESC');
  if (nulls === 'SORTBY_NULLS_FIRST' && !descending) words.push('NULLS FIRST');
  if (nulls === 'SORTBY_NULLS_LAST' && descending) words.push('NULLS LAST');
  return words.join(' ');
}

const nameText = (names: readonly Node[]): string => names.map((name) => quoteWhenNeeded(stringOf(name))).join('.');

/** `fillfactor = 70`; pg_get_indexdef puts every value in quotes, people do not. */
function optionText({ defname = '', defnamespace, arg }: DefElem): string {
  const name = [...(defnamespace === undefined ? [] : [defnamespace]), defname].map(quoteWhenNeeded).join('.');
  const value = arg === undefined ? null : valueText(arg);
  if (value === null) return name;
  return `${name} = ${/^(-?[0-9.]+|on|off|true|false|auto)$/.test(value) ? value : quoteLiteral(value)}`;
}

function valueText(node: Node): string {
  if ('Integer' in node) return String(node.Integer.ival ?? 0);
  if ('Float' in node) return node.Float.fval ?? '0';
  if ('Boolean' in node) return String(node.Boolean.boolval ?? false);
  if ('TypeName' in node) return (node.TypeName.names ?? []).map(stringOf).join('.');
  return stringOf(node);
}

/** ChooseIndexColumnNames and FigureIndexColname, for columns and function calls; null for other expressions. */
function nameFor(statement: IndexStmt, elements: readonly IndexElem[]): string | null {
  const parts: string[] = [];
  for (const { name, expr } of elements) {
    const call = expr !== undefined && 'FuncCall' in expr ? expr.FuncCall.funcname?.at(-1) : undefined;
    const part = name ?? (call && stringOf(call));
    if (part === undefined) return null;
    let unique = part;
    for (let n = 1; parts.includes(unique); n += 1) unique = `${part}${n}`;
    parts.push(unique);
  }
  return chosenName(statement.relation?.relname ?? '', parts.join('_'), 'idx');
}
