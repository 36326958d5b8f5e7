import type { SqlUnit } from '@flux/core';

/** PostgreSQL reads a statement per chunk; so do drivers that send only one statement at a time (PGlite). */
const unlimited = 'SET LOCAL statement_timeout = 0;';
/** A runner that is suspended between a lock and its COMMIT must not hold the lock. */
const forsaken = `SET LOCAL idle_in_transaction_session_timeout = '10s';`;

/**
 * Units as the chunks of one drizzle migration file. Drizzle's runner applies all pending files in one transaction, and
 * Flux's guarded blocks must be the only lock takers of theirs: so each file ends the transaction it finds (with it the
 * bookkeeping of the file before it is committed), makes its own, and leaves one open for its own bookkeeping.
 */
export function chunksOf(units: readonly SqlUnit[]): readonly string[] {
  const chunks = ['COMMIT;'];
  let open = false;
  const begin = (): void => {
    if (!open) chunks.push('BEGIN;', unlimited);
    open = true;
  };
  const commit = (): void => {
    if (open) chunks.push('COMMIT;');
    open = false;
  };
  for (const { run, sql } of units) {
    const statement = ended(sql);
    if (run === 'plain') {
      begin();
      chunks.push(statement);
    } else if (run === 'guarded') {
      commit();
      chunks.push('BEGIN;', unlimited, forsaken, statement, 'COMMIT;');
    } else {
      commit();
      chunks.push('SET statement_timeout = 0;', 'SET lock_timeout = 0;', statement);
      chunks.push('RESET statement_timeout;', 'RESET lock_timeout;');
    }
  }
  // A plain unit's work and the file's bookkeeping commit together.
  return open ? chunks : [...chunks, 'BEGIN;'];
}

/** On a line of its own where the statement ends in a comment. */
const ended = (sql: string): string => {
  const text = sql.trimEnd();
  if (text.endsWith(';')) return text;
  return /--[^\n]*$/.test(text) ? `${text}\n;` : `${text};`;
};
