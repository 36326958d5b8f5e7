import type { SqlUnit } from '@flux/core';
import type { FileStep } from './flux-header.ts';

/** What a step's file runs after the phase's guard, or after the stop check. */
export const unitsOf = (step: FileStep): readonly SqlUnit[] => (step.kind === 'backfill' ? step.inline : step.units);

/** The step's own rollback, then its marks in the journal. */
export function undoUnits(step: FileStep): readonly SqlUnit[] {
  const own = step.kind !== 'check' && step.rollback.possible ? step.rollback.units : [];
  return [...own, step.undone];
}
