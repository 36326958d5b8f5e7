import { FluxError } from '@flux/core';
import type { Action, Expression, TableName } from '@flux/core';
import type { Node, RangeVar } from '@pgsql/types';
import { readExpression } from './expression.ts';
import { textOf } from './parse-source.ts';
import type { Source, Token } from './parse-source.ts';

/** What one clause does, or what about it Flux does not know. */
export type Clause = Action | Unknown;
export interface Unknown {
  readonly unknown: string;
}
export const isUnknown = (value: object): value is Unknown => 'unknown' in value;

/** One statement with what is needed to read it. */
export interface StatementContext {
  readonly source: Source;
  readonly tokens: readonly Token[];
  /** The schema of names that state none. */
  readonly defaultSchema: string;
}

export const tableOf = (relation: RangeVar | undefined, { defaultSchema }: StatementContext): TableName => ({
  schema: relation?.schemaname ?? defaultSchema,
  name: relation?.relname ?? '',
});

export interface ClauseExpression {
  readonly text: string;
  readonly expression: Expression;
}

/**
 * The expression that these tokens are, in the user's own words. The text is parsed once more and must give the tree
 * that the statement has at this place, so a cut at the wrong place cannot go unnoticed.
 */
export function expressionOf(
  context: StatementContext,
  tokens: readonly Token[],
  tree: Node | undefined,
): ClauseExpression | Unknown {
  const text = textOf(context.source, tokens);
  try {
    const read = readExpression(text);
    if (fingerprint(read.tree) === fingerprint(tree)) return { text, expression: read.expression };
  } catch (error) {
    if (!(error instanceof FluxError)) throw error;
    if (error.code === 'UNSUPPORTED_CHANGE') return { unknown: error.message };
  }
  return { unknown: `the expression ${text}` };
}

const fingerprint = (tree: Node | undefined): string =>
  JSON.stringify(tree, (key, value: unknown) => (positional.has(key) ? undefined : value));
const positional = new Set(['location', 'rexpr_list_start', 'rexpr_list_end', 'list_start', 'list_end']);
