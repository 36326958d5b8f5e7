import type { DependentKind, View } from '@flux/core';
import type { ViewRow } from './rows.ts';

/** Each view after the views that it reads: the order in which they can be created. */
export function assembleViews(rows: readonly ViewRow[]): readonly View[] {
  const byOid = new Map(rows.map((row) => [row.oid, row]));
  const ordered = new Set<ViewRow>();
  const visit = (row: ViewRow): void => {
    if (ordered.has(row)) return;
    for (const oid of row.reads) {
      const read = byOid.get(oid);
      if (read !== undefined) visit(read);
    }
    ordered.add(row);
  };
  rows.forEach(visit);
  return [...ordered].map(({ schema, name, materialized, definition }) => ({ schema, name, materialized, definition }));
}

export const viewLabel = ({ materialized, schema, name }: Omit<View, 'definition'>): string =>
  `${materialized ? 'materialized view' : 'view'} ${schema}.${name}`;

/**
 * The view with every view that reads it, directly or not: none of these can stay when the first is dropped. That a
 * view further out may not use the column in question cannot be told from the catalogue.
 */
export function viewsOver(
  rows: readonly ViewRow[],
): (view: number) => readonly { readonly kind: DependentKind; readonly name: string }[] {
  const byOid = new Map(rows.map((row) => [row.oid, row]));
  return (view) => {
    const found = new Set<number>([view]);
    for (const oid of found) for (const row of rows) if (row.reads.includes(oid)) found.add(row.oid);
    return [...found].flatMap((oid) => {
      const row = byOid.get(oid);
      if (row === undefined) return [];
      return [{ kind: row.materialized ? ('materializedView' as const) : ('view' as const), name: viewLabel(row) }];
    });
  };
}
