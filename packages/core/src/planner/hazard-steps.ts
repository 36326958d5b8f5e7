import type { Hazard, Step } from '../plan/types.ts';
import { sameTable } from '../schema/lookup.ts';
import type { DraftHazard } from '../strategies/types.ts';

/** Hazards that name an action get the id of the step that runs it. */
export const withSteps = (hazards: readonly DraftHazard[], steps: readonly Step[]): readonly Hazard[] =>
  hazards.map(({ at, ...hazard }) => (at ? { ...hazard, step: stepOf(at, steps) } : hazard));

const stepOf = ({ kind, table, column }: NonNullable<DraftHazard['at']>, steps: readonly Step[]): string | null =>
  steps.find(
    (step) =>
      step.kind === 'sql' &&
      step.actions.some((a) => a.kind === kind && sameTable(a.table, table) && a.column === column),
  )?.id ?? null;
