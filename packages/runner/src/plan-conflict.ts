import { FluxError, sameTable, tableLabel } from '@flux/core';
import type { Driver, Plan, Session } from '@flux/core';

/**
 * A table in the middle of one plan is not what the next one would find when it is run. The database knows of plans that
 * this checkout does not hold.
 * @param statusCommand of `plan`
 * @throws FluxError PLAN_CONFLICT
 */
export async function refuseOverlap(
  driver: Driver,
  session: Session,
  plan: Plan,
  statusCommand: string,
): Promise<void> {
  const records = await driver.journal.listPlans(session);
  for (const { plan: other, state, tables } of records) {
    if (state !== 'active' && state !== 'paused') continue;
    const shared = tables.filter((table) => plan.tables.some((mine) => sameTable(mine, table)));
    const [table] = shared;
    if (!table) continue;
    throw new FluxError(
      'PLAN_CONFLICT',
      `Plan ${other} is ${state} in this database and works on ${tableLabel(table)} too.`,
      `Bring it to its end first, or take it back: ${statusCommand.replaceAll(plan.id, other)} says how.`,
      { plan: other, state, tables: shared.map(tableLabel) },
    );
  }
}
