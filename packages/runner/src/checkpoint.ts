import { FluxError } from '@flux/core';
import type { Checkpoint, Driver, Session, Step } from '@flux/core';
import { classified } from './classified.ts';
import { inTransaction } from './transaction.ts';

/** A checkpoint as found just now. */
export interface Measurement {
  readonly step: string;
  readonly what: string;
  readonly expect: string;
  /** Null when the query failed or gave no row. */
  readonly got: string | null;
  readonly holds: boolean;
  /** The query's error, classified. */
  readonly error: string | null;
}

export const checkpointOf = (step: Step): Checkpoint | null => (step.kind === 'deploy' ? null : step.checkpoint);

/** A query that fails is a checkpoint that does not hold; only a lost connection is thrown. */
export async function measure(
  session: Session,
  driver: Driver,
  step: string,
  checkpoint: Checkpoint,
): Promise<Measurement> {
  const { what, expect } = checkpoint;
  try {
    const rows = await inTransaction(session, () => session.query(checkpoint.query));
    const value: unknown = rows[0] === undefined ? null : Object.values(rows[0])[0];
    const got = value == null ? null : String(value);
    return { step, what, expect, got, holds: got === expect, error: null };
  } catch (thrown) {
    const { error } = classified(driver, thrown);
    if (error.code === 'CONNECT_FAILED' || error.code === 'AUTH_FAILED') throw error;
    return { step, what, expect, got: null, holds: false, error: error.message };
  }
}

export const found = ({ what, expect, got, error }: Measurement): string =>
  error === null
    ? `${what}: expected ${expect}, found ${got ?? 'nothing'}`
    : `${what}: could not be measured: ${error}`;

export function checkpointFailed(plan: string, measured: Measurement, remedy: string): FluxError {
  return new FluxError('CHECKPOINT_FAILED', `Step ${measured.step} is not proven done: ${found(measured)}.`, remedy, {
    plan,
    ...measured,
  });
}

/** The journal says done, the database says otherwise: the database is right, and a person decides. */
export function disagreement(plan: string, measured: Measurement): FluxError {
  return new FluxError(
    'CHECKPOINT_FAILED',
    `The journal says that step ${measured.step} is done, but the database disagrees: ${found(measured)}.`,
    `Something outside this plan changed it. Run step ${measured.step} again, or roll the plan back.`,
    { plan, ...measured, journal: 'done' },
  );
}
