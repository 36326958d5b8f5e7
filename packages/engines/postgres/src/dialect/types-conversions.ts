import type { Conversion, Converter } from './types-conversion.ts';
import {
  floatToFloat,
  floatToInteger,
  floats,
  integerToFloat,
  integerToInteger,
  integerToNumeric,
  integers,
  numericToInteger,
  numericToNumeric,
} from './types-numbers.ts';
import type { SqlType } from './types-sql.ts';
import {
  booleanToInteger,
  cast,
  integerToBoolean,
  jsonToJsonb,
  textToBoolean,
  textToInteger,
  textToNumeric,
  textToText,
  textToUuid,
  texts,
  valueToText,
} from './types-texts.ts';
import { dateToTimestamp, timestampToDate, times, toPrecision, withoutZone } from './types-times.ts';

const rows: readonly (readonly [from: readonly string[], to: readonly string[], converter: Converter])[] = [
  [integers, integers, integerToInteger],
  [integers, ['numeric'], integerToNumeric],
  [integers, floats, integerToFloat],
  [['numeric'], integers, numericToInteger],
  [['numeric'], ['numeric'], numericToNumeric],
  [floats, integers, floatToInteger],
  [floats, floats, floatToFloat],
  [texts, texts, textToText],
  [[...integers, 'numeric', 'boolean', 'uuid'], texts, valueToText],
  [texts, integers, textToInteger],
  [texts, ['numeric'], textToNumeric],
  [texts, ['uuid'], textToUuid],
  [texts, ['boolean'], textToBoolean],
  [['boolean'], ['integer'], booleanToInteger],
  [['integer'], ['boolean'], integerToBoolean],
  [['json'], ['jsonb'], jsonToJsonb],
  [['jsonb'], ['json'], cast],
  [['date'], [withoutZone], dateToTimestamp],
  [[withoutZone], ['date'], timestampToDate],
];

const table = new Map<string, Converter>([
  ...rows.flatMap(([from, to, converter]) =>
    from.flatMap((a) => to.map((b): [string, Converter] => [`${a} → ${b}`, converter])),
  ),
  ...times.map((time): [string, Converter] => [`${time} → ${time}`, toPrecision]),
]);

/** Null: Flux knows no conversion that never raises. */
export const conversion = (from: SqlType, to: SqlType): Conversion | null =>
  table.get(`${from.base} → ${to.base}`)?.(from, to) ?? null;
