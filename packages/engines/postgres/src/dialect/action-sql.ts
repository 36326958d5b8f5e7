import { FluxError, applyActions, findColumn, getTable, tableLabel } from '@flux/core';
import type { Action, ActionKind, ActionOf, Column, Expression, Index, Snapshot, TableName } from '@flux/core';
import { dropArchive } from './archive.ts';
import { renderExpression } from './expression.ts';
import { notNullNameStatement, ownNotNullName } from './not-null-name.ts';
import { dropPairObjects, recordObjects, tripwire } from './pair-records.ts';
import { syncStatements } from './sync.ts';
import { qualified, quoteIdentifier, quoteLiteral } from './quote.ts';

/** Actions that compile to plain statements of one guarded transaction; the others have files of their own. */
export type StatementKind = Exclude<
  ActionKind,
  'createIndex' | 'fillColumns' | 'archiveColumn' | 'restoreColumn' | 'verbatim'
>;

export interface StatementContext {
  readonly before: Snapshot;
  readonly serverVersion: number;
  readonly plan: string;
}

const sqlOf = (expression: Expression): string => renderExpression(expression, quoteIdentifier);
const alter = (table: TableName, clause: string): string => `ALTER TABLE ${qualified(table)} ${clause}`;
const inSchema = ({ schema }: TableName, name: string): string => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

export function columnSql(column: Column): string {
  return [
    `${quoteIdentifier(column.name)} ${column.type}`,
    ...(column.collation === null ? [] : [`COLLATE ${column.collation}`]),
    ...(column.nullable ? [] : ['NOT NULL']),
    ...(column.default === null ? [] : [`DEFAULT ${column.default}`]),
  ].join(' ');
}

export function indexSql(table: TableName, index: Index, concurrently: boolean): string {
  const keys = index.keys.map(({ expression, suffix }) => {
    const [only] = expression;
    const plain = expression.length === 1 && typeof only === 'object';
    return `${plain ? sqlOf(expression) : `(${sqlOf(expression)})`}${suffix === '' ? '' : ` ${suffix}`}`;
  });
  return [
    `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${concurrently ? 'CONCURRENTLY ' : ''}IF NOT EXISTS ${quoteIdentifier(index.name)}`,
    `ON ${qualified(table)} USING ${quoteIdentifier(index.method)} (${keys.join(', ')})`,
    ...(index.include.length > 0 ? [`INCLUDE (${index.include.map(quoteIdentifier).join(', ')})`] : []),
    ...(index.nullsNotDistinct ? ['NULLS NOT DISTINCT'] : []),
    ...(index.options === '' ? [] : [`WITH (${index.options})`]),
    ...(index.predicate === null ? [] : [`WHERE ${sqlOf(index.predicate)}`]),
  ].join(' ');
}

const statements: {
  readonly [K in StatementKind]: (action: ActionOf<K>, context: StatementContext) => readonly string[];
} = {
  addColumn: ({ table, column }) => {
    if (column.identity !== null || column.generated !== null) {
      throw new FluxError(
        'UNSUPPORTED_CHANGE',
        `Adding ${tableLabel(table)}.${column.name} as ${column.identity === null ? 'a generated' : 'an identity'} column rewrites the table.`,
        'Add it as a plain column and fill it, or wait for a release of Flux that covers it.',
      );
    }
    return [
      alter(table, `ADD COLUMN ${columnSql(column)}`),
      ...(column.comment === null
        ? []
        : [`COMMENT ON COLUMN ${qualified(table)}.${quoteIdentifier(column.name)} IS ${quoteLiteral(column.comment)}`]),
    ];
  },
  dropColumn: ({ table, column }) => [alter(table, `DROP COLUMN ${quoteIdentifier(column)}`)],
  renameColumn: ({ table, from, to }) => [
    alter(table, `RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`),
  ],
  setNotNull: ({ table, column }) => [alter(table, `ALTER COLUMN ${quoteIdentifier(column)} SET NOT NULL`)],
  dropNotNull: ({ table, column }) => [alter(table, `ALTER COLUMN ${quoteIdentifier(column)} DROP NOT NULL`)],
  handOverNotNull: ({ table, from, to }, { serverVersion }) => notNullNameStatement(table, from, to, serverVersion),
  renameNotNull: ({ table, column }, { serverVersion }) => ownNotNullName(table, column, serverVersion),
  allowDivergence: () => [],
  setDefault: ({ table, column, expression }) => [
    alter(table, `ALTER COLUMN ${quoteIdentifier(column)} SET DEFAULT ${expression}`),
  ],
  dropDefault: ({ table, column }) => [alter(table, `ALTER COLUMN ${quoteIdentifier(column)} DROP DEFAULT`)],
  changeType: ({ table, column, type, using }) => [
    alter(
      table,
      `ALTER COLUMN ${quoteIdentifier(column)} TYPE ${type}${using === null ? '' : ` USING ${sqlOf(using)}`}`,
    ),
  ],
  setComment: ({ table, column, comment }) => [
    `COMMENT ON COLUMN ${qualified(table)}.${quoteIdentifier(column)} IS ${comment === null ? 'NULL' : quoteLiteral(comment)}`,
  ],
  addCheck: ({ table, name, expression, validated }) => [
    alter(
      table,
      `ADD CONSTRAINT ${quoteIdentifier(name)} CHECK (${sqlOf(expression)})${validated ? '' : ' NOT VALID'}`,
    ),
  ],
  validateConstraint: ({ table, name }) => [alter(table, `VALIDATE CONSTRAINT ${quoteIdentifier(name)}`)],
  dropConstraint: ({ table, name }) => [alter(table, `DROP CONSTRAINT IF EXISTS ${quoteIdentifier(name)}`)],
  renameConstraint: ({ table, from, to }) => [
    alter(table, `RENAME CONSTRAINT ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`),
  ],
  dropIndex: ({ table, name }) => [`DROP INDEX IF EXISTS ${inSchema(table, name)}`],
  renameIndex: ({ table, from, to }) => [`ALTER INDEX ${inSchema(table, from)} RENAME TO ${quoteIdentifier(to)}`],
  promoteIndex: ({ table, index, name }) => [
    alter(table, `ADD CONSTRAINT ${quoteIdentifier(name)} UNIQUE USING INDEX ${quoteIdentifier(index)}`),
  ],
  addSync: (action, { before }) => {
    const after = applyActions(before, [action]);
    const table = getTable(after, action.table);
    return [
      ...recordObjects(action.pair),
      ...tripwire(table, action.pair),
      ...syncStatements(getTable(before, action.table), table),
    ];
  },
  dropSync: (action, { before }) => {
    const after = applyActions(before, [action]);
    return [
      ...syncStatements(getTable(before, action.table), getTable(after, action.table)),
      ...dropPairObjects(action.pair),
    ];
  },
  exchangeColumns: (action, { before, serverVersion }) => {
    const { table, column, shadow, retired } = action;
    const after = applyActions(before, [action]);
    const was = findColumn(getTable(before, table), column)!;
    return [
      `LOCK TABLE ${qualified(table)} IN ACCESS EXCLUSIVE MODE`,
      alter(table, `RENAME COLUMN ${quoteIdentifier(column)} TO ${quoteIdentifier(retired)}`),
      alter(table, `RENAME COLUMN ${quoteIdentifier(shadow)} TO ${quoteIdentifier(column)}`),
      ...(action.default === null
        ? [alter(table, `ALTER COLUMN ${quoteIdentifier(column)} DROP DEFAULT`)]
        : [alter(table, `ALTER COLUMN ${quoteIdentifier(column)} SET DEFAULT ${action.default}`)]),
      ...(was.default === null ? [] : [alter(table, `ALTER COLUMN ${quoteIdentifier(retired)} DROP DEFAULT`)]),
      ...(was.nullable ? [] : notNullNameStatement(table, retired, column, serverVersion)),
      // The tripwire follows the columns by number.
      ...recordObjects(action.after),
      ...syncStatements(getTable(before, table), getTable(after, table)),
    ];
  },
  recreateFunction: ({ definition }) => [definition.trim().replace(/;$/, '')],
  dropArchive: ({ name }, { plan }) => [dropArchive(name, plan)],
};

/** The statements of one action, without their semicolons. */
export function actionStatements(
  action: Extract<Action, { kind: StatementKind }>,
  context: StatementContext,
): readonly string[] {
  const compile = statements[action.kind] as (action: Action, context: StatementContext) => readonly string[];
  return compile(action, context);
}
