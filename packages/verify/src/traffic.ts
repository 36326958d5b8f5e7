import { tableLabel } from '@flux/core';
import { Client } from 'pg';
import type { Ledger } from './ledger.ts';
import { insertRow, readAndCompare, updateRow } from './requests.ts';
import { asText } from './row-check.ts';
import type { Shape } from './shape.ts';
import { seeded } from './values.ts';
import type { Random } from './values.ts';

export interface TrafficSummary {
  readonly requests: number;
  readonly failed: number;
  /** Error code and message → how often. */
  readonly failures: Readonly<Record<string, number>>;
  readonly longestWaitMs: number;
}

export interface TrafficOptions {
  readonly url: string;
  readonly shapes: readonly Shape[];
  /** Shared by both versions: each sees and overwrites the other's rows. */
  readonly ledgers: ReadonlyMap<string, Ledger>;
  readonly clients: number;
  readonly seed: number;
  /** Between two requests of one client, on average. */
  readonly pauseMs: number;
}

/** One application version: several clients, each one request after the other, until it is stopped. */
export class Traffic {
  readonly #options: TrafficOptions;
  readonly #running: Promise<void>[] = [];
  readonly #failures: Record<string, number> = {};
  #stopping = false;
  #requests = 0;
  #failed = 0;
  #longest = 0;

  constructor(options: TrafficOptions) {
    this.#options = options;
    for (let client = 0; client < options.clients; client += 1) {
      this.#running.push(this.#client(seeded(options.seed * 1000 + client)));
    }
  }

  get requests(): number {
    return this.#requests;
  }

  get summary(): TrafficSummary {
    return {
      requests: this.#requests,
      failed: this.#failed,
      failures: this.#failures,
      longestWaitMs: Math.round(this.#longest),
    };
  }

  async stop(): Promise<TrafficSummary> {
    this.#stopping = true;
    await Promise.all(this.#running);
    return this.summary;
  }

  async #client(random: Random): Promise<void> {
    const connection = new Client({
      connectionString: this.#options.url,
      types: asText,
      application_name: 'flux-verify',
    });
    connection.on('error', () => undefined);
    await connection.connect();
    try {
      while (!this.#stopping) {
        const shape = this.#options.shapes[Math.floor(random() * this.#options.shapes.length)]!;
        await this.#request(connection, shape, random);
        await new Promise((resolve) => setTimeout(resolve, this.#options.pauseMs * (0.5 + random())));
      }
    } finally {
      await connection.end().catch(() => undefined);
    }
  }

  async #request(connection: Client, shape: Shape, random: Random): Promise<void> {
    const kind = random();
    const started = performance.now();
    try {
      const request = { connection, shape, ledger: this.#ledger(shape), random };
      if (kind < 0.3) await insertRow(request);
      else if (kind < 0.6) await updateRow(request);
      else await readAndCompare(request);
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      const name = `${shape.version} ${code ?? ''} ${message}`;
      this.#failures[name] = (this.#failures[name] ?? 0) + 1;
      this.#failed += 1;
    }
    this.#requests += 1;
    this.#longest = Math.max(this.#longest, performance.now() - started);
  }

  #ledger(shape: Shape): Ledger {
    const label = tableLabel(shape.table);
    const ledger = this.#options.ledgers.get(label);
    if (!ledger) throw new Error(`no ledger for ${label}`);
    return ledger;
  }
}
