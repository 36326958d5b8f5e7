import { FluxError } from '@flux/core';
import type { Plan, PlanRecord } from '@flux/core';
import { findPlans, readStatus } from '@flux/runner';
import type { PlanStatus } from '@flux/runner';
import type { DrizzleProject } from './config.ts';
import { isTakenBack, plansFolder } from './flux-folder.ts';
import { readFolder } from './migrations-folder.ts';
import { nextText, reasonText } from './next-text.ts';
import { withSession } from './target.ts';
import type { Target } from './target.ts';

export interface PlanReport {
  readonly plan: Plan;
  /** By files in the migrations folder. */
  readonly takenBack: boolean;
  readonly targets: readonly TargetReport[];
}

export interface TargetReport {
  readonly target: string;
  /** As the target's journal has it; null: not begun there, or not to be asked. */
  readonly record: PlanRecord | null;
  /** Measured now; null where the plan is over there (unless it was asked for by name), and with an error. */
  readonly status: PlanStatus | null;
  /** Why the target could not be asked; the others are told all the same. */
  readonly error: FluxError | null;
}

export async function status(
  project: DrizzleProject,
  targets: readonly Target[],
  quietWindowMs: number,
  only?: string,
): Promise<readonly PlanReport[]> {
  const found = (await findPlans(plansFolder(project))).map(({ plan }) => plan);
  const plans = found.filter((plan) => only === undefined || plan.id === only);
  if (only !== undefined && plans.length === 0) {
    throw new FluxError(
      'USAGE',
      `There is no plan ${only}.`,
      `Plans: ${found.map(({ id }) => id).join(', ') || 'none'}.`,
    );
  }
  const folder = readFolder(project.out);
  const byTarget = new Map<string, readonly TargetReport[]>();
  for (const target of targets)
    byTarget.set(target.name, await askAll(plans, target, quietWindowMs, only !== undefined));
  return plans.map((plan, at) => ({
    plan,
    takenBack: isTakenBack(folder, plan),
    targets: targets.flatMap(({ name }) => byTarget.get(name)?.[at] ?? []),
  }));
}

/** @param all also what is over is measured: that may read whole tables */
async function askAll(
  plans: readonly Plan[],
  target: Target,
  quietWindowMs: number,
  all: boolean,
): Promise<readonly TargetReport[]> {
  const { name, driver } = target;
  const failed = (error: unknown): TargetReport => {
    if (!(error instanceof FluxError)) throw error;
    return { target: name, record: null, status: null, error };
  };
  try {
    return await withSession(target, async (session) => {
      const records = await driver.journal.listPlans(session);
      const reports: TargetReport[] = [];
      for (const plan of plans) {
        const record = records.find((known) => known.plan === plan.id) ?? null;
        const over = record?.state === 'done' || record?.state === 'rolled back';
        if (over && !all) reports.push({ target: name, record, status: null, error: null });
        else
          reports.push(
            await readStatus({ plan, driver, session, quietWindowMs }).then(
              (found) => ({ target: name, record, status: found, error: null }),
              failed,
            ),
          );
      }
      return reports;
    });
  } catch (error) {
    return plans.map(() => failed(error));
  }
}

const marks = { done: '✓', partly: '◐', pending: '·', undone: '↩' } as const;

function markOf({ record, status: found }: TargetReport, step: number): string {
  if (found !== null) return marks[found.steps[step]!.state];
  if (record === null) return '?';
  return record.state === 'done' ? marks.done : marks.undone;
}

/** One plan on a screen: its steps with a mark per target, then per target where it stands and what to do. */
export function renderReport({ plan, takenBack, targets }: PlanReport): string {
  const head = `${plan.id}  ${plan.title}`;
  const states = new Set(targets.map(({ record, error }) => (error ? 'unknown' : (record?.state ?? 'not begun'))));
  const where = targets.map(({ target }) => target).join(', ');
  if (takenBack && !states.has('active') && !states.has('paused') && !states.has('unknown'))
    return `↩ ${head}: taken back
`;
  if (states.size === 1 && states.has('done'))
    return `✓ ${head}: done on ${where}
`;
  const steps = plan.steps.map((step, at) => {
    const each = targets.map((report) => markOf(report, at)).join(' ');
    const title = step.kind === 'deploy' ? `══ ${step.title}` : step.title;
    return `  ${each}  ${String(at + 1).padStart(2)}. ${title}${step.id === plan.pointOfNoReturn ? '  ▲ point of no return' : ''}`;
  });
  return `${[head, ...steps, ...targets.flatMap((report) => targetLines(plan, report, targets.length > 1))].join('\n')}\n`;
}

function targetLines(
  plan: Plan,
  { target, record, status: found, error }: TargetReport,
  named: boolean,
): readonly string[] {
  if (error !== null) return [`${target}: ${error.code}: ${error.message}`];
  if (found === null) return [`${target}: ${record?.state}`];
  const state = found.record === null ? 'not begun' : found.record.state;
  const running = found.steps.flatMap(({ backfill }) =>
    backfill === null || backfill.done
      ? []
      : [`  backfill ${backfill.step}: ${backfill.rows.toLocaleString('en-US')} rows done`],
  );
  const gate = found.gates.find(({ decision }) => decision !== null && !decision.open);
  const reasons =
    gate?.decision && !gate.decision.open ? gate.decision.reasons.map((reason) => `  · ${reasonText(reason)}`) : [];
  return [
    `${target}: ${state}, phase ${found.phase + 1} of ${plan.phases.length} (${plan.phases[found.phase]?.name ?? ''})${found.record?.fresh ? ', was empty at the start: all gates are open' : ''}`,
    ...(found.lease === null ? [] : [`  at work: ${found.lease.holder}`]),
    ...running,
    ...found.disagreements.map(
      (measured) => `  ! ${measured.step}: expected ${measured.expect}, found ${measured.got ?? measured.error}`,
    ),
    ...reasons,
    `  next: ${nextText(plan, found.next, named && target !== 'main' ? target : undefined)}`,
  ];
}
