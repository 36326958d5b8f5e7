import { FluxError } from '@flux/core';
import type { Driver } from '@flux/core';

/** Where it happened; shown in the message and kept in `data`. */
export interface Place {
  readonly plan: string;
  readonly step: string;
  readonly unit?: number;
}

/** The driver's reading of a native error, with the place added. What is a FluxError already keeps its code. */
export function classified(
  driver: Driver,
  thrown: unknown,
  place?: Place,
): { readonly error: FluxError; readonly retryable: boolean } {
  const { error, retryable } =
    thrown instanceof FluxError ? { error: thrown, retryable: false } : driver.classify(thrown);
  if (!place || error.data['step'] !== undefined) return { error, retryable };
  const placed = new FluxError(
    error.code,
    `Step ${place.step}: ${error.message}`,
    error.remedy,
    { ...error.data, ...place },
    error.cause ?? thrown,
  );
  return { error: placed, retryable };
}

/** Runs `work`; what it throws leaves as a FluxError, an abort as it is. */
export async function classifying<T>(
  driver: Driver,
  signal: AbortSignal | undefined,
  place: Place | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (signal?.aborted && thrown === signal.reason) throw thrown;
    throw classified(driver, thrown, place).error;
  }
}
