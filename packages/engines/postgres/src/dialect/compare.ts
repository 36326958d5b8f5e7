import type { Expression } from '@flux/core';

/** Types whose `=` holds only for equal bytes: no collation, no scale, no sign of zero, and an equality operator exists. */
const byteEqual: ReadonlySet<string> = new Set([
  'smallint',
  'integer',
  'bigint',
  'oid',
  'boolean',
  'uuid',
  'date',
  'bytea',
  'timestamp without time zone',
  'timestamp with time zone',
  'time without time zone',
]);

/** SQL that is true where the two differ in any byte. Collations and `numeric` call different values equal; json has no `=`. */
export function differsSql(left: string, right: string, type: string): string {
  if (byteEqual.has(type.replace(/\(\d+\)/, ''))) return `${left} IS DISTINCT FROM ${right}`;
  return `(${left})::text COLLATE "C" IS DISTINCT FROM (${right})::text COLLATE "C"`;
}

export function differs(left: Expression, right: Expression, type: string): Expression {
  if (byteEqual.has(type.replace(/\(\d+\)/, ''))) return ['(', ...left, ') IS DISTINCT FROM (', ...right, ')'];
  return ['(', ...left, ')::text COLLATE "C" IS DISTINCT FROM (', ...right, ')::text COLLATE "C"'];
}
