import { FluxError } from '../errors.ts';
import { operationTitle } from '../operations/title.ts';
import type { Operation } from '../operations/types.ts';
import { diffSnapshots } from '../schema/diff.ts';
import { tableLabel } from '../schema/lookup.ts';
import type { Snapshot } from '../schema/snapshot.ts';
import { touchedTables } from './conflicts.ts';

/**
 * The plan must end where the direct migration ends. Where it would not, because operations that are safe by themselves
 * get into each other's way (an index on a column whose type changes), the migration is refused; where there is only
 * one operation it is a bug.
 * @throws FluxError UNSUPPORTED_CHANGE, INTERNAL
 */
export function refusingCombinations<T extends { readonly end: Snapshot }>(
  operations: readonly Operation[],
  direct: Snapshot,
  build: () => T,
): T {
  let built: T;
  try {
    built = build();
  } catch (error) {
    // Checked against the direct order before: what does not fit now is an operation in the way of another.
    const misfit = error instanceof FluxError && ['UNKNOWN_COLUMN', 'UNKNOWN_TABLE', 'NAME_TAKEN'].includes(error.code);
    if (!misfit || operations.length < 2) throw error;
    throw together(operations, [error.message]);
  }
  const differences = diffSnapshots(built.end, direct);
  if (differences.length === 0) return built;
  // `public.users column name: ...` is about public.users.
  const tables = touchedTables(operations).filter((table) =>
    differences.some((difference) => difference.startsWith(`${tableLabel(table)} `)),
  );
  const involved = operations.filter((o) =>
    touchedTables([o]).some((table) => tables.some((t) => tableLabel(t) === tableLabel(table))),
  );
  if (involved.length > 1) throw together(involved, differences);
  throw new FluxError(
    'INTERNAL',
    `The plan would not end where the migration ends: ${differences.join('; ')}.`,
    'This is a bug in Flux: please report it with the migration.',
    { differences },
  );
}

function together(operations: readonly Operation[], differences: readonly string[]): FluxError {
  const named = operations.map(operationTitle);
  return new FluxError(
    'UNSUPPORTED_CHANGE',
    `Flux cannot make these changes in one plan, they get into each other's way: ${named.join(', ')}.`,
    'Make them migrations of their own: the next one after the one before is contracted.',
    { operations: named, differences },
  );
}
