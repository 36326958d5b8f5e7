import { FluxError } from '@flux/core';
import type { BackfillStep, Plan, Step } from '@flux/core';

/** @throws FluxError USAGE */
export function stepNamed(plan: Plan, id: string): Step {
  const step = plan.steps.find((candidate) => candidate.id === id);
  if (step) return step;
  throw new FluxError(
    'USAGE',
    `Plan ${plan.id} has no step ${id}.`,
    `Its steps are ${plan.steps.map((s) => s.id).join(', ')}.`,
    { plan: plan.id, step: id },
  );
}

/** @throws FluxError USAGE */
export function backfillNamed(plan: Plan, id: string): BackfillStep {
  const step = stepNamed(plan, id);
  if (step.kind === 'backfill') return step;
  const backfills = plan.steps.filter((s) => s.kind === 'backfill').map((s) => s.id);
  throw new FluxError(
    'USAGE',
    `Step ${id} is not a backfill.`,
    backfills.length > 0 ? `The plan's backfills: ${backfills.join(', ')}.` : 'The plan has no backfill.',
    { plan: plan.id, step: id },
  );
}
