import type { DeployStep, FluxError, LockWait } from '@flux/core';
import type { Measurement } from './checkpoint.ts';

/** What a run tells while it goes on; the runner itself writes nothing anywhere. */
export type RunEvent =
  | { readonly kind: 'waitingForLease'; readonly holder: string; readonly heartbeatAgeMs: number }
  | { readonly kind: 'stepStarted'; readonly step: string; readonly title: string }
  | {
      readonly kind: 'unitDone';
      readonly step: string;
      readonly unit: number;
      readonly of: number;
      readonly ms: number;
    }
  | {
      readonly kind: 'retry';
      readonly step: string;
      readonly attempt: number;
      readonly waitMs: number;
      readonly error: FluxError;
    }
  | WaitingEvent
  | BackfillEvent
  | { readonly kind: 'stepDone'; readonly step: string; readonly ms: number; readonly checkpoint: Measurement | null }
  | { readonly kind: 'stepUndone'; readonly step: string; readonly ms: number }
  | { readonly kind: 'held'; readonly step: DeployStep };

/** Told every two seconds or so while something that runs waits for a lock. */
export interface WaitingEvent extends LockWait {
  readonly kind: 'waiting';
  readonly step: string;
  /** Since the step's work began. */
  readonly waitedMs: number;
}

export interface BackfillEvent {
  readonly kind: 'backfill';
  readonly step: string;
  /** Rows passed over since the backfill began, earlier runs included. */
  readonly rowsDone: number;
  /** Null when the table's size was not known to the plan. */
  readonly rowsEstimated: number | null;
  /** Of this run. */
  readonly batches: number;
  /** Pauses included; null before it can be told. */
  readonly rowsPerSecond: number | null;
  readonly etaMs: number | null;
}

export type OnEvent = (event: RunEvent) => void;
export const ignoreEvents: OnEvent = () => undefined;
