import { FluxError } from '@flux/core';

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
 * the last where that is later. Files run in the order of their names as text (dbmate, pkg/dbmate/db.go), so the numbers
 * are as wide as the last one; one that sorts before it would run before the migrations that the plan builds on, in
 * every new database.
 */
export function numberingAfter(names: readonly string[], createdAt: string): Numbering {
  const last = names
    .flatMap((name) => /^(\d+).*\.sql$/.exec(name)?.[1] ?? [])
    .toSorted()
    .at(-1);
  if (last === undefined) return { first: 1n, width: 4 };
  const next = BigInt(last) + 1n;
  if (last.length !== 14) return { first: next, width: last.length };
  const time = BigInt(createdAt.replaceAll(/\D/g, '').slice(0, 14));
  return { first: time > next ? time : next, width: 14 };
}

/** @throws FluxError USAGE when the folder's numbers are used up */
export function fileName({ first, width }: Numbering, index: number, slug: string): string {
  const number = String(first + BigInt(index));
  if (number.length <= width) return `${number.padStart(width, '0')}_${slug}.sql`;
  throw new FluxError(
    'USAGE',
    `The migrations folder numbers its files with ${width} digits, and ${number} does not fit.`,
    'Rename the files with more digits, all of them and in the database too, or take another folder with --out.',
    { width, number },
  );
}
