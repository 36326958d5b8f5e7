import { createPlan } from '../../src/index.ts';
import type { Action, Answers, Dialect, Plan, PlanInput, Snapshot, Step } from '../../src/index.ts';
import { shop } from '../sample-schema.ts';
import { statement, testDialect } from '../test-dialect.ts';

export type Clauses = readonly (readonly Action[] | null)[];

/** A plan for these statements; what is not said is the plain case. */
export function planOf(
  clauses: Clauses,
  over: Partial<Answers> & { readonly snapshot?: Snapshot; readonly dialect?: Dialect } & Partial<
      Pick<PlanInput, 'title' | 'batch'>
    > = {},
): Plan {
  const { snapshot = shop(), dialect = testDialect(), title, batch, ...answers } = over;
  return createPlan({
    id: 'p',
    createdAt: '2026-11-20T00:00:00Z',
    statements: clauses.map((actions, i) => statement(`statement ${i}`, actions)),
    snapshot,
    dialect,
    answers: { renames: [], fills: {}, dualWrite: 'trigger', ...answers },
    releaseCommand: 'flux release p',
    ...(title === undefined ? {} : { title }),
    ...(batch === undefined ? {} : { batch }),
  });
}

export const titles = ({ steps }: Plan): readonly string[] => steps.map((step) => step.title);

/** The actions of a step's rollback, in the order its units run; for plans by `jsonDialect`. */
export const undoing = (step: Step | undefined): readonly (readonly Action[])[] =>
  step && 'rollback' in step && step.rollback.possible
    ? step.rollback.units.map((unit) => JSON.parse(unit.sql) as Action[])
    : [];
export const jsonDialect = testDialect({ write: (actions) => JSON.stringify(actions) });
