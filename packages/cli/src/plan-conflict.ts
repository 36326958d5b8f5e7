import { FluxError, sameTable, tableLabel } from '@flux/core';
import type { Driver, Plan, Session } from '@flux/core';
import { findPlans } from '@flux/runner';

/**
 * A plan that is not begun here will have changed the table when this one is run; `planMigration` sees the others.
 * @throws FluxError PLAN_CONFLICT
 */
export async function refuseConflict(driver: Driver, session: Session, plan: Plan, folder: string): Promise<void> {
  const begun = new Set((await driver.journal.listPlans(session)).map((record) => record.plan));
  for (const { plan: other } of await findPlans(folder)) {
    if (begun.has(other.id)) continue;
    const shared = other.tables.filter((table) => plan.tables.some((mine) => sameTable(mine, table)));
    const [table] = shared;
    if (!table) continue;
    throw new FluxError(
      'PLAN_CONFLICT',
      `Plan ${other.id} is not begun in this database, and works on ${tableLabel(table)} too.`,
      `Bring it to its end first: flux apply ${other.id}. If it was never applied anywhere and is not wanted any more, remove flux/plans/${other.id} and its migration files.`,
      { plan: other.id, state: 'not begun', tables: shared.map(tableLabel) },
    );
  }
}
