import { FluxError, sameTable, tableLabel } from '@flux/core';
import type { Driver, Plan, Session } from '@flux/core';
import { findPlans } from '@flux/runner';

/**
 * A table in the middle of one plan is not what the next one would find when it is run.
 * @throws FluxError PLAN_CONFLICT
 */
export async function refuseConflict(driver: Driver, session: Session, plan: Plan, folder: string): Promise<void> {
  const here = new Map((await driver.journal.listPlans(session)).map((record) => [record.plan, record.state]));
  for (const { plan: other } of await findPlans(folder)) {
    const state = here.get(other.id) ?? 'not begun';
    if (state === 'done' || state === 'rolled back') continue;
    const shared = other.tables.filter((table) => plan.tables.some((mine) => sameTable(mine, table)));
    const [table] = shared;
    if (!table) continue;
    throw new FluxError(
      'PLAN_CONFLICT',
      `Plan ${other.id} is ${state} in this database, and works on ${tableLabel(table)} too.`,
      state === 'not begun'
        ? `Bring it to its end first: flux apply ${other.id}. If it was never applied anywhere and is not wanted any more, remove flux/plans/${other.id} and its migration files.`
        : `Bring it to its end first (flux status ${other.id}), or undo it: flux rollback ${other.id}.`,
      { plan: other.id, state, tables: shared.map(tableLabel) },
    );
  }
}
