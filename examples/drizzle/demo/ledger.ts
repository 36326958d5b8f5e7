/**
 * What was written and acknowledged, and whether a value read later is explained by it.
 * Both versions write to some of the same rows, so the newest of several writers' values may be the right one.
 */
import type { Version } from './measurements.ts';

export type Field = 'name' | 'email' | 'amount';

export interface Write {
  readonly writer: Version;
  /** Counts the writer's writes. It is part of a written text, so a text read back tells who wrote it and when. */
  readonly n: number;
  readonly field: Field;
  readonly id: number;
  readonly value: string | number | null;
  readonly startedAt: number;
  readonly acknowledgedAt: number;
}

const clockTolerance = 5;

export class Ledger {
  readonly #last = new Map<string, Write>();

  record(write: Write): void {
    const known = this.#last.get(key(write));
    if (!known || known.n < write.n) this.#last.set(key(write), write);
  }

  last(field: Field, id: number): Write | undefined {
    return this.#last.get(`${field}:${id}`);
  }

  /** After an error that leaves open whether the write happened, nothing can be expected of that value. */
  forget(field: Field, id: number): void {
    this.#last.delete(`${field}:${id}`);
  }

  all(): readonly Write[] {
    return [...this.#last.values()];
  }
}

export const tag = (writer: Version, n: number): string => `${writer}-${n}`;

/**
 * True when `seen`, read after `expected` was acknowledged, is that value or a later one.
 * @param other the last known writes of the version that did not make `expected`
 */
export function explains(seen: string | number | null, expected: Write, other: Ledger): boolean {
  if (seen === expected.value) return true;
  if (expected.field === 'amount' || typeof seen === 'number') return false;
  // The migration fills empty addresses: the one change of a value that no request made.
  if (expected.value === null && seen === mendedEmail(expected.id)) return true;
  const match = /(before|after)-(\d+)/.exec(seen ?? '');
  if (!match) return false;
  const n = Number(match[2]);
  if (match[1] === expected.writer) return n > expected.n;
  const known = other.last(expected.field, expected.id);
  // A value whose acknowledgement has not reached us yet is newer than anything that has.
  return known?.n !== n || known.acknowledgedAt >= expected.startedAt - clockTolerance;
}

/** What the migration writes into an empty e-mail address: in SQL for the database, in JavaScript for the check. */
export const mendedEmailSql = `'user-' || "id" || '@unknown.invalid'`;
const mendedEmail = (id: number): string => `user-${id}@unknown.invalid`;

const key = (write: Write): string => `${write.field}:${write.id}`;
