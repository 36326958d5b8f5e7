import type { CommentStmt, RenameStmt } from '@pgsql/types';
import { tableOf } from './parse-clause.ts';
import type { Clause, StatementContext } from './parse-clause.ts';
import type { Token } from './parse-source.ts';
import { stringOf } from './types-name.ts';

export function readRename(statement: RenameStmt, context: StatementContext): Clause {
  const { renameType, relationType, relation, subname: from = '', newname: to = '' } = statement;
  const table = tableOf(relation, context);
  const onTable = relation?.inh === true;
  if (renameType === 'OBJECT_COLUMN' && relationType === 'OBJECT_TABLE' && onTable) {
    return { kind: 'renameColumn', table, from, to };
  }
  if (renameType === 'OBJECT_TABCONSTRAINT' && onTable) return { kind: 'renameConstraint', table, from, to };
  if (renameType === 'OBJECT_TABLE') return { unknown: 'ALTER TABLE ... RENAME TO' };
  return { unknown: `${statementKind(context.tokens)} ... RENAME` };
}

export function readComment({ objtype, object, comment = '' }: CommentStmt, context: StatementContext): Clause {
  const names = object !== undefined && 'List' in object ? (object.List.items ?? []).map(stringOf) : [];
  const [column, name, schema = context.defaultSchema, database] = names.toReversed();
  if (objtype !== 'OBJECT_COLUMN' || column === undefined || name === undefined || database !== undefined) {
    return { unknown: `COMMENT ON ${(objtype ?? '').replace('OBJECT_', '').replaceAll('_', ' ')}` };
  }
  // PostgreSQL stores no empty comment: '' takes it away, as NULL does.
  return { kind: 'setComment', table: { schema, name }, column, comment: comment === '' ? null : comment };
}

const noise: ReadonlySet<string> = new Set(
  'OR REPLACE IF NOT EXISTS TEMP TEMPORARY UNLOGGED GLOBAL LOCAL RECURSIVE CONCURRENTLY TRUSTED PROCEDURAL'.split(' '),
);
const twoWords: ReadonlySet<string> = new Set(
  'MATERIALIZED FOREIGN EVENT UNIQUE CONSTRAINT DEFAULT TEXT ACCESS USER'.split(' '),
);

/** `CREATE TABLE`, `DROP MATERIALIZED VIEW`, `UPDATE`: from the words that the statement begins with. */
export function statementKind(tokens: readonly Token[]): string {
  const other = tokens.findIndex((token) => token.keyword === null);
  const leading = tokens.slice(0, other < 0 ? undefined : other).map((token) => token.keyword!);
  const [verb = 'a statement', ...objects] = leading.filter((word) => !noise.has(word));
  if (!['CREATE', 'ALTER', 'DROP'].includes(verb)) return verb;
  return [verb, ...objects.slice(0, twoWords.has(objects[0] ?? '') ? 2 : 1)].join(' ');
}
