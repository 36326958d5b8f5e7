import type { Hazard } from '../plan/types.ts';
import { dependentsOf } from '../schema/dependents.ts';
import { tableLabel } from '../schema/lookup.ts';
import type { Snapshot, TableName } from '../schema/snapshot.ts';
import type { DraftHazard } from './types.ts';

/** The columns of the table end in another order than the direct statement would leave them in. */
export const columnOrder = (table: TableName): Hazard => ({
  code: 'COLUMN_ORDER',
  message: `The columns of ${tableLabel(table)} change their order: INSERT without a column list and SELECT * by position break.`,
  advice: 'Name the columns in both application versions. ORMs do.',
  step: null,
});

/** Named statements are planned once for their result; a client that prepares by itself is not told. */
export const cachedPlan = (what: string, moment: string, at: NonNullable<DraftHazard['at']>): DraftHazard => ({
  code: 'CACHED_PLAN',
  message: `${moment}, named prepared statements that return ${what} fail until the client prepares again or reconnects.`,
  advice:
    'Unnamed statements are not affected. If your driver or ORM names its statements, reconnect the pools at that step.',
  step: null,
  at,
});

/** No trigger of Flux is there to let upserts of one key pass one after the other. */
export const twinUnique = (label: string, to: string): Hazard => ({
  code: 'TWIN_UNIQUE',
  message: `While ${label} and ${to} both have a unique index, two upserts that insert one key at the same moment can fail on the index that they do not name.`,
  advice: 'Let the application repeat such a request, or take the trigger way, which guards against it.',
  step: null,
});

/** Functions whose text names the column: dependencies do not show them. */
export const namedInFunctions = (snapshot: Snapshot, table: TableName, column: string): readonly Hazard[] => {
  const names = dependentsOf(snapshot, table, column).flatMap((edge) =>
    edge.kind === 'functionBody' ? edge.name : [],
  );
  if (names.length === 0) return [];
  return [
    {
      code: 'FUNCTION_NAMES_COLUMN',
      message: `${names.join(', ')} ${names.length === 1 ? 'names' : 'name'} ${tableLabel(table)}.${column} in the text: fails once the column is gone.`,
      advice: 'Re-create it with the new name before the contract phase.',
      step: null,
    },
  ];
};
