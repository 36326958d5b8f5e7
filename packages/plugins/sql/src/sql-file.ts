/** One migration file in dbmate's form. */
export interface SqlFile {
  readonly phase: number;
  /** `0003_02-copy-users-name-into-display-name.sql` */
  readonly name: string;
  readonly text: string;
  /** True: it waits outside the migrations folder until its phase is released. */
  readonly held: boolean;
}

/** Migrations are run by the number that their names begin with. */
export interface Numbering {
  /** Of the first file. */
  readonly first: bigint;
  /** Digits; shorter numbers get leading zeros. */
  readonly width: number;
}

/**
 * Goes on after what the folder holds: after `0007` comes `0008`; after a timestamp the plan's own time, or one more than
 * the last where that is later. A smaller number would run before the migrations that the plan builds on, in every new
 * database.
 */
export function numberingAfter(names: readonly string[], createdAt: string): Numbering {
  const numbers = names.flatMap((name) => /^(\d+).*\.sql$/.exec(name)?.[1] ?? []);
  const width = Math.max(4, ...numbers.map((digits) => digits.length));
  const last = numbers.map(BigInt).reduce((most, each) => (each > most ? each : most), 0n);
  if (width < 10) return { first: last + 1n, width };
  const time = BigInt(createdAt.replaceAll(/\D/g, '').slice(0, 14));
  return { first: time > last ? time : last + 1n, width };
}

export const fileName = ({ first, width }: Numbering, index: number, slug: string): string =>
  `${String(first + BigInt(index)).padStart(width, '0')}_${slug}.sql`;
