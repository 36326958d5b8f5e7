import { tableLabel } from '@flux/core';
import { qualified, quoteIdentifier } from '@flux/postgres';
import { Client } from 'pg';
import type { CustomTypesConfig } from 'pg';
import { Ledger } from './ledger.ts';
import type { Row } from './ledger.ts';
import type { Shape, ShapeColumn } from './shape.ts';
import { seeded, valueFor } from './values.ts';
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

/** Values as the server prints them: no driver's parsing comes between. */
const asText = { getTypeParser: () => (value: string) => value } as unknown as CustomTypesConfig;

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
      if (kind < 0.3) await this.#insert(connection, shape, random);
      else if (kind < 0.6) await this.#update(connection, shape, random);
      else await this.#read(connection, shape, random);
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      const name = `${shape.version} ${code ?? ''} ${message}`;
      this.#failures[name] = (this.#failures[name] ?? 0) + 1;
      this.#failed += 1;
    }
    this.#requests += 1;
    this.#longest = Math.max(this.#longest, performance.now() - started);
  }

  async #insert(connection: Client, shape: Shape, random: Random): Promise<void> {
    const values = new Map<string, string | null>();
    const written: [ShapeColumn, string | null][] = [];
    for (const column of shape.columns) {
      if (column.optional && random() < 0.2) continue;
      const value = column.references ? await referenced(connection, column, random) : valueFor(column, random);
      written.push([column, value]);
      values.set(column.meaning, value);
    }
    const keys = shape.keys.map((key) => `${quoteIdentifier(key)}::text`).join(', ');
    const target = `INSERT INTO ${qualified(shape.table)}`;
    const columns = written.flatMap(([column]) => column.writes.map(quoteIdentifier)).join(', ');
    const places = written.flatMap(([column], i) => column.writes.map(() => `$${i + 1}::${column.type}`)).join(', ');
    const sql =
      written.length === 0
        ? `${target} DEFAULT VALUES RETURNING ${keys}`
        : `${target} (${columns}) VALUES (${places}) RETURNING ${keys}`;
    const { rows } = await connection.query<Record<string, string>>(
      sql,
      written.map(([, value]) => value),
    );
    // Columns left to their default are not expected to hold anything in particular.
    this.#ledger(shape).add(
      shape.keys.map((key) => rows[0]![key]!),
      values,
    );
  }

  async #update(connection: Client, shape: Shape, random: Random): Promise<void> {
    const ledger = this.#ledger(shape);
    const row = ledger.idle(random);
    const column = shape.columns[Math.floor(random() * shape.columns.length)];
    if (!row || !column) return;
    row.busy = true;
    row.version += 1;
    try {
      const value = column.references ? await referenced(connection, column, random) : valueFor(column, random);
      const where = shape.keys.map((key, i) => `${quoteIdentifier(key)} = $${i + 2}`).join(' AND ');
      const set = column.writes.map((name) => `${quoteIdentifier(name)} = $1::${column.type}`).join(', ');
      await connection.query(`UPDATE ${qualified(shape.table)} SET ${set} WHERE ${where}`, [value, ...row.key]);
      row.values.set(column.meaning, value);
    } catch (error) {
      row.unsure = true;
      throw error;
    } finally {
      row.busy = false;
    }
  }

  async #read(connection: Client, shape: Shape, random: Random): Promise<void> {
    const ledger = this.#ledger(shape);
    const row = ledger.idle(random);
    if (!row) return;
    const { version } = row;
    const found = await readRow(connection, shape, row);
    if (row.version !== version || row.busy || row.unsure) return;
    compare(ledger, shape, row, found);
  }

  #ledger(shape: Shape): Ledger {
    const label = tableLabel(shape.table);
    const ledger = this.#options.ledgers.get(label);
    if (!ledger) throw new Error(`no ledger for ${label}`);
    return ledger;
  }
}

async function readRow(connection: Client, shape: Shape, row: Row): Promise<Record<string, string | null> | undefined> {
  const columns = shape.columns.map((c) => quoteIdentifier(c.name)).join(', ');
  const where = shape.keys.map((key, i) => `${quoteIdentifier(key)} = $${i + 1}`).join(' AND ');
  const { rows } = await connection.query<Record<string, string | null>>(
    `SELECT ${columns} FROM ${qualified(shape.table)} WHERE ${where}`,
    [...row.key],
  );
  return rows[0];
}

function compare(ledger: Ledger, shape: Shape, row: Row, found: Record<string, string | null> | undefined): void {
  for (const column of shape.columns) {
    if (!row.values.has(column.meaning)) continue;
    const expected = row.values.get(column.meaning)!;
    const got = found === undefined ? 'no row' : found[column.name]!;
    if (sameValue(column, expected, got)) continue;
    if (expected === null && column.nullFilled) continue;
    ledger.lost.push({
      table: tableLabel(shape.table),
      key: row.key,
      meaning: column.meaning,
      expected,
      found: got,
      reader: shape.version,
    });
  }
}

/** The server prints what it was given in its own form: `true` as `t`, numbers in shortest form. */
function sameValue(column: ShapeColumn, expected: string | null, got: string | null): boolean {
  if (expected === got || expected === null || got === null) return expected === got;
  if (column.type === 'boolean') return got === expected[0];
  if (/^(numeric|real|double)/.test(column.type)) return Number(got) === Number(expected);
  if (column.type.startsWith('json')) return JSON.stringify(JSON.parse(got)) === JSON.stringify(JSON.parse(expected));
  return false;
}

/** Every row that was written, read once more through one version's eyes. */
export async function verifyAll(
  url: string,
  shapes: readonly Shape[],
  ledgers: ReadonlyMap<string, Ledger>,
): Promise<number> {
  const connection = new Client({ connectionString: url, types: asText, application_name: 'flux-verify' });
  await connection.connect();
  let checked = 0;
  try {
    for (const shape of shapes) {
      const ledger = ledgers.get(tableLabel(shape.table))!;
      for (const row of ledger.rows) {
        if (row.unsure) continue;
        compare(ledger, shape, row, await readRow(connection, shape, row));
        checked += 1;
      }
    }
  } finally {
    await connection.end();
  }
  return checked;
}

async function referenced(connection: Client, column: ShapeColumn, random: Random): Promise<string | null> {
  const { table, column: key } = column.references!;
  const { rows } = await connection.query<Record<string, string>>(
    `SELECT ${quoteIdentifier(key)}::text AS key FROM ${qualified(table)} ORDER BY ${quoteIdentifier(key)} LIMIT 1 OFFSET $1`,
    [Math.floor(random() * 20)],
  );
  return rows[0]?.['key'] ?? null;
}
