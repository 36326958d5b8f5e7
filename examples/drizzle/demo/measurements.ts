/** What a run of the demo measures. Times are milliseconds since the epoch, with fractions; one machine, one clock. */
export type Version = 'before' | 'after';

export interface Sample {
  /** When the request was due. Waiting counts from here, so a stalled application hides nothing. */
  readonly t: number;
  readonly ms: number;
  readonly ok: boolean;
  readonly kind: string;
  /** SQLSTATE or error name, then the message: `42703 column "name" does not exist`. */
  readonly error?: string;
}

export interface FailureGroup {
  readonly error: string;
  readonly count: number;
}

export interface TrafficSummary {
  readonly version: Version;
  readonly requests: number;
  readonly failed: number;
  readonly failures: readonly FailureGroup[];
  readonly longestWaitMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Writes that this version, or its peer, acknowledged and a later read of this version did not find. */
  readonly lostWrites: number;
  /** Reads of a value that the other version had written. */
  readonly crossReads: number;
  readonly startedAt: number;
  readonly stoppedAt: number;
}

export interface StepEvent {
  readonly t: number;
  readonly until?: number;
  readonly label: string;
  readonly failed?: boolean;
}

export interface RunSummary {
  readonly before: TrafficSummary;
  readonly after: TrafficSummary;
  /** Acknowledged writes read back through the new columns after the run, and those of them that were not there. */
  readonly verifiedWrites: number;
  readonly lostWrites: number;
  /** From the first step of the change to the end of its last. */
  readonly totalMs: number;
}

export interface RunRecord {
  readonly name: string;
  readonly samplesByVersion: Readonly<Record<Version, readonly Sample[]>>;
  readonly events: readonly StepEvent[];
  readonly summary: RunSummary;
}

export const clock = (): number => performance.timeOrigin + performance.now();
