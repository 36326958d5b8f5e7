import { expressionColumns } from '@flux/core';
import type { Expression, Table } from '@flux/core';
import type { SqlType } from './types-sql.ts';

interface Widening {
  readonly from: string;
  readonly to: string;
  fits(from: SqlType, to: SqlType): boolean;
  /** Row of docs/facts/postgres.md B, measured on 12 to 18. */
  readonly source: string;
}

const always = (): boolean => true;
const unlimited = (_: SqlType, to: SqlType): boolean => to.modifiers.length === 0;
const longer = (from: SqlType, to: SqlType): boolean =>
  unlimited(from, to) || (from.modifiers.length > 0 && to.modifiers[0]! >= from.modifiers[0]!);
const moreDigits = (from: SqlType, to: SqlType): boolean =>
  unlimited(from, to) || (longer(from, to) && from.modifiers[1] === to.modifiers[1]);
/** Six digits are all there are. */
const finer = (from: SqlType, to: SqlType): boolean => longer(from, to) || to.modifiers[0] === 6;

const withoutZone = 'timestamp without time zone';
const withZone = 'timestamp with time zone';

/** Changes that touch the catalogue only; indexes on the bare column are kept (fact A14). oid is not here: its indexes are built anew. */
export const wideningsInPlace: readonly Widening[] = [
  { from: 'character varying', to: 'character varying', fits: longer, source: 'type_varchar_grow' },
  { from: 'character varying', to: 'text', fits: always, source: 'type_varchar_to_text' },
  { from: 'text', to: 'character varying', fits: unlimited, source: 'type_text_to_varchar_unl' },
  { from: 'numeric', to: 'numeric', fits: moreDigits, source: 'type_numeric_prec_grow' },
  { from: withoutZone, to: withoutZone, fits: finer, source: 'type_ts3_to_ts6' },
  { from: withZone, to: withZone, fits: finer, source: 'type_tz3_to_tz' },
  { from: 'interval', to: 'interval', fits: unlimited, source: 'type_interval3_to_interval' },
  { from: 'bit varying', to: 'bit varying', fits: longer, source: 'type_varbit_grow' },
  { from: 'cidr', to: 'inet', fits: always, source: 'type_cidr_to_inet' },
];

export const widensInPlace = (from: SqlType, to: SqlType): boolean =>
  wideningsInPlace.some((row) => row.from === from.base && row.to === to.base && row.fits(from, to));

/**
 * True where even a widening is more than a change of the catalogue (fact A17): an expression index, a partial index or
 * a CHECK over the column makes PostgreSQL scan or build under ACCESS EXCLUSIVE; a generated column or a trigger's
 * UPDATE OF makes it refuse. Views and policies refuse too: they are in the snapshot's dependencies, not in the table.
 */
export function holdsType(table: Table, column: string): boolean {
  const uses = (expression: Expression | null): boolean =>
    expression !== null && expressionColumns(expression).includes(column);
  return (
    table.indexes.some(
      ({ keys, predicate }) =>
        uses(predicate) || keys.some(({ expression }) => expression.length > 1 && uses(expression)),
    ) ||
    table.constraints.some((constraint) => constraint.kind === 'check' && uses(constraint.expression)) ||
    table.columns.some(({ generated }) => generated !== null && uses(generated.expression)) ||
    table.triggers.some(({ updateOf }) => updateOf.includes(column))
  );
}
