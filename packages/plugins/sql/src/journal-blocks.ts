import type { CheckStep, Plan, SqlUnit } from '@flux/core';

const literal = (text: string): string => {
  const quoted = text.replaceAll("'", "''");
  return text.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
};

function dollarQuote(body: string): string {
  let tag = '$flux$';
  for (let n = 1; body.includes(tag); n += 1) tag = `$flux${n}$`;
  return `${tag}${body}${tag}`;
}

/** A check as a statement that raises where it does not hold, and that writes it down where it does. */
export function checkUnit(plan: Plan, { id, checkpoint, remedy }: CheckStep): SqlUnit {
  const { what, query, expect } = checkpoint;
  const body = `
DECLARE
  found text;
BEGIN
  EXECUTE ${literal(query)} INTO found;
  IF found IS DISTINCT FROM ${literal(expect)} THEN
    RAISE EXCEPTION 'flux: check failed: %: expected %, found %', ${literal(what)}, ${literal(expect)}, coalesce(found, 'nothing')
      USING HINT = ${literal(remedy)};
  END IF;
  INSERT INTO flux.journal (plan, step, unit) VALUES (${literal(plan.id)}, ${literal(id)}, 0)
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', actor = current_user, finished_at = clock_timestamp();
END
`;
  return { run: 'plain', sql: `DO ${dollarQuote(body)}` };
}

/** So that a step that was undone runs again, from its first row. */
export function undoneUnit(plan: Plan, step: string): SqlUnit {
  const where = `WHERE plan = ${literal(plan.id)} AND step = ${literal(step)}`;
  return {
    run: 'plain',
    sql: [
      `UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() ${where};`,
      `DELETE FROM flux.backfills ${where}`,
    ].join('\n'),
  };
}

/** What stands in the place of a rollback that there is none of: the runner keeps the migration as applied. */
export function refusal(step: string, reason: string): SqlUnit {
  const body = `
BEGIN
  RAISE EXCEPTION 'flux: step % cannot be rolled back', ${literal(step)} USING HINT = ${literal(reason)};
END
`;
  return { run: 'plain', sql: `DO ${dollarQuote(body)}` };
}
