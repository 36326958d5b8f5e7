import type { Dialect } from './dialect.ts';
import type { FluxError } from './errors.ts';
import type { Snapshot, TableName } from './schema/snapshot.ts';

/** The I/O half of an engine. The runner knows nothing of an engine but this. */
export interface Driver {
  readonly name: string;
  /** @throws FluxError CONNECT_FAILED, AUTH_FAILED */
  connect(url: string, options?: ConnectOptions): Promise<Session>;
  /** The pure half for this server's version. @throws FluxError UNSUPPORTED_SERVER */
  dialect(session: Session): Promise<Dialect>;
  /** Everything outside Flux's own schema and the system's. `tables` narrows it to those and what depends on them. */
  introspect(session: Session, options?: { readonly tables?: readonly TableName[] }): Promise<Snapshot>;
  /** Native error → FluxError; `retryable`: the same statement may succeed when run again. */
  classify(error: unknown): { readonly error: FluxError; readonly retryable: boolean };
  /** The server's own number of the session's connection. */
  backend(session: Session): Promise<number>;
  /** What that connection waits for at this moment, asked from another one; null: for nothing. */
  lockWait(session: Session, backend: number): Promise<LockWait | null>;
  readonly journal: Journal;
}

export interface LockWait {
  /** Null: something else than a table or its rows, such as the end of another transaction. */
  readonly table: TableName | null;
  /** Mode, in the server's words. */
  readonly lock: string;
  /** The one of those in the way whose transaction is oldest. Null: the role may not see it. */
  readonly blocker: {
    readonly pid: number;
    /** Of its transaction. */
    readonly ageMs: number | null;
    readonly state: string | null;
    /** At most 60 characters, without string constants. */
    readonly query: string | null;
  };
}

export interface ConnectOptions {
  readonly application?: string;
  /** The operator's word that this database serves nobody: every gate is open to this session. */
  readonly fresh?: boolean;
}

export interface Session {
  /** Rows of one statement. Without parameters `sql` is sent as one simple query. Throws the native error. */
  query<Row extends object = Record<string, unknown>>(
    sql: string,
    parameters?: readonly unknown[],
  ): Promise<readonly Row[]>;
  /** Ends the connection; safe to call twice. */
  end(): Promise<void>;
}

/** Flux's own tables in the target: what was done, which phases are open, how far backfills are, who is at work. */
export interface Journal {
  /** Creates what is missing. @throws FluxError MISSING_PRIVILEGE with the exact GRANT */
  ensure(session: Session): Promise<void>;
  /** Null when the target has no Flux schema yet. */
  readPlan(session: Session, plan: string): Promise<JournalState | null>;
  listPlans(session: Session): Promise<readonly PlanRecord[]>;
  setState(session: Session, plan: string, state: PlanRecord['state'], actor: string): Promise<void>;
  record(session: Session, entry: UnitRecord): Promise<void>;
  openGate(session: Session, gate: GateRecord): Promise<void>;
  closeGate(session: Session, plan: string, phase: number): Promise<void>;
  saveBackfill(session: Session, progress: BackfillProgress): Promise<void>;
  clearBackfill(session: Session, plan: string, step: string): Promise<void>;
  /** Takes or renews the lease; false when another holder's heartbeat is younger than `staleAfterMs`. */
  lease(session: Session, holder: string, staleAfterMs: number): Promise<boolean>;
  leaseHolder(session: Session): Promise<{ readonly holder: string; readonly heartbeatAgeMs: number } | null>;
  releaseLease(session: Session, holder: string): Promise<void>;
}

export interface PlanRecord {
  readonly plan: string;
  readonly fingerprint: string;
  /** What the plan works on. */
  readonly tables: readonly TableName[];
  /** Nothing was stored in this database when it was last asked: nothing is live, gates are open. */
  readonly fresh: boolean;
  readonly state: 'active' | 'paused' | 'rolled back' | 'done';
  readonly startedAt: string;
}

export interface JournalState extends PlanRecord {
  readonly units: readonly UnitRecord[];
  readonly gates: readonly GateRecord[];
  readonly backfills: readonly BackfillProgress[];
}

export interface UnitRecord {
  readonly plan: string;
  readonly step: string;
  readonly unit: number;
  readonly state: 'done' | 'undone';
  readonly actor: string;
  readonly finishedAt: string | null;
}

export interface GateRecord {
  readonly plan: string;
  /** The phase that it opens. */
  readonly phase: number;
  readonly openedBy: string;
  readonly openedAt: string | null;
  /** What was seen or confirmed. */
  readonly evidence: Readonly<Record<string, unknown>>;
}

export interface BackfillProgress {
  readonly plan: string;
  readonly step: string;
  /** Last key done, one text per key column; null before the first page. */
  readonly cursor: readonly string[] | null;
  readonly rows: number;
  readonly done: boolean;
}
