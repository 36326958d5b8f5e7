import type { CheckStep, Plan, SqlUnit } from '@flux/core';
import { dollarQuote, quoteLiteral } from '@flux/postgres';

/** A check as a statement that raises where it does not hold, and that writes it down where it does. */
export function checkUnit(plan: Plan, { id, checkpoint, remedy }: CheckStep): SqlUnit {
  const { what, query, expect } = checkpoint;
  const body = `
DECLARE
  found text;
BEGIN
  EXECUTE ${quoteLiteral(query)} INTO found;
  IF found IS DISTINCT FROM ${quoteLiteral(expect)} THEN
    RAISE EXCEPTION 'flux: check failed: %: expected %, found %', ${quoteLiteral(what)}, ${quoteLiteral(expect)}, coalesce(found, 'nothing')
      USING HINT = ${quoteLiteral(remedy)};
  END IF;
  INSERT INTO flux.journal (plan, step, unit) VALUES (${quoteLiteral(plan.id)}, ${quoteLiteral(id)}, 0)
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
END
`;
  return { run: 'plain', sql: `DO ${dollarQuote(body)}` };
}

/** So that a step that was undone runs again, from its first row; the plan is not done then. */
export function undoneUnit(plan: Plan, step: string): SqlUnit {
  const id = quoteLiteral(plan.id);
  const where = `WHERE plan = ${id} AND step = ${quoteLiteral(step)}`;
  return {
    run: 'plain',
    sql: [
      `UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() ${where};`,
      `DELETE FROM flux.backfills ${where};`,
      `UPDATE flux.plans SET state = 'active' WHERE plan = ${id} AND state = 'done'`,
    ].join('\n'),
  };
}

/** At the end of the last file. */
export const doneUnit = (plan: Plan): SqlUnit => ({
  run: 'plain',
  sql: `UPDATE flux.plans SET state = 'done' WHERE plan = ${quoteLiteral(plan.id)}`,
});

/** Between the guards of two phases: a plan that was stopped in this database goes no further. */
export function stopUnit(plan: Plan): SqlUnit {
  const id = quoteLiteral(plan.id);
  const body = `
DECLARE
  stopped text := (SELECT state FROM flux.plans WHERE plan = ${id} AND state IN ('paused', 'rolled back'));
BEGIN
  IF stopped IS NOT NULL THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', ${id}, stopped USING HINT = ${quoteLiteral(`Run: flux status ${plan.id}`)};
  END IF;
END
`;
  return { run: 'plain', sql: `DO ${dollarQuote(body)}` };
}

/** What stands in the place of a rollback that there is none of: the runner keeps the migration as applied. */
export function refusal(step: string, reason: string): SqlUnit {
  const body = `
BEGIN
  RAISE EXCEPTION 'flux: step % cannot be rolled back', ${quoteLiteral(step)} USING HINT = ${quoteLiteral(reason)};
END
`;
  return { run: 'plain', sql: `DO ${dollarQuote(body)}` };
}
