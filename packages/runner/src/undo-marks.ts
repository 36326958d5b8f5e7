import { undoStep } from '@flux/core';
import type { JournalState, SqlUnit, Step, UnitRecord } from '@flux/core';

export const rollbackUnits = (step: Step): readonly SqlUnit[] =>
  (step.kind === 'sql' || step.kind === 'backfill') && step.rollback.possible ? step.rollback.units : [];

/** Units of the step's rollback that were done; the step's next run takes the marks away. */
export const undoRecords = (step: Step, journal: JournalState): readonly UnitRecord[] =>
  journal.units.filter((unit) => unit.step === undoStep(step.id) && unit.state === 'done');

/**
 * A rollback that was cut off. Its first unit may have marked the step undone, in its own transaction, while the rest of
 * the step is still there: neither going on nor leaving it is right, the rollback must be finished.
 */
export function isPartlyUndone(step: Step, journal: JournalState): boolean {
  const done = undoRecords(step, journal).length;
  if (done === 0) return false;
  const standing = journal.units.some((unit) => unit.step === step.id && unit.state === 'done');
  return done < rollbackUnits(step).length || standing;
}
