import type { BackfillEvent } from './events.ts';

const shortestMeasureMs = 200;

/** Progress events from the rows passed over; pauses and retries count in, so the ETA is what people wait for. */
export function backfillRate(
  step: string,
  rowsEstimated: number | null,
  rowsBefore: number,
  startedAt: number,
): (rowsDone: number, now: number) => BackfillEvent {
  let batches = 0;
  return (rowsDone, now) => {
    batches += 1;
    const elapsed = now - startedAt;
    const perMs = elapsed >= shortestMeasureMs ? (rowsDone - rowsBefore) / elapsed : null;
    // Past the estimate nobody knows how many are left.
    const left = rowsEstimated === null || rowsDone > rowsEstimated ? null : rowsEstimated - rowsDone;
    return {
      kind: 'backfill',
      step,
      rowsDone,
      rowsEstimated,
      batches,
      rowsPerSecond: perMs === null ? null : Math.round(perMs * 1000),
      etaMs: perMs === null || perMs === 0 || left === null ? null : Math.round(left / perMs),
    };
  };
}
