import type { Action } from '../actions/types.ts';
import type { Dialect } from '../dialect.ts';
import { FluxError } from '../errors.ts';
import type { Release } from '../plan/types.ts';
import { indexOnColumn } from '../schema/edit.ts';
import { constraintColumns, indexColumns, renameInExpression, tableLabel } from '../schema/lookup.ts';
import type { Table, TableName } from '../schema/snapshot.ts';
import type { Draft } from './types.ts';

/**
 * The indexes and checks of a column, once more on the column that takes its place, under helper names; and what gives
 * them their names when the first column goes (`atDrop`) or when the two change places (`atExchange`).
 */
export interface Twins {
  readonly drafts: readonly Draft[];
  readonly atDrop: readonly Action[];
  /**
   * Checks and unique indexes of the first column that its clamped values could violate, as a mirror: those of the second
   * one guard every write.
   */
  readonly beforeExchange: readonly Action[];
  readonly atExchange: readonly Action[];
  readonly unique: boolean;
}

export function twinsOf(
  dialect: Dialect,
  owner: Table,
  from: string,
  to: string,
  after: Release | null,
  safeUntil: Release | null,
  clampsBack = false,
): Twins {
  // Actions name their table; the plan is no place for the whole of it.
  const table: TableName = { schema: owner.schema, name: owner.name };
  const drafts: Draft[] = [];
  const atDrop: Action[] = [];
  const beforeExchange: Action[] = [];
  const atExchange: Action[] = [];
  let unique = false;
  const uniqueConstraints = new Map<string, string>();
  for (const constraint of owner.constraints) {
    if (constraint.kind === 'unique') uniqueConstraints.set(constraint.index, constraint.name);
    if (constraint.kind !== 'check' || !constraintColumns(constraint).includes(from)) continue;
    const name = dialect.helperName(constraint.name, 'flux_new');
    const old = dialect.helperName(constraint.name, 'flux_old');
    const expression = renameInExpression(constraint.expression, from, to);
    drafts.push({
      kind: 'actions',
      after,
      slot: 'constrain',
      title: `Carry check ${constraint.name} over to ${to}`,
      actions: [
        { kind: 'addCheck', table, name, expression, validated: false },
        ...(constraint.validated ? [{ kind: 'validateConstraint', table, name } as const] : []),
      ],
      safeUntil,
    });
    atDrop.push({ kind: 'renameConstraint', table, from: name, to: constraint.name });
    if (clampsBack) beforeExchange.push({ kind: 'dropConstraint', table, name: constraint.name });
    else atExchange.push({ kind: 'renameConstraint', table, from: constraint.name, to: old });
    atExchange.push({ kind: 'renameConstraint', table, from: name, to: constraint.name });
  }
  for (const index of owner.indexes) {
    if (!indexColumns(index).includes(from)) continue;
    if (!index.valid) throw invalidIndex(table, index.name);
    unique ||= index.unique;
    const name = dialect.helperName(index.name, 'flux_new');
    const old = dialect.helperName(index.name, 'flux_old');
    drafts.push({
      kind: 'actions',
      after,
      slot: 'index',
      title: `Build index ${index.name} on ${to}`,
      actions: [
        {
          kind: 'createIndex',
          table,
          index: { ...indexOnColumn(index, from, to, name), valid: true },
          concurrently: true,
        },
      ],
      safeUntil,
    });
    const constraint = uniqueConstraints.get(index.name);
    if (constraint === undefined) {
      atDrop.push({ kind: 'renameIndex', table, from: name, to: index.name });
      if (clampsBack && index.unique)
        beforeExchange.push({ kind: 'dropIndex', table, name: index.name, concurrently: false });
      else atExchange.push({ kind: 'renameIndex', table, from: index.name, to: old });
      atExchange.push({ kind: 'renameIndex', table, from: name, to: index.name });
    } else {
      atDrop.push({ kind: 'promoteIndex', table, index: name, name: constraint });
      if (clampsBack) beforeExchange.push({ kind: 'dropConstraint', table, name: constraint });
      else atExchange.push({ kind: 'renameConstraint', table, from: constraint, to: old });
      atExchange.push({ kind: 'promoteIndex', table, index: name, name: constraint });
    }
  }
  return { drafts, atDrop, beforeExchange, atExchange, unique };
}

const invalidIndex = (table: TableName, index: string): FluxError =>
  new FluxError(
    'INVALID_INDEX',
    `Index ${table.schema}.${index} is invalid: an interrupted build left it behind, and it cannot be carried over.`,
    `Drop it (DROP INDEX CONCURRENTLY) or repair it (REINDEX INDEX CONCURRENTLY), then plan again.`,
    { table: tableLabel(table), index },
  );
