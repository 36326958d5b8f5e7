import type { Column, Expression, Table, TypeChange } from '@flux/core';
import type { Conversion } from './types-conversion.ts';
import { conversion } from './types-conversions.ts';
import { holdsType, widensInPlace } from './types-in-place.ts';
import { normalizeType } from './types-name.ts';
import { isCatalogType, sqlType } from './types-sql.ts';
import type { SqlType } from './types-sql.ts';
import { atTimeZone, withZone, withoutZone } from './types-times.ts';
import { toleranceOf } from './types-tolerance.ts';
import { readUsing } from './types-using.ts';
import { quoteIdentifier } from './quote.ts';

export { normalizeType } from './types-name.ts';

/**
 * How PostgreSQL (12 to 18) changes the type of a column, and how to go there and back without a rewrite.
 * Views and policies over the column are not looked at: they stop a change in place too.
 * @throws FluxError SQL_SYNTAX when `type` is no type
 */
export function typeChange(table: Table, column: Column, type: string, using: Expression | null): TypeChange {
  const from = sqlType(normalizeType(column.type));
  const to = sqlType(normalizeType(type));
  if (column.generated !== null) {
    return unsupported('its values are generated', 'Drop the generated column and add it again with the new type.');
  }
  const clause = using === null ? ({ kind: 'cast' } as const) : readUsing(using, from, to);
  if (clause.kind === 'other') {
    return unsupported(
      'its USING expression may raise, and then every write would fail while both versions run',
      'Leave USING out where a plain cast will do, or add a column, fill it, and drop the old one.',
    );
  }
  if (clause.kind === 'zone') return zoneChange(column, from, to, clause.zone);
  if (from.text === to.text) return column.collation === null ? { way: 'same' } : collated(column, to);
  if (column.collation !== null && to.base !== '') return collated(column, to);
  if (widensInPlace(from, to) && !holdsType(table, column.name)) return { way: 'inPlace' };

  const forward = conversion(from, to);
  const backward = conversion(to, from);
  if (forward !== null && backward !== null) return shadow(column, from, to, forward, backward);
  return unknownPair(column, from, to);
}

function shadow(column: Column, from: SqlType, to: SqlType, forward: Conversion, backward: Conversion): TypeChange {
  const over = (template: string): Expression => fill(template, column.name);
  return {
    way: 'shadow',
    relation: forward.exact === null ? 'widening' : 'narrowing',
    forward: over(forward.sql),
    backward: over(backward.sql),
    representable: forward.exact === null ? null : over(forward.exact),
    reversible: backward.exact === null ? null : over(backward.exact),
    tolerance: toleranceOf(from, to, forward.exact !== null),
  };
}

/** The template's `{}` as references to the column; in brackets, so that it can stand in any expression. */
function fill(template: string, column: string): Expression {
  const parts = `(${template})`.split('{}');
  return parts.flatMap((part, i) => (i === 0 ? [part] : [{ column }, part]));
}

function zoneChange(column: Column, from: SqlType, to: SqlType, zone: string): TypeChange {
  const bases = [from.base, to.base].toSorted().join();
  if (bases !== [withZone, withoutZone].toSorted().join()) {
    return unsupported('its USING expression is a time zone', 'Leave USING out.');
  }
  return shadow(column, from, to, atTimeZone(zone, to), atTimeZone(zone, from));
}

function collated(column: Column, to: SqlType): TypeChange {
  return unsupported(
    `it has the collation ${column.collation}, which ALTER COLUMN TYPE ${to.text} would take away, and its indexes be built anew`,
    'Keep the type, or add a column with the collation you want, fill it, and drop the old one.',
  );
}

function unknownPair(column: Column, from: SqlType, to: SqlType): TypeChange {
  const zoned = [withZone, withoutZone];
  const name = quoteIdentifier(column.name);
  if (!isCatalogType(to.text) && from.text.endsWith(`.${to.text}`)) {
    return unsupported(
      `whether ${to.text} is the ${from.text} that it has already hangs on the search_path`,
      `Write the type with its schema: ${from.text}.`,
    );
  }
  if (zoned.includes(to.base) && (zoned.includes(from.base) || from.base === 'date')) {
    const value = from.base === 'date' ? `${name}::timestamp` : name;
    return unsupported(
      `from ${from.text} to ${to.text} every session would convert by its own TimeZone setting`,
      from.base === 'date'
        ? `Add a column of the new type and fill it with ${value} AT TIME ZONE 'UTC' (or your zone).`
        : `Say which zone the values are in: ALTER COLUMN ${name} TYPE ${to.text} USING ${value} AT TIME ZONE 'UTC'.`,
    );
  }
  return unsupported(
    `Flux knows no conversion from ${from.text} to ${to.text} and back that never fails`,
    'Add a column of the new type, write both from the application, fill it, and drop the old one.',
  );
}

const unsupported = (reason: string, remedy: string): TypeChange => ({ way: 'unsupported', reason, remedy });
