import { FluxError, fingerprint } from '@flux/core';
import { readJournal } from './journal-state.ts';
import type { StepRun } from './step-run.ts';

type Place = Pick<StepRun, 'plan' | 'driver' | 'session'>;

/**
 * Before anything of the plan is run here: it is the plan that was begun, or one that was made for this schema.
 * @throws FluxError PLAN_MISMATCH
 */
export async function checkFit(place: Place): Promise<void> {
  if (!(await readJournal(place.driver, place.session, place.plan))) await checkSchema(place);
}

/**
 * Before the first step: the touched tables must be what the plan was made for.
 * @throws FluxError PLAN_MISMATCH
 */
export async function checkSchema({ plan, driver, session }: Place): Promise<void> {
  const found = fingerprint(await driver.introspect(session, { tables: plan.tables }), plan.tables);
  if (found === plan.fingerprint) return;
  const tables = plan.tables.map(({ schema, name }) => `${schema}.${name}`);
  throw new FluxError(
    'PLAN_MISMATCH',
    `Plan ${plan.id} was made for another schema than the one found: ${tables.join(', ')} or what depends on them differs.`,
    'Nothing was changed. Check that the URL points at the database you mean, apply the migrations that come before, or plan again.',
    { plan: plan.id, tables, fingerprint: plan.fingerprint, found },
  );
}
