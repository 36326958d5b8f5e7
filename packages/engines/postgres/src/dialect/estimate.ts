import { countText, findTable } from '@flux/core';
import type { Action, ActionKind, BatchSettings, Estimate, Snapshot } from '@flux/core';
import { rates } from './rates.ts';

/** Rows assumed where nothing is known: such a table counts as large. */
const unknownRows = 10_000_000;

const scans: ReadonlySet<ActionKind> = new Set(['validateConstraint']);
const batched: ReadonlySet<ActionKind> = new Set(['fillColumns', 'archiveColumn', 'restoreColumn']);

/** From default rates: a range, never calibrated here. */
export function estimateOf(action: Action, before: Snapshot, batch: BatchSettings): Estimate {
  const size = 'table' in action ? findTable(before, action.table)?.size : undefined;
  const rows = size?.rows ?? unknownRows;
  const about = size == null ? `size unknown, taken as ${countText(rows)} rows` : `${countText(rows)} rows`;
  if (batched.has(action.kind)) {
    const batches = Math.max(1, Math.ceil(rows / batch.rows));
    const pauses = batches * batch.pauseMs;
    return range(
      rows,
      rates.backfill,
      pauses,
      `${about} in ${countText(batches)} batches of ${countText(batch.rows)}, ${batch.pauseMs} ms pause`,
    );
  }
  if (action.kind === 'createIndex' && action.concurrently)
    return range(rows, rates.indexBuild, 0, `index over ${about}`);
  if (scans.has(action.kind)) return range(rows, rates.scan, 0, `one read of ${about}`);
  return { lowMs: 1, highMs: 50, calibrated: false, basis: 'catalogue only' };
}

function range(
  rows: number,
  rate: { readonly low: number; readonly high: number },
  fixedMs: number,
  basis: string,
): Estimate {
  return {
    lowMs: Math.round((rows / rate.high) * 1000 + fixedMs),
    highMs: Math.round((rows / rate.low) * 1000 + fixedMs) + 50,
    calibrated: false,
    basis,
  };
}
