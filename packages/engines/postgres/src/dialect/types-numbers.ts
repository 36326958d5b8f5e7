import { exactly } from './types-conversion.ts';
import type { Converter } from './types-conversion.ts';
import type { SqlType } from './types-sql.ts';

interface Range {
  readonly min: bigint;
  readonly max: bigint;
}

export const integerRanges: Readonly<Record<string, Range>> = {
  smallint: { min: -(2n ** 15n), max: 2n ** 15n - 1n },
  integer: { min: -(2n ** 31n), max: 2n ** 31n - 1n },
  bigint: { min: -(2n ** 63n), max: 2n ** 63n - 1n },
};

/** Whole numbers up to these are exact (bits of the mantissa). */
const exactFloats: Readonly<Record<string, bigint>> = { real: 2n ** 24n, 'double precision': 2n ** 53n };

export const integers = Object.keys(integerRanges);
export const floats = Object.keys(exactFloats);

/** LEAST and GREATEST would turn NULL into the bound. The casts stand inside: CASE would make all branches one type. */
function clamped(type: string, low: string, high: string, value: string): string {
  return `CASE WHEN {} >= ${high} THEN (${high})::${type} WHEN {} <= ${low} THEN (${low})::${type} ELSE ${value}::${type} END`;
}

const between = (low: string, high: string, more = ''): string =>
  `({} IS NULL OR ({} BETWEEN ${low} AND ${high}${more}))`;

export const integerToInteger: Converter = (from, to) => {
  const inner = integerRanges[from.base]!;
  const { min, max } = integerRanges[to.base]!;
  if (inner.min >= min && inner.max <= max) return exactly(`{}::${to.text}`);
  return { sql: clamped(to.text, `${min}`, `${max}`, '{}'), exact: between(`${min}`, `${max}`) };
};

export const integerToNumeric: Converter = (from, to) => {
  const limit = numericLimit(to);
  if (limit === null) return null;
  const { max } = integerRanges[from.base]!;
  // The range of an integer type reaches one further below zero than above.
  if (limit.digits === null || 10n ** BigInt(limit.digits) > max + 1n) return exactly(`{}::${to.text}`);
  return {
    sql: clamped(to.text, `-${limit.bound}`, limit.bound, '{}'),
    exact: between(`-${limit.bound}`, limit.bound),
  };
};

/** NaN sorts above every number: it becomes the upper bound. */
export const numericToInteger: Converter = (_from, to) => {
  const { min, max } = integerRanges[to.base]!;
  const exact = between(`${min}`, `${max}`, ' AND {} = trunc({})');
  return { sql: clamped(to.text, `${min}`, `${max}`, 'round({})'), exact };
};

export const numericToNumeric: Converter = (from, to) => {
  const limit = numericLimit(to);
  const own = numericLimit(from);
  if (limit === null || own === null) return null;
  if (limit.digits === null) return exactly(`{}::${to.text}`);
  if (own.digits !== null && own.digits <= limit.digits && own.scale <= limit.scale) return exactly(`{}::${to.text}`);
  const { bound, scale } = limit;
  return {
    sql: `CASE WHEN {} = 'NaN' THEN {}::${to.text} ELSE ${clamped(to.text, `-${bound}`, bound, '{}')} END`,
    exact: `({} IS NULL OR {} = 'NaN' OR ({} BETWEEN -${bound} AND ${bound} AND {} = round({}, ${scale})))`,
  };
};

export const integerToFloat: Converter = (from, to) => {
  const limit = exactFloats[to.base]!;
  if (integerRanges[from.base]!.max <= limit) return exactly(`{}::${to.text}`);
  return { sql: `{}::${to.text}`, exact: between(`-${limit}`, `${limit}`) };
};

export const floatToInteger: Converter = (from, to) => {
  const { min, max } = integerRanges[to.base]!;
  const limit = exactFloats[from.base]!;
  const low = -limit > min ? -limit : min;
  const high = limit < max ? limit : max;
  // The bound as a float is the next whole float, outside the type: at it, the value is clamped already.
  return {
    sql: clamped(to.text, `${min}`, `${max}`, '{}'),
    exact: between(`${low}`, `${high}`, ' AND {} = trunc({}::double precision)'),
  };
};

export const floatToFloat: Converter = (from, to) => {
  if (from.base === 'real' || from.base === to.base) return exactly(`{}::${to.text}`);
  const sql = doubleToReal;
  return { sql, exact: `({} IS NULL OR {} = (${sql})::double precision)` };
};

const highestReal = `'3.4028234663852886e38'::double precision`;
/** Half of the smallest real is rounded to zero, which the cast refuses. */
const smallestReal = `'1.4e-45'::double precision`;
const doubleToReal =
  `CASE WHEN {} IN ('NaN', 'Infinity', '-Infinity') THEN {}::real WHEN {} > ${highestReal} THEN (${highestReal})::real ` +
  `WHEN {} < -(${highestReal}) THEN (-(${highestReal}))::real WHEN {} <> 0 AND abs({}) < ${smallestReal} THEN 0::real ELSE {}::real END`;

interface NumericLimit {
  /** Digits before the point; null: any. */
  readonly digits: number | null;
  readonly scale: number;
  readonly bound: string;
}

/** Null for scales below zero or above the precision (15+): nobody has them. */
function numericLimit({ modifiers }: SqlType): NumericLimit | null {
  const [precision, scale = 0] = modifiers;
  if (precision === undefined) return { digits: null, scale: 0, bound: '' };
  if (scale < 0 || scale > precision) return null;
  const digits = '9'.repeat(precision);
  const whole = digits.slice(0, precision - scale);
  return {
    digits: precision - scale,
    scale,
    bound: scale === 0 ? digits : `${whole || '0'}.${digits.slice(0, scale)}`,
  };
}
