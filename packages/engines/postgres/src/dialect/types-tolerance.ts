import type { SqlType } from './types-sql.ts';
import { texts } from './types-texts.ts';

/** How drivers hand a value over, where that is not what its type suggests. */
const asDriversReturn: Readonly<Record<string, string>> = {
  bigint:
    'node-postgres returns bigint as a string ("42"): code that computes with the value must convert it. ' +
    'drizzle-orm’s integer() and bigint({ mode: "number" }) do so; Prisma’s Int fails on values outside its range.',
  numeric:
    'node-postgres returns numeric as a string ("42.00"): code that computes with the value must convert it. ' +
    'drizzle-orm’s integer() does so and cuts the fraction.',
  boolean: 'Drivers return true and false.',
  json: 'Text keeps its blanks, key order and repeated keys; json has no = operator, DISTINCT or GROUP BY.',
  jsonb: 'Blanks, key order and repeated keys of the text are not kept.',
};

const numbers = new Set(['smallint', 'integer', 'real', 'double precision']);

/** What an application version made for `from` meets once the column is `to`. */
export function toleranceOf(from: SqlType, to: SqlType, narrowing: boolean): readonly string[] {
  const notes: string[] = [];
  const wasText = texts.includes(from.base);
  const isText = texts.includes(to.base);
  if (asDriversReturn[to.base] !== undefined && from.base !== to.base) notes.push(asDriversReturn[to.base]!);
  if (isText && !wasText) notes.push('Drivers return strings, and the values sort as text ("10" before "9").');
  if (numbers.has(to.base) && !numbers.has(from.base))
    notes.push('Drivers return numbers where they returned strings.');
  if (wasText && !isText) {
    notes.push(
      'Text that is no such value is refused (22P02), and LIKE and other text functions on the column fail (42883).',
    );
  }
  if (from.base === 'real' && to.base === 'double precision') {
    notes.push('Values show digits that real rounded away: 0.1 reads 0.10000000149011612.');
  }
  if (narrowing) notes.push(`A value that ${to.text} cannot hold is kept as the nearest one or NULL, and recorded.`);
  else notes.push(`Values that only ${to.text} can hold will be read by code made for ${from.text}.`);
  return notes;
}
