import { join, resolve } from 'node:path';
import { FluxError } from '@flux/core';
import type { Plan } from '@flux/core';
import { findPlans, readPlan } from '@flux/runner';
import { planValidator } from './plan-validator.ts';
import type { Terminal } from './terminal.ts';

export const plansFolder = (terminal: Terminal): string => resolve(terminal.cwd(), 'flux/plans');
export const migrationsFolder = (terminal: Terminal, out: string | undefined): string =>
  resolve(terminal.cwd(), out ?? 'migrations');

/** All in flux/plans. @throws FluxError PLAN_INVALID */
export async function plansOf(terminal: Terminal): Promise<readonly Plan[]> {
  return (await findPlans(plansFolder(terminal), await planValidator())).map(({ plan }) => plan);
}

/**
 * The plan that an id or a path names; without either the only one there is.
 * @throws FluxError USAGE, PLAN_INVALID
 */
export async function loadPlan(terminal: Terminal, named: string | undefined): Promise<Plan> {
  const validate = await planValidator();
  const folder = plansFolder(terminal);
  if (named !== undefined) {
    if (named.endsWith('.json')) return readPlan(resolve(terminal.cwd(), named), validate);
    const inFolder = /[\\/]/.test(named) ? resolve(terminal.cwd(), named) : join(folder, named);
    return readPlan(join(inFolder, 'plan.json'), validate);
  }
  const found = await findPlans(folder, validate);
  const [only] = found;
  if (only && found.length === 1) return only.plan;
  throw new FluxError(
    'USAGE',
    only ? `There are ${found.length} plans in flux/plans.` : 'There is no plan in flux/plans.',
    only
      ? `Name one of ${found.map(({ plan }) => plan.id).join(', ')}.`
      : 'Make one: flux plan <operation>, or flux plan --sql <file>.',
    { plans: found.map(({ plan }) => plan.id) },
  );
}
