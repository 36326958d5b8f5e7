import { undoneStep } from '@flux/core';
import type { Action, CompileContext, TableName } from '@flux/core';
import { dollarQuote } from './names.ts';
import { qualified, quoteIdentifier, quoteLiteral } from './quote.ts';
import { isCatalogType } from './types-sql.ts';

/**
 * What would break a promise of the plan and is not in the Snapshot: looked for in the catalogue, first thing in the
 * transaction, so that nothing has been changed when it is refused. A rollback is never refused.
 */
export function preflight(actions: readonly Action[], { step }: CompileContext): readonly string[] {
  if (undoneStep(step) !== null) return [];
  const conditions = [...new Set(actions.flatMap(refusals))];
  if (conditions.length === 0) return [];
  return [`DO ${dollarQuote(`\nBEGIN\n${conditions.join('\n')}\nEND\n`, 'preflight')}`];
}

function refusals(action: Action): readonly string[] {
  switch (action.kind) {
    case 'addColumn':
      return [
        refuseInheritance(action.table),
        ...(isCatalogType(action.column.type) ? [] : [refuseRewritingDomain(action.table, action.column.type)]),
      ];
    case 'addSync':
      return [refuseReplicaIdentity(action.table, action.pair.source)];
    case 'dropColumn':
      return [refuseInheritance(action.table), refuseReplicaIdentity(action.table, action.column)];
    case 'addCheck':
    case 'changeType':
      return [refuseInheritance(action.table)];
    default:
      return [];
  }
}

const raise = (condition: string, message: string, values: readonly string[], hint: string): string =>
  `  IF ${condition} THEN
    RAISE EXCEPTION ${quoteLiteral(`flux: ${message}`)}, ${values.join(', ')}
      USING HINT = ${quoteLiteral(hint)};
  END IF;`;

const relation = (table: TableName): string => `${quoteLiteral(qualified(table))}::regclass`;

/** The change goes to the children too, but triggers on the parent do not fire for rows written to them. */
const refuseInheritance = (table: TableName): string =>
  raise(
    `EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition AND ${relation(table)} IN (i.inhparent, i.inhrelid))`,
    'table % inherits or is inherited from',
    [quoteLiteral(qualified(table))],
    'Flux does not see the rows of the other tables: make this change by hand, or end the inheritance (NO INHERIT).',
  );

/** Without it a published table refuses every UPDATE and DELETE. Source: the manual, "Publication". */
const refuseReplicaIdentity = (table: TableName, column: string): string =>
  raise(
    `EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = ${relation(table)} AND i.indisreplident AND a.attname = ${quoteLiteral(column)})`,
    'column % of % is part of the replica identity',
    [quoteLiteral(quoteIdentifier(column)), quoteLiteral(qualified(table))],
    `Give the table another one first: ALTER TABLE ${qualified(table)} REPLICA IDENTITY DEFAULT (its primary key).`,
  );

/** A smaller table is rewritten in milliseconds. */
const smallBytes = 8 * 1024 * 1024;

/** A column of a domain with constraints is checked, and the whole table written anew, under ACCESS EXCLUSIVE. */
function refuseRewritingDomain(table: TableName, type: string): string {
  const chain = (field: string, rest: string): string =>
    `WITH RECURSIVE base AS (SELECT oid, typbasetype, typnotnull FROM pg_catalog.pg_type WHERE oid = ${quoteLiteral(type)}::regtype UNION ALL SELECT t.oid, t.typbasetype, t.typnotnull FROM pg_catalog.pg_type t JOIN base b ON t.oid = b.typbasetype) SELECT ${field} FROM base${rest}`;
  return [
    raise(
      `(${chain('bool_or(typnotnull)', '')})`,
      'domain % does not allow NULL',
      [quoteLiteral(type)],
      'A column of it cannot be added and filled later: use the base type with constraints on the table.',
    ),
    raise(
      `pg_table_size(${relation(table)}) > ${smallBytes} AND EXISTS (${chain('', ' JOIN pg_catalog.pg_constraint k ON k.contypid = base.oid')})`,
      'domain % has constraints: adding a column of it writes the whole of % anew',
      [quoteLiteral(type), quoteLiteral(qualified(table))],
      'Reads and writes would wait: use the base type with a CHECK on the table.',
    ),
  ].join('\n');
}
