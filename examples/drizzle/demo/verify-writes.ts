/** After a run: is every acknowledged write of either version there, seen through the columns that remain? */
import { inArray } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import { orders, users } from '../src/after/schema.ts';
import { Ledger, explains } from './ledger.ts';
import type { Write } from './ledger.ts';
import type { Version } from './measurements.ts';

export interface VerifiedWrites {
  readonly checked: number;
  readonly lost: number;
}

const chunk = 1000;

export async function verifyWrites(
  url: string,
  writes: Readonly<Record<Version, readonly Write[]>>,
): Promise<VerifiedWrites> {
  const ledgers = { before: ledgerOf(writes.before), after: ledgerOf(writes.after) };
  const all = [...writes.before, ...writes.after];
  const pool = new Pool({ connectionString: url, max: 1 });
  try {
    const seen = await readValues(pool, all);
    const missing = all.filter((write) => {
      const other = ledgers[write.writer === 'before' ? 'after' : 'before'];
      return !explains(seen.get(`${write.field}:${write.id}`) ?? null, write, other);
    });
    return { checked: all.length, lost: missing.length };
  } finally {
    await pool.end();
  }
}

function ledgerOf(writes: readonly Write[]): Ledger {
  const ledger = new Ledger();
  for (const write of writes) ledger.record(write);
  return ledger;
}

async function readValues(pool: Pool, writes: readonly Write[]): Promise<Map<string, string | number>> {
  const db = drizzle(pool);
  const seen = new Map<string, string | number>();
  for (const ids of chunks(writes, (field) => field !== 'amount')) {
    for (const user of await db.select().from(users).where(inArray(users.id, ids))) {
      seen.set(`name:${user.id}`, user.displayName).set(`email:${user.id}`, user.email);
    }
  }
  for (const ids of chunks(writes, (field) => field === 'amount')) {
    for (const order of await db.select().from(orders).where(inArray(orders.id, ids))) {
      seen.set(`amount:${order.id}`, order.amount);
    }
  }
  return seen;
}

function* chunks(writes: readonly Write[], wanted: (field: Write['field']) => boolean): Generator<number[]> {
  const ids = [...new Set(writes.filter(({ field }) => wanted(field)).map(({ id }) => id))];
  for (let from = 0; from < ids.length; from += chunk) yield ids.slice(from, from + chunk);
}
