/** What was written last to every row, by meaning; the truth that both versions' reads are held against. */
export interface Row {
  readonly key: readonly string[];
  readonly values: Map<string, string | null>;
  /** A request of some version is writing it. */
  busy: boolean;
  /** Counts writes: a read that spans one proves nothing. */
  version: number;
  /** The outcome of its last write is not known (the connection broke): nothing is expected of it any more. */
  unsure: boolean;
}

export interface LostWrite {
  readonly table: string;
  readonly key: readonly string[];
  readonly meaning: string;
  readonly expected: string | null;
  readonly found: string | null;
  readonly reader: string;
}

export class Ledger {
  readonly rows: Row[] = [];
  readonly lost: LostWrite[] = [];

  add(key: readonly string[], values: ReadonlyMap<string, string | null>): Row {
    const row: Row = { key, values: new Map(values), busy: false, version: 1, unsure: false };
    this.rows.push(row);
    return row;
  }

  /** A row that nobody writes at the moment. */
  idle(random: () => number): Row | undefined {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const row = this.rows[Math.floor(random() * this.rows.length)];
      if (row && !row.busy) return row;
    }
    return undefined;
  }
}
