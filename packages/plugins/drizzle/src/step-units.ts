import type { CheckStep, Plan, SqlUnit } from '@flux/core';
import { dollarQuote, quoteLiteral } from '@flux/postgres';
import type { FileStep } from './flux-header.ts';

/** What a step's file runs after the phase's guard, or after the stop check. */
export function unitsOf(plan: Plan, step: FileStep): readonly SqlUnit[] {
  if (step.kind === 'check') return [checkUnit(plan, step)];
  return step.kind === 'sql' ? step.units : step.inline;
}

/** Every file but a phase's first (whose guard looks for it too): a plan that was stopped in this database goes no further. */
export function stopUnit(plan: Plan): SqlUnit {
  const id = quoteLiteral(plan.id);
  return block(`
DECLARE
  stopped text := (SELECT state FROM flux.plans WHERE plan = ${id} AND state IN ('paused', 'rolled back'));
BEGIN
  IF stopped IS NOT NULL THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', ${id}, stopped
      USING HINT = ${quoteLiteral(`Run: npx drizzle-flux status ${plan.id}`)};
  END IF;
END
`);
}

function checkUnit(plan: Plan, { id, checkpoint, remedy }: CheckStep): SqlUnit {
  const { what, query, expect } = checkpoint;
  return block(`
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
`);
}

/** The step's own rollback, then the journal's entries as the runner leaves them after its rollback. */
export function undoUnits(plan: Plan, step: FileStep, closesGates: boolean): readonly SqlUnit[] {
  const own = step.kind !== 'check' && step.rollback.possible ? step.rollback.units : [];
  const id = quoteLiteral(plan.id);
  const name = quoteLiteral(step.id);
  const undone = quoteLiteral(`${step.id}~undo`);
  const mark = block(`
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT ${id}, ${undone}, n FROM generate_series(0, ${own.length - 1}) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = ${id} AND step = ${name};
  DELETE FROM flux.backfills WHERE plan = ${id} AND step IN (${name}, ${undone});
${closesGates ? `  DELETE FROM flux.gates WHERE plan = ${id} AND phase >= ${step.phase};\n` : ''}END
`);
  return [...own, mark];
}

/** A plan that was done and is taken back in part is under way again. */
export const reopenUnit = (plan: Plan): SqlUnit => ({
  run: 'plain',
  sql: `UPDATE flux.plans SET state = 'active' WHERE plan = ${quoteLiteral(plan.id)} AND state = 'done'`,
});

export function stateUnit(plan: Plan, state: 'done' | 'rolled back'): SqlUnit {
  return {
    run: 'plain',
    sql: `UPDATE flux.plans SET state = ${quoteLiteral(state)} WHERE plan = ${quoteLiteral(plan.id)}`,
  };
}

const block = (body: string): SqlUnit => ({ run: 'plain', sql: `DO ${dollarQuote(body)}` });
