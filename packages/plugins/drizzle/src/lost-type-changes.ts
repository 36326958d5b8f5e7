import { FluxError } from '@flux/core';
import type { ParsedStatement } from '@flux/core';
import type { DrizzleSnapshot } from './migrations-folder.ts';

interface Tables {
  readonly [name: string]: { readonly columns: Readonly<Record<string, { readonly type?: string }>> };
}

/**
 * drizzle-kit 0.31 writes only the RENAME of a column that is renamed and retyped at once; its own snapshot has both, so
 * no later diff would say so. The SQL must do what the snapshot promises.
 * @throws FluxError UNSUPPORTED_CHANGE
 */
export function refuseLostTypeChanges(
  statements: readonly ParsedStatement[],
  before: DrizzleSnapshot | undefined,
  after: DrizzleSnapshot | undefined,
): void {
  const actions = statements.flatMap((statement) => statement.actions ?? []);
  for (const action of actions) {
    if (action.kind !== 'renameColumn') continue;
    const { table, from, to } = action;
    const key = `${table.schema}.${table.name}`;
    const was = (before?.['tables'] as Tables | undefined)?.[key]?.columns[from]?.type;
    const is = (after?.['tables'] as Tables | undefined)?.[key]?.columns[to]?.type;
    if (was === undefined || is === undefined || was === is) continue;
    if (actions.some((other) => other.kind === 'changeType' && other.column === to && other.table.name === table.name))
      continue;
    throw new FluxError(
      'UNSUPPORTED_CHANGE',
      `${table.name}.${from} is renamed to ${to} and changed from ${was} to ${is}, but drizzle-kit wrote only the rename (a bug of its 0.31).`,
      'Make it two migrations: rename the column, generate; then change its type, generate again.',
      { table: key, from, to, was, is },
    );
  }
}
