import { undoStep } from '@flux/core';
import type { Bookkeeping, Checkpoint, CompileContext, SqlUnit } from '@flux/core';
import { journalSql, plainUnit } from './guard.ts';
import { dollarQuote } from './names.ts';
import { quoteLiteral } from './quote.ts';

const block = (body: string): SqlUnit => plainUnit(`DO ${dollarQuote(body)}`);

/** Raises where the plan was stopped in this database, with the command that says by whom and how to go on. */
export function stoppedSql(plan: string, statusCommand: string): string {
  const id = quoteLiteral(plan);
  return `  IF EXISTS (SELECT FROM flux.plans WHERE plan = ${id} AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', ${id}, (SELECT state FROM flux.plans WHERE plan = ${id})
      USING HINT = ${quoteLiteral(`Run: ${statusCommand}`)};
  END IF;`;
}

export function bookkeeping(plan: string, statusCommand: string): Bookkeeping {
  const id = quoteLiteral(plan);
  return {
    stop: block(`\nBEGIN\n${stoppedSql(plan, statusCommand)}\nEND\n`),
    done: plainUnit(`UPDATE flux.plans SET state = 'done' WHERE plan = ${id}`),
    reopened: plainUnit(`UPDATE flux.plans SET state = 'active' WHERE plan = ${id} AND state = 'done'`),
    rolledBack: plainUnit(`UPDATE flux.plans SET state = 'rolled back' WHERE plan = ${id}`),
    forgotten: block(`
BEGIN
  DELETE FROM flux.gates WHERE plan = ${id};
  DELETE FROM flux.journal WHERE plan = ${id};
  DELETE FROM flux.backfills WHERE plan = ${id};
  DELETE FROM flux.plans WHERE plan = ${id};
END
`),
  };
}

export const closeGate = (plan: string, phase: number): SqlUnit =>
  plainUnit(`DELETE FROM flux.gates WHERE plan = ${quoteLiteral(plan)} AND phase >= ${phase}`);

export function check(checkpoint: Checkpoint, remedy: string, context: CompileContext): readonly SqlUnit[] {
  const { what, query, expect } = checkpoint;
  return [
    block(`
DECLARE
  found text;
BEGIN
  EXECUTE ${quoteLiteral(query)} INTO found;
  IF found IS DISTINCT FROM ${quoteLiteral(expect)} THEN
    RAISE EXCEPTION 'flux: check failed: %: expected %, found %', ${quoteLiteral(what)}, ${quoteLiteral(expect)}, coalesce(found, 'nothing')
      USING HINT = ${quoteLiteral(remedy)};
  END IF;
  ${journalSql(context, context.unit, context.unit).replaceAll('\n', '\n  ')}
END
`),
  ];
}

export const refusal = (step: string, reason: string): SqlUnit =>
  block(`
BEGIN
  RAISE EXCEPTION 'flux: step % cannot be rolled back', ${quoteLiteral(step)} USING HINT = ${quoteLiteral(reason)};
END
`);

/** As the runner leaves the journal after a rollback: guarded undo units have written themselves down already. */
export function undone({ plan, step }: CompileContext, undoUnits: number): SqlUnit {
  const id = quoteLiteral(plan);
  const [own, undo] = [quoteLiteral(step), quoteLiteral(undoStep(step))];
  return block(`
BEGIN
  INSERT INTO flux.journal (plan, step, unit) SELECT ${id}, ${undo}, n FROM generate_series(0, ${undoUnits - 1}) AS n
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
  UPDATE flux.journal SET state = 'undone', finished_at = clock_timestamp() WHERE plan = ${id} AND step = ${own};
  DELETE FROM flux.backfills WHERE plan = ${id} AND step IN (${own}, ${undo});
  UPDATE flux.plans SET state = 'active' WHERE plan = ${id} AND state = 'done';
END
`);
}
