import type { Plan, PlanRecord } from '@flux/core';
import { loadPlan, plansOf } from './plan-store.ts';
import { targetOf } from './target.ts';
import type { Target } from './target.ts';
import type { Terminal } from './terminal.ts';

/** Over in this database: nothing is left to run or to undo but on purpose. */
export const isOver = (record: PlanRecord | undefined): boolean =>
  record?.state === 'done' || record?.state === 'rolled back';

/**
 * The plan that is named; without a name the only one, or of several the only one that is not over in this database.
 * @throws FluxError USAGE, PLAN_INVALID, and the driver's
 */
export async function loadUnfinished(
  terminal: Terminal,
  named: string | undefined,
  url: string | undefined,
): Promise<Plan> {
  if (named !== undefined) return loadPlan(terminal, named);
  const plans = await plansOf(terminal);
  if (plans.length < 2) return loadPlan(terminal, undefined);
  const records = await recordsIn(await targetOf(terminal, url));
  const left = plans.filter(({ id }) => !isOver(records.get(id)));
  return left[0] && left.length === 1 ? left[0] : loadPlan(terminal, undefined);
}

export async function recordsIn({ driver, connect }: Target): Promise<ReadonlyMap<string, PlanRecord>> {
  const session = await connect();
  try {
    return new Map((await driver.journal.listPlans(session)).map((record) => [record.plan, record]));
  } catch (error) {
    throw driver.classify(error).error;
  } finally {
    await session.end();
  }
}
