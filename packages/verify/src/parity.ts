import type { Plan } from '@flux/core';
import { qualified, quoteIdentifier } from '@flux/postgres';
import { Client } from 'pg';

export interface ParitySeen {
  readonly checks: number;
  /** Checks that found rows in which two columns that are kept equal differ; with the columns. */
  readonly broken: readonly string[];
}

/**
 * Looks again and again, from a session of its own, at every pair of columns that the plan keeps equal: a row that has
 * been copied must never differ. Rows not yet copied (NULL on the new side) are not counted before the copy is done.
 */
export class ParityWatch {
  readonly #queries: readonly { name: string; sql: string }[];
  readonly #broken: string[] = [];
  readonly #done: Promise<void>;
  #checks = 0;
  #stopping = false;

  constructor(url: string, plan: Plan, everyMs = 100) {
    // Where the application keeps the columns equal, they may differ until its release is out and the copy is made.
    const synced = plan.steps.some(
      (s) => s.kind === 'sql' && s.actions.some((a) => a.kind === 'addSync' && a.pair.mode === 'twoWay'),
    );
    this.#queries = plan.operations.flatMap((operation) => {
      if (operation.kind !== 'renameColumn' || !synced) return [];
      const from = quoteIdentifier(operation.from);
      const to = quoteIdentifier(operation.to);
      return [
        {
          name: `${operation.table.name}.${operation.from}/${operation.to}`,
          sql: `SELECT count(*)::int AS differ FROM ${qualified(operation.table)} WHERE ${to} IS NOT NULL AND ${to} IS DISTINCT FROM ${from}`,
        },
      ];
    });
    this.#done = this.#watch(url, everyMs);
  }

  async stop(): Promise<ParitySeen> {
    this.#stopping = true;
    await this.#done;
    return { checks: this.#checks, broken: this.#broken };
  }

  async #watch(url: string, everyMs: number): Promise<void> {
    if (this.#queries.length === 0) return;
    const client = new Client({ connectionString: url, application_name: 'flux-verify-parity' });
    client.on('error', () => undefined);
    await client.connect();
    try {
      while (!this.#stopping) {
        for (const { name, sql } of this.#queries) {
          try {
            const { rows } = await client.query<{ differ: number }>(sql);
            this.#checks += 1;
            if (rows[0]!.differ > 0) this.#broken.push(`${name}: ${rows[0]!.differ} rows`);
          } catch (error) {
            // Before the column is added and after the old one is dropped there is no pair to compare.
            if ((error as { code?: string }).code !== '42703') throw error;
          }
        }
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
