import { FluxError } from '@flux/core';
import type { Plan } from '@flux/core';
import { findPlans, readStatus } from '@flux/runner';
import type { PlanStatus } from '@flux/runner';
import type { DrizzleProject } from './config.ts';
import { plansFolder } from './flux-folder.ts';
import { nextText, reasonText } from './next-text.ts';
import type { Target } from './target.ts';

export interface PlanReport {
  readonly plan: Plan;
  readonly targets: readonly TargetReport[];
}

/** `error`: the target could not be asked; the others are told all the same. */
export type TargetReport =
  | { readonly target: string; readonly status: PlanStatus; readonly error: null }
  | { readonly target: string; readonly status: null; readonly error: FluxError };

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
  const reports: PlanReport[] = [];
  for (const plan of plans) {
    const each: TargetReport[] = [];
    for (const target of targets) each.push(await ask(plan, target, quietWindowMs));
    reports.push({ plan, targets: each });
  }
  return reports;
}

async function ask(plan: Plan, { name, driver, connect }: Target, quietWindowMs: number): Promise<TargetReport> {
  try {
    const asked = await readStatus({ plan, driver, connect, quietWindowMs });
    return { target: name, status: asked, error: null };
  } catch (error) {
    if (error instanceof FluxError) return { target: name, status: null, error };
    throw error;
  }
}

const marks = { done: '✓', partly: '◐', pending: '·', undone: '↩' } as const;

/** One plan on a screen: its steps with a mark per target, then per target where it stands and what to do. */
export function renderReport({ plan, targets }: PlanReport): string {
  const finished = targets.every(({ status: found }) => found?.next.kind === 'done');
  const head = `${plan.id}  ${plan.title}`;
  if (finished) return `✓ ${head}: done on ${targets.map(({ target }) => target).join(', ')}\n`;
  const steps = plan.steps.map((step, at) => {
    const states = targets.map(({ status: found }) => (found === null ? '?' : marks[found.steps[at]!.state])).join(' ');
    const title = step.kind === 'deploy' ? `══ ${step.title}` : step.title;
    return `  ${states}  ${String(at + 1).padStart(2)}. ${title}${step.id === plan.pointOfNoReturn ? '  ▲ point of no return' : ''}`;
  });
  return `${[head, ...steps, ...targets.flatMap((report) => targetLines(plan, report, targets.length > 1))].join('\n')}\n`;
}

function targetLines(plan: Plan, { target, status: found, error }: TargetReport, named: boolean): readonly string[] {
  if (found === null) return [`${target}: ${error.code}: ${error.message}`];
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
