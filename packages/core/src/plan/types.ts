import type { Action } from '../actions/types.ts';
import type { Operation } from '../operations/types.ts';
import type { Expression, TableName } from '../schema/snapshot.ts';

/**
 * A plan is one ordered list of steps; phases are the cuts at its deploy steps. It is plain JSON, it is frozen once
 * written, and it holds every byte of SQL that will run: a newer Flux runs it, it never plans again in flight.
 */
export interface Plan {
  readonly version: 1;
  /** `20261120-rename-users-name`: unique in the repository, `[a-z0-9-]`, at most 50 characters. */
  readonly id: string;
  readonly title: string;
  readonly type: 'safe' | 'expand-contract' | 'backfill';
  /** The dialect that compiled the SQL, e.g. `postgres`, and the server version it was compiled for. */
  readonly engine: { readonly name: string; readonly serverVersion: number };
  readonly createdAt: string;
  /** What the user's own tool would have run, verbatim. */
  readonly source: readonly string[];
  readonly operations: readonly Operation[];
  readonly steps: readonly Step[];
  /** One entry per phase; its guard runs before the phase's first step. */
  readonly phases: readonly Phase[];
  readonly bookkeeping: Bookkeeping;
  readonly hazards: readonly Hazard[];
  /** The tables the plan works on, with the sizes it was estimated for. */
  readonly tables: readonly PlannedTable[];
  /** First step that cannot be undone without loss; null: every step can. */
  readonly pointOfNoReturn: string | null;
  /** Of the touched tables and their dependents before the first step. */
  readonly fingerprint: string;
}

/** The journal's own statements, for whoever executes files and not the plan. */
export interface Bookkeeping {
  /** Raises where the plan was paused or rolled back in this database: at the head of every file but a phase's first. */
  readonly stop: SqlUnit;
  /** At the end of the last file. */
  readonly done: SqlUnit;
  /** A plan that was done and is taken back in part is under way again. */
  readonly reopened: SqlUnit;
  readonly rolledBack: SqlUnit;
  /** When its files are no longer applied, the first one included: as if the plan had never begun here. */
  readonly forgotten: SqlUnit;
}

export interface Phase {
  readonly name: 'expand' | 'migrate' | 'contract';
  /** Creates Flux's own objects, registers the plan, and raises where the phase's gate is closed. */
  readonly guard: readonly SqlUnit[];
  /** When the phase was taken back: its gate has to be opened anew. */
  readonly closeGate: SqlUnit;
}

export interface PlannedTable extends TableName {
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly writesPerSecond: number | null;
}

export type Step = SqlStep | BackfillStep | CheckStep | DeployStep;

interface StepBase {
  /** `03-index-orders-user-id`: number and slug, unique in the plan. */
  readonly id: string;
  readonly title: string;
  /** 0-based; the number of deploy steps before this one. */
  readonly phase: number;
}

export interface SqlStep extends StepBase {
  readonly kind: 'sql';
  readonly actions: readonly Action[];
  readonly units: readonly SqlUnit[];
  readonly locks: readonly Lock[];
  readonly estimate: Estimate;
  readonly rollback: Rollback;
  /** Written down after the rollback: the step can then run again, from its first row. */
  readonly undone: SqlUnit;
  readonly checkpoint: Checkpoint;
}

/**
 * Complete SQL that runs as one piece. A step's units run in order; each is safe to run again after a crash, except an
 * `alone` one that is the user's own statement: the plan says so.
 */
export interface SqlUnit {
  readonly sql: string;
  /**
   * - `guarded`: takes locks, bounded and retried; must be the only lock taker of its transaction.
   * - `plain`: runs in a transaction, may share it with other plain units.
   * - `alone`: must run outside any transaction, as the only statement of its query.
   */
  readonly run: 'guarded' | 'plain' | 'alone';
}

/** Rows rewritten in batches, each batch a transaction of its own. */
export interface BackfillStep extends StepBase {
  readonly kind: 'backfill';
  readonly actions: readonly Action[];
  readonly table: TableName;
  readonly batch: BatchSettings;
  /** What the runner executes page by page, with progress. */
  readonly pages: PagedStatements;
  /** The same work as one resumable block, for a runner that only executes files. */
  readonly inline: readonly SqlUnit[];
  readonly locks: readonly Lock[];
  readonly estimate: Estimate;
  readonly rollback: Rollback;
  /** Written down after the rollback: the step can then run again, from its first row. */
  readonly undone: SqlUnit;
  readonly checkpoint: Checkpoint;
}

export interface BatchSettings {
  /** Rows read per page. */
  readonly rows: number;
  /** Milliseconds between pages. */
  readonly pauseMs: number;
}

/**
 * Keyset paging. The cursor is the key's values as text, one per key column. Parameters are text and cast in the SQL:
 * `next` and `nextFrom` return the last key of the next page as columns k1..kn and its length as `rows` (no row: at the
 * end; fewer than the page size: the last page);
 * `run` and `runFrom` change the page's rows.
 */
export interface PagedStatements {
  readonly keys: readonly string[];
  /** First page. $1 = page size. */
  readonly next: string;
  /** After a cursor. $1..$n = cursor, $n+1 = page size. */
  readonly nextFrom: string;
  /** From the start. $1..$n = last key of the page. */
  readonly run: string;
  /** $1..$n = cursor, $n+1..$2n = last key of the page. */
  readonly runFrom: string;
  /** Run in the batch's transaction before it: lock_timeout, the mark that keeps triggers quiet. */
  readonly before: readonly string[];
}

export interface CheckStep extends StepBase {
  readonly kind: 'check';
  readonly checkpoint: Checkpoint;
  /** Raise where the checkpoint does not hold, and write it down where it does. */
  readonly units: readonly SqlUnit[];
  readonly undone: SqlUnit;
  /** What to do when it does not hold. */
  readonly remedy: string;
  readonly estimate: Estimate;
}

/** An application release that must be out before the steps after it. It closes a phase. */
export interface DeployStep extends StepBase {
  readonly kind: 'deploy';
  readonly release: Release;
  /** What this release does, as the application's developer needs to hear it. */
  readonly application: readonly string[];
  readonly gate: Gate;
}

/** Releases of the application in the order they go out. */
export const releases = ['dual-write', 'read-new', 'new'] as const;
export type Release = (typeof releases)[number];

/** Evidence required to open the phase after a deploy. */
export interface Gate {
  /** The release that must be gone: none of its instances may run any more. */
  readonly gone: string;
  /** Queries that return one row (`last_seen` timestamp or null): the last write by the release that must be gone. */
  readonly evidence: readonly { readonly what: string; readonly query: string }[];
  /** What the release must stop doing and no record watches: each takes a person's word. */
  readonly unwatched: readonly string[];
  /** What the evidence cannot see. */
  readonly blindSpots: readonly string[];
}

/** One row, one value: done when it equals `expect`. */
export interface Checkpoint {
  readonly what: string;
  readonly query: string;
  readonly expect: string;
  /** From this step on it is not expected to hold any more: a later step changed the same objects. */
  readonly until?: string | null;
}

export interface Lock {
  /** `public.users` */
  readonly object: string;
  /** The engine's own name: `AccessExclusiveLock`. */
  readonly mode: string;
  readonly blocks: 'reads and writes' | 'writes' | 'schema changes' | 'nothing';
  readonly held: 'milliseconds' | 'while it runs';
  /** Longest wait of one request that this lock can cause, milliseconds; null: it makes no request wait. */
  readonly waitBoundMs: number | null;
}

/** Milliseconds. `calibrated: false`: from default rates, a range. */
export interface Estimate {
  readonly lowMs: number;
  readonly highMs: number;
  readonly calibrated: boolean;
  /** `500,000 rows in 50 batches of 10,000, 50 ms pause`. */
  readonly basis: string;
}

export type Rollback =
  | {
      readonly possible: true;
      readonly units: readonly SqlUnit[];
      /** Safe as it stands until this release is deployed; null: at any time. */
      readonly safeUntil: Release | null;
      /** What is lost when it runs after that; null: nothing, but that release must be out of service first. */
      readonly loses: string | null;
      /** Says when a value that the rollback would lose was last written (`last_seen` timestamp or null). */
      readonly lossRecord?: { readonly what: string; readonly query: string };
    }
  | {
      readonly possible: false;
      readonly reason: string;
      /** Raise with the reason: what stands in a rollback's place in a file. */
      readonly units: readonly SqlUnit[];
    };

export interface Hazard {
  readonly code: string;
  /** What happens and whom it blocks. */
  readonly message: string;
  /** The fix. */
  readonly advice: string;
  readonly step: string | null;
}

/** Answers that Flux does not guess; from flags, configuration or the tool's own prompt. */
export interface Answers {
  readonly renames: readonly { readonly table: string; readonly from: string; readonly to: string }[];
  /** `table.column` → SQL expression over the row. */
  readonly fills: Readonly<Record<string, Expression>>;
  readonly dualWrite: 'trigger' | 'application';
}
