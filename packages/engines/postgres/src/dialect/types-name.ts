import { FluxError } from '@flux/core';
import type { Node, TypeName } from '@pgsql/types';
import { scanSync } from 'libpg-query';
import { parseTree } from './parse-source.ts';
import { quoteIdentifier } from './quote.ts';
import { catalogTypes, intervalFields, printedTypes } from './types-catalog.ts';

/**
 * A type as format_type prints it: `int4` → `integer`, `varchar(20)` → `character varying(20)`. Types outside pg_catalog
 * keep the schema that they are written with: the catalogue is read with all of them, and what the migration leaves to
 * the search_path is found by the session's, as it would be without Flux.
 * @throws FluxError SQL_SYNTAX
 */
export function normalizeType(type: string): string {
  const statements = parseTree(`SELECT NULL::${type}\n`);
  const select = statements.length === 1 ? statements[0]?.stmt : undefined;
  const targets = select !== undefined && 'SelectStmt' in select ? (select.SelectStmt.targetList ?? []) : [];
  const target = targets.length === 1 && 'ResTarget' in targets[0]! ? targets[0].ResTarget : {};
  if (target.name === undefined && target.val !== undefined && 'TypeCast' in target.val) {
    const { typeName, arg } = target.val.TypeCast;
    const isNull = arg !== undefined && 'A_Const' in arg && (arg.A_Const as { isnull?: boolean }).isnull === true;
    if (isNull && typeName) return typeText(typeName);
  }
  throw new FluxError('SQL_SYNTAX', `Not a type: ${type}`, 'Give a type as in a column definition.', { type });
}

/** The type's name in pg_type; null when it is none of pg_catalog. */
export function catalogName({ names = [] }: TypeName): string | null {
  const [first, second] = names.map(stringOf);
  if (second === undefined) return first !== undefined && catalogTypes.has(first) ? first : null;
  return first === 'pg_catalog' ? second : null;
}

export function typeText(type: TypeName): string {
  const array = (type.arrayBounds ?? []).length > 0 ? '[]' : '';
  const modifiers = (type.typmods ?? []).map(modifierText);
  const base = catalogName(type);
  return `${base === null ? foreignType(type, modifiers) : catalogType(base, modifiers)}${array}`;
}

function catalogType(name: string, modifiers: readonly string[]): string {
  if (name === 'interval') return intervalType(modifiers);
  // bpchar without a length is another type than character, which means character(1).
  if (name === 'bpchar' && modifiers.length === 0) return 'bpchar';
  const printed = printedTypes[name] ?? name;
  if (modifiers.length === 0) return printed;
  const [head, ...tail] = /^(time|timestamp) /.test(printed) ? printed.split(' ') : [printed];
  const stated = printed === 'numeric' && modifiers.length === 1 ? [...modifiers, '0'] : modifiers;
  return [`${head}(${stated.join(',')})`, ...tail].join(' ');
}

function intervalType([fields = '32767', precision]: readonly string[]): string {
  return `interval${intervalFields[Number(fields)] ?? ''}${precision === undefined ? '' : `(${precision})`}`;
}

function foreignType({ names = [] }: TypeName, modifiers: readonly string[]): string {
  const name = names.map((part) => quoteWhenNeeded(stringOf(part))).join('.');
  return modifiers.length === 0 ? name : `${name}(${modifiers.join(',')})`;
}

/** As quote_identifier does, which the catalogue functions print with: so that both sides read alike. */
export function quoteWhenNeeded(name: string): string {
  if (!/^[a-z_][a-z0-9_$]*$/.test(name)) return quoteIdentifier(name);
  const keyword = scanSync(name).tokens[0]?.keywordName ?? 'NO_KEYWORD';
  return keyword === 'NO_KEYWORD' || keyword === 'UNRESERVED_KEYWORD' ? name : quoteIdentifier(name);
}

export const stringOf = (node: Node): string => ('String' in node ? (node.String.sval ?? '') : '');

function modifierText(node: Node): string {
  if ('A_Const' in node) {
    const { ival, sval, fval } = node.A_Const as {
      ival?: { ival?: number };
      sval?: { sval?: string };
      fval?: { fval?: string };
    };
    return sval?.sval ?? fval?.fval ?? String(ival?.ival ?? 0);
  }
  if ('ColumnRef' in node) return (node.ColumnRef.fields ?? []).map(stringOf).join('.');
  return 'String' in node ? stringOf(node) : '?';
}
