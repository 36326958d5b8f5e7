import { FluxError } from '../errors.ts';
import { sameTable, tableLabel } from './lookup.ts';
import type { Dependency, DependentKind, Snapshot, TableName } from './snapshot.ts';

export type ColumnChange = 'rename' | 'retype' | 'drop';

/**
 * What becomes of an object when the column under it changes:
 * - `carry`: the strategy re-creates it on the new column;
 * - `goes`: it goes with the column, as it would with the direct statement;
 * - `notice`: it stays and is named as a hazard, since Flux cannot tell;
 * - `stop`: the plan stops and names it.
 */
export const dependents: Readonly<
  Record<DependentKind, Readonly<Record<ColumnChange, 'carry' | 'goes' | 'notice' | 'stop'>>>
> = {
  default: { rename: 'carry', retype: 'carry', drop: 'goes' },
  comment: { rename: 'carry', retype: 'carry', drop: 'goes' },
  index: { rename: 'carry', retype: 'carry', drop: 'goes' },
  unique: { rename: 'carry', retype: 'carry', drop: 'goes' },
  check: { rename: 'carry', retype: 'carry', drop: 'goes' },
  functionBody: { rename: 'notice', retype: 'carry', drop: 'notice' },
  ownedSequence: { rename: 'stop', retype: 'stop', drop: 'stop' },
  identity: { rename: 'stop', retype: 'stop', drop: 'stop' },
  primaryKey: { rename: 'stop', retype: 'stop', drop: 'stop' },
  foreignKey: { rename: 'stop', retype: 'stop', drop: 'stop' },
  referencedBy: { rename: 'stop', retype: 'stop', drop: 'stop' },
  exclusion: { rename: 'stop', retype: 'stop', drop: 'stop' },
  generatedColumn: { rename: 'stop', retype: 'stop', drop: 'stop' },
  view: { rename: 'stop', retype: 'stop', drop: 'stop' },
  materializedView: { rename: 'stop', retype: 'stop', drop: 'stop' },
  rule: { rename: 'stop', retype: 'stop', drop: 'stop' },
  policy: { rename: 'stop', retype: 'stop', drop: 'stop' },
  triggerColumns: { rename: 'stop', retype: 'stop', drop: 'stop' },
  columnGrant: { rename: 'stop', retype: 'stop', drop: 'goes' },
  statistics: { rename: 'stop', retype: 'stop', drop: 'goes' },
  publication: { rename: 'stop', retype: 'stop', drop: 'stop' },
  partitionKey: { rename: 'stop', retype: 'stop', drop: 'stop' },
};

export const dependentsOf = (snapshot: Snapshot, table: TableName, column: string): readonly Dependency[] =>
  snapshot.dependencies.filter((edge) => sameTable(edge.table, table) && edge.column === column);

/** @throws FluxError DEPENDENT_STOPS naming every object that stops the change */
export function stopAtDependents(snapshot: Snapshot, table: TableName, column: string, change: ColumnChange): void {
  const stops = dependentsOf(snapshot, table, column).filter((edge) => dependents[edge.kind][change] === 'stop');
  if (stops.length === 0) return;
  const names = stops.map((edge) => `${edge.kind} ${edge.name}`);
  throw cannotCarry(table, column, change, names);
}

export function cannotCarry(
  table: TableName,
  column: string,
  change: ColumnChange,
  names: readonly string[],
): FluxError {
  const label = tableLabel(table);
  return new FluxError(
    'DEPENDENT_STOPS',
    `${label}.${column} cannot be ${verbs[change]} safely yet: ${names.join(', ')} ` +
      `${names.length === 1 ? 'depends' : 'depend'} on it, and Flux cannot carry that over.`,
    'Drop the dependent object in a migration of its own and re-create it after this change, or leave the column as it is.',
    { table: label, column, change, dependents: names },
  );
}

const verbs: Readonly<Record<ColumnChange, string>> = { rename: 'renamed', retype: 'retyped', drop: 'dropped' };
