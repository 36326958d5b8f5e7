import { FluxError } from '../errors.ts';
import { operationTitle } from '../operations/title.ts';
import type { Operation } from '../operations/types.ts';
import { findTable, tableLabel } from '../schema/lookup.ts';
import type { Snapshot } from '../schema/snapshot.ts';

/** Why a table of this kind cannot be changed by a strategy that was made for plain ones. */
const reasons = {
  partitioned: {
    reason: 'is partitioned: a change locks it with every partition at once, for longer than the plan would say',
    remedy: 'Write this migration by hand, partition by partition where the server allows it.',
  },
  foreign: {
    reason: 'is a foreign table: its rows live elsewhere, and other sessions write them there',
    remedy: 'Change the table where it lives, then declare it anew here.',
  },
} as const;

/** @throws FluxError UNSUPPORTED_CHANGE */
export function refuseTableKinds(operations: readonly Operation[], snapshot: Snapshot): void {
  for (const operation of operations) {
    if (!('table' in operation)) continue;
    const kind = findTable(snapshot, operation.table)?.kind ?? 'table';
    if (kind === 'table') continue;
    throw new FluxError(
      'UNSUPPORTED_CHANGE',
      `${operationTitle(operation)}: ${tableLabel(operation.table)} ${reasons[kind].reason}.`,
      reasons[kind].remedy,
      { table: tableLabel(operation.table), kind },
    );
  }
}
