import type { ActionKind, ActionOf } from '../actions/types.ts';
import { tableLabel } from '../schema/lookup.ts';
import type { TableName } from '../schema/snapshot.ts';
import type { Claim, OperationKind, RecogniserContext } from './types.ts';

/** One claim for every clause of this kind. */
export function claimEach<A extends ActionKind, K extends OperationKind>(
  { clauses }: RecogniserContext,
  kind: A,
  toOperation: (action: ActionOf<A>) => Claim<K>['operation'] | null,
): readonly Claim<K>[] {
  return clauses.flatMap(({ action }, position) => {
    if (action.kind !== kind) return [];
    const operation = toOperation(action as ActionOf<A>);
    return operation ? [{ clauses: [position], operation }] : [];
  });
}

/** True when the user's way to write the table (`users` or `public.users`) names this one. */
export const namesTable = (written: string, table: TableName): boolean =>
  written === table.name || written === tableLabel(table);

/** How an answer may name a column, the one that says more first. */
export const fillKeys = (table: TableName, column: string): readonly [string, string] => [
  `${tableLabel(table)}.${column}`,
  `${table.name}.${column}`,
];

/** The value of an answer keyed `table.column` or `schema.table.column`. */
export const answerFor = <T>(answers: Readonly<Record<string, T>>, table: TableName, column: string): T | null => {
  const [whole, short] = fillKeys(table, column);
  return answers[whole] ?? answers[short] ?? null;
};
