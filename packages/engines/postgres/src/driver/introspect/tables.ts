import { FluxError } from '@flux/core';
import type { Column, Constraint, Expression, Index, Policy, SyncPair, Table, Trigger } from '@flux/core';
import { parseExpression } from '../../dialect/expression.ts';
import { isUnknown } from '../../dialect/parse-clause.ts';
import { indexOf } from '../../dialect/parse-index.ts';
import { readSource } from '../../dialect/parse-source.ts';
import { quoteIdentifier, qualified } from '../../dialect/quote.ts';
import { normalizeType } from '../../dialect/types-name.ts';
import { rowsBy } from './by-table.ts';
import type { Catalogue, ColumnRow, ConstraintRow, IndexRow, PolicyRow, TableRow, TriggerRow } from './rows.ts';
import { tableSizes } from './size.ts';

const kinds = { r: 'table', p: 'partitioned', f: 'foreign' } as const;

/** Flux's own triggers: what they do is told by `Table.syncs`. */
const ownTriggers: ReadonlySet<string> = new Set([' flux_first', '~flux_last']);

export function assembleTables(catalogue: Catalogue): readonly Table[] {
  const sizes = tableSizes(catalogue.tables);
  const columns = byTable(catalogue.columns);
  const indexes = byTable(catalogue.indexes);
  const constraints = byTable(catalogue.constraints);
  const triggers = byTable(catalogue.triggers);
  const policies = byTable(catalogue.policies);
  return catalogue.tables.map((table): Table => {
    const all = triggers(table);
    return {
      schema: table.schema,
      name: table.name,
      kind: kinds[table.kind],
      columns: columns(table).map(assembleColumn),
      indexes: indexes(table).map(assembleIndex),
      constraints: constraints(table).map(assembleConstraint),
      triggers: all.filter(({ name }) => !ownTriggers.has(name)).map(assembleTrigger),
      policies: policies(table).map((policy) => assemblePolicy(policy, table)),
      rowSecurity: table.rowSecurity,
      comment: table.comment,
      syncs: all.flatMap(({ syncs }) => (syncs === null ? [] : syncPairs(syncs))),
      size: sizes.get(table.oid) ?? null,
    };
  });
}

function byTable<Row extends { readonly table: number }>(rows: readonly Row[]): (table: TableRow) => readonly Row[] {
  const grouped = rowsBy(rows, (row) => row.table);
  return ({ oid }) => grouped(oid);
}

function assembleColumn(row: ColumnRow): Column {
  const { sequenceSchema: schema, sequenceName: name } = row;
  return {
    name: row.name,
    type: normalizeType(row.type),
    nullable: row.nullable,
    default: row.generated === '' ? row.expression : null,
    identity: row.identity === '' ? null : row.identity === 'a' ? 'always' : 'by default',
    generated:
      row.generated === '' ? null : { expression: readPrinted(row.expression!), stored: row.generated === 's' },
    sequence: schema === null || name === null ? null : { schema, name },
    collation: row.collation,
    comment: row.comment,
  };
}

function assembleIndex(row: IndexRow): Index {
  const source = readSource(row.definition);
  const statement = source.statements[0]?.stmt;
  const index =
    statement !== undefined && 'IndexStmt' in statement
      ? // Printed with ON ONLY when the table is partitioned: the index is the same.
        indexOf(statement.IndexStmt, { source, tokens: source.tokens, defaultSchema: 'public' })
      : { unknown: 'no CREATE INDEX' };
  if (!isUnknown(index)) return { ...index, name: row.name, valid: row.valid };
  // An expression over the whole row (`f(t.*)`) is kept as text: no column can be cut out of it.
  return {
    name: row.name,
    unique: row.unique,
    method: row.method,
    keys: row.keys.map((key) => ({ expression: [key], suffix: '' })),
    include: [],
    predicate: null,
    nullsNotDistinct: false,
    options: '',
    valid: row.valid,
  };
}

function assembleConstraint(row: ConstraintRow): Constraint {
  const { name, columns, validated, definition } = row;
  switch (row.kind) {
    case 'c':
      return { kind: 'check', name, expression: readPrinted(row.expression!), validated };
    case 'f': {
      const references = { schema: row.otherSchema!, name: row.otherName!, columns: row.otherColumns };
      return { kind: 'foreignKey', name, columns, references, validated, definition };
    }
    case 'x':
      return { kind: 'exclusion', name, columns, definition };
    default:
      return { kind: row.kind === 'p' ? 'primaryKey' : 'unique', name, columns, index: row.index ?? name, definition };
  }
}

/** Bits of pg_trigger.tgtype (src/include/catalog/pg_trigger.h): 1 row, 2 before, 64 instead of. */
function assembleTrigger(row: TriggerRow): Trigger {
  return {
    name: row.name,
    timing: (row.type & 64) !== 0 ? 'instead of' : (row.type & 2) !== 0 ? 'before' : 'after',
    forEach: (row.type & 1) !== 0 ? 'row' : 'statement',
    updateOf: row.updateOf,
    function: { schema: row.functionSchema, name: row.functionName },
    definition: row.definition,
  };
}

const commands = { '*': 'ALL', r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE' } as const;

/** There is no pg_get_policydef. */
function assemblePolicy(row: PolicyRow, table: TableRow): Policy {
  const roles = row.roles.map((role) => (role === null ? 'PUBLIC' : quoteIdentifier(role)));
  const definition = [
    `CREATE POLICY ${quoteIdentifier(row.name)} ON ${qualified(table)}`,
    `AS ${row.permissive ? 'PERMISSIVE' : 'RESTRICTIVE'} FOR ${commands[row.command]} TO ${roles.join(', ')}`,
    ...(row.using === null ? [] : [`USING (${row.using})`]),
    ...(row.check === null ? [] : [`WITH CHECK (${row.check})`]),
  ].join(' ');
  return { name: row.name, definition };
}

/** The comment on our trigger function. Written by another program or cut short it is no record: the guards find out. */
function syncPairs(comment: string): readonly SyncPair[] {
  if (!comment.startsWith('flux:')) return [];
  try {
    const pairs: unknown = JSON.parse(comment.slice('flux:'.length));
    return Array.isArray(pairs) ? (pairs as readonly SyncPair[]) : [];
  } catch {
    return [];
  }
}

/** What the server printed. An expression that cannot be cut (over the whole row) is kept as text. */
function readPrinted(text: string): Expression {
  try {
    return parseExpression(text);
  } catch (error) {
    if (error instanceof FluxError && error.code === 'UNSUPPORTED_CHANGE') return [text];
    throw error;
  }
}
