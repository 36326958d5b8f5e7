import { InvalidArgumentError, Option } from 'commander';

/** Options that several commands take, so that each is worded and read in one way. */
export const urlOption = (): Option =>
  new Option('--url <url>', 'the database; default: FLUX_DATABASE_URL, then DATABASE_URL');
export const jsonOption = (): Option => new Option('--json', 'the result as JSON on stdout');
export const outOption = (): Option => new Option('--out <folder>', 'the migrations folder (default: migrations)');
export const batchRowsOption = (): Option =>
  new Option('--batch-rows <n>', 'rows per batch of a backfill (default: 10000)').argParser(wholeNumber(1));
export const pauseOption = (): Option =>
  new Option('--pause <ms>', 'milliseconds between two batches (default: 50)').argParser(wholeNumber(0));

/** `24h`, `30m`, `45s`, `0`. */
export const quietWindowOption = (): Option =>
  new Option('--quiet-window <time>', 'how long the old release must have been silent (default: 24h)').argParser(
    milliseconds,
  );

export const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

export function wholeNumber(least: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > 10_000_000)
      throw new InvalidArgumentError(`It takes a whole number from ${least} on.`);
    return number;
  };
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function milliseconds(value: string): number {
  const [, number, unit] = /^(\d+)([smhd])$/.exec(value) ?? [];
  if (value === '0') return 0;
  if (number === undefined || unit === undefined) throw new InvalidArgumentError('It takes a time such as 24h or 30m.');
  return Number(number) * units[unit]!;
}

export const defaultQuietWindowMs = 86_400_000;
export const planArgument = ['[plan]', 'id or path of a plan; not needed when only one is left to finish'] as const;
