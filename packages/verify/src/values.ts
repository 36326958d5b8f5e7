import type { ShapeColumn } from './shape.ts';

/** Reproducible: mulberry32. */
export type Random = () => number;
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
const odd = ["O'Brien", 'Łódź 🚀', '', ' blank ', 'back\\slash', '"quoted"', '$1', 'NULL', '%s'];

/**
 * A value of the column's type as text, as the server would print it, or null. Throws for a type it has no values for:
 * traffic that leaves a column out would prove nothing about it.
 */
export function valueFor(column: ShapeColumn, random: Random): string | null {
  if (column.nullable && random() < 0.15) return null;
  const base = column.type.replace(/\(.*?\)/, '');
  switch (base) {
    case 'smallint':
    case 'integer':
    case 'bigint':
      return column.unique ? uniqueInteger(column.bits, random) : integer(column.bits, random);
    case 'text':
    case 'character varying':
    case 'citext':
    case 'public.citext':
      return text(column, random);
    case 'boolean':
      return random() < 0.5 ? 'true' : 'false';
    case 'numeric':
      return `${Math.floor(random() * 10_000)}.${String(Math.floor(random() * 100)).padStart(2, '0')}`;
    case 'real':
    case 'double precision':
      return String(Math.floor(random() * 1000) + 0.5);
    case 'date':
      return `2025-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`;
    case 'timestamp without time zone':
      return `2025-03-1${Math.floor(random() * 10)} 10:0${Math.floor(random() * 10)}:00`;
    case 'timestamp with time zone':
      return `2025-03-1${Math.floor(random() * 10)} 10:0${Math.floor(random() * 10)}:00+00`;
    case 'uuid':
      return `00000000-0000-4000-8000-${Math.floor(random() * 2 ** 44)
        .toString(16)
        .padStart(12, '0')}`;
    case 'json':
    case 'jsonb':
      return `{"n": ${Math.floor(random() * 1000)}}`;
    default:
      throw new Error(`no values for columns of type ${column.type}`);
  }
}

/** Far from the small numbers of seeded rows, and never twice in a rehearsal. */
const uniqueInteger = (bits: 16 | 32 | 64, random: Random): string =>
  bits === 64 && random() < 0.5
    ? String(2_147_483_648n + BigInt(Math.floor(random() * 2 ** 50)))
    : String(Math.floor(random() * (bits === 16 ? 32_767 : 2_147_483_647)));

function integer(bits: 16 | 32 | 64, random: Random): string {
  const edge = random();
  const max = bits === 16 ? 32_767n : bits === 32 ? 2_147_483_647n : 9_223_372_036_854_775_807n;
  if (edge < 0.03) return String(max);
  if (edge < 0.06) return String(-max - 1n);
  if (bits === 64 && edge < 0.3) return String(2_147_483_648n + BigInt(Math.floor(random() * 1e9)));
  return String(Math.floor(random() * (bits === 16 ? 30_000 : 1_000_000)));
}

function text(column: ShapeColumn, random: Random): string {
  const limit = Number(/\((\d+)\)/.exec(column.type)?.[1] ?? 60);
  const value =
    random() < 0.1 && !column.unique ? pick(random, odd) : `v${Math.floor(random() * 2 ** 40).toString(36)}`;
  return [...value].slice(0, limit).join('');
}
