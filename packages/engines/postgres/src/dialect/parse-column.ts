import type { Column } from '@flux/core';
import type { ColumnDef, Constraint } from '@pgsql/types';
import { expressionOf, isUnknown } from './parse-clause.ts';
import type { StatementContext, Unknown } from './parse-clause.ts';
import type { Token } from './parse-source.ts';
import { serialTypes } from './types-catalog.ts';
import { quoteWhenNeeded, stringOf, typeText } from './types-name.ts';

const refused: Readonly<Record<string, string>> = {
  CONSTR_CHECK: 'CHECK',
  CONSTR_FOREIGN: 'REFERENCES',
  CONSTR_GENERATED: 'GENERATED ALWAYS AS',
  CONSTR_IDENTITY: 'GENERATED AS IDENTITY',
  CONSTR_PRIMARY: 'PRIMARY KEY',
  CONSTR_UNIQUE: 'UNIQUE',
};

const unknown = (what: string): Unknown => ({ unknown: `ADD COLUMN with ${what}` });

/** The definition in `ADD COLUMN ...`; `tokens` are those of its clause. */
export function columnOf(context: StatementContext, definition: ColumnDef, tokens: readonly Token[]): Column | Unknown {
  const { typeName = {}, colname = '', compression, storage_name: storage, fdwoptions } = definition;
  const typeParts = (typeName.names ?? []).map(stringOf);
  if (typeParts.length === 1 && serialTypes.has(typeParts[0]!)) return unknown(`type ${typeParts[0]}`);
  if (typeName.pct_type || typeName.setof) return unknown('a type that refers to another column');
  if (compression !== undefined || storage !== undefined || fdwoptions !== undefined) return unknown('storage options');

  const constraints = constraintsOf(definition);
  let nullable = true;
  let defaultText: string | null = null;
  for (const constraint of constraints) {
    const { contype = 'CONSTR_NULL', conname } = constraint;
    if (contype === 'CONSTR_NULL') continue;
    if (contype === 'CONSTR_NOTNULL') {
      if (conname !== undefined) return unknown('a named NOT NULL constraint');
      if (constraint.is_no_inherit || constraint.skip_validation) return unknown('a NOT NULL of its own kind');
      nullable = false;
    } else if (contype === 'CONSTR_DEFAULT') {
      const value = expressionOf(context, defaultTokens(context, constraint, definition, tokens), constraint.raw_expr);
      if (isUnknown(value)) return unknown(`DEFAULT: ${value.unknown}`);
      defaultText = isNullConstant(value.text) ? null : value.text;
    } else {
      return unknown(refused[contype] ?? contype.replace('CONSTR_', '').replaceAll('_', ' '));
    }
  }
  const collation = definition.collClause?.collname?.map((name) => quoteWhenNeeded(stringOf(name))).join('.') ?? null;
  return {
    name: colname,
    type: typeText(typeName),
    nullable,
    default: defaultText,
    identity: null,
    generated: null,
    sequence: null,
    collation,
    comment: null,
  };
}

/** PostgreSQL stores no default for the bare constant: the column has none. */
export const isNullConstant = (text: string): boolean => text.toUpperCase() === 'NULL';

const constraintsOf = (definition: ColumnDef): readonly Constraint[] =>
  (definition.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));

/** From after DEFAULT to the next constraint of the column. */
function defaultTokens(
  { source }: StatementContext,
  constraint: Constraint,
  definition: ColumnDef,
  tokens: readonly Token[],
): readonly Token[] {
  const own = source.at(constraint.location ?? 0);
  const following = [...constraintsOf(definition), definition.collClause ?? {}]
    .map(({ location }) => source.at(location ?? 0))
    .filter((location) => location > own);
  const until = Math.min(...following, Infinity);
  const first = tokens.findIndex((token) => token.start >= own && token.keyword === 'DEFAULT');
  return tokens.slice(first + 1).filter((token) => token.start < until);
}
