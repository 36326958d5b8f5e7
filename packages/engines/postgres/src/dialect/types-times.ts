import { exactly } from './types-conversion.ts';
import type { Conversion, Converter } from './types-conversion.ts';
import type { SqlType } from './types-sql.ts';

export const withoutZone = 'timestamp without time zone';
export const withZone = 'timestamp with time zone';
export const times = [withoutZone, withZone, 'time without time zone', 'time with time zone', 'interval'];

/** The last day that a timestamp can hold in every time zone and rounded to any precision; a date reaches further. */
const lastDay = `'294276-12-30'`;
const firstDay = `'4713-01-02 BC'`;

export const dateToTimestamp: Converter = (_from, to) => ({
  sql: `CASE WHEN isfinite({}) AND {} > ${lastDay} THEN date ${lastDay} ELSE {} END::${to.text}`,
  exact: `({} IS NULL OR NOT isfinite({}) OR {} <= ${lastDay})`,
});

export const timestampToDate: Converter = () => ({ sql: '{}::date', exact: '({} IS NULL OR {} = {}::date)' });

/** Of all; the offset is read for a type with a time zone and passed over for one without. */
const lastSecond = `'294276-12-31 23:59:59+00'`;

/** Of the second. */
const digits = ({ modifiers }: SqlType): number => modifiers[0] ?? 6;

/** Rounding up the last moment of all gives one that cannot be printed. */
export const toPrecision: Converter = (from, to) => {
  if (digits(to) >= digits(from)) return exactly(`{}::${to.text}`);
  const bounded = from.base.startsWith('timestamp')
    ? `CASE WHEN isfinite({}) AND {} > ${lastSecond} THEN ${lastSecond} ELSE {} END`
    : '{}';
  const sql = `(${bounded})::${to.text}`;
  return { sql, exact: `({} IS NULL OR {} = ${sql})` };
};

/** Local times that a zone skips or has twice do not survive. */
export function atTimeZone(zone: string, to: SqlType): Conversion {
  const near = `{} BETWEEN ${firstDay} AND ${lastDay}`;
  const shifted = `{} AT TIME ZONE ${zone}`;
  const bounded =
    `CASE WHEN isfinite({}) AND {} > ${lastDay} THEN ${lastDay} ` +
    `WHEN isfinite({}) AND {} < ${firstDay} THEN ${firstDay} ELSE {} END`;
  return {
    sql: `((${bounded}) AT TIME ZONE ${zone})::${to.text}`,
    exact: `CASE WHEN ${near} THEN (${shifted})::${to.text} AT TIME ZONE ${zone} = {} ELSE {} IS NULL OR NOT isfinite({}) END`,
  };
}
