import type { Plan } from '@flux/core';
import { leaseText, lossText, readStatus } from '@flux/runner';
import type { NextCommand, PlanStatus, StepStatus } from '@flux/runner';
import type { StatusCommandOptions } from '../commands/status.ts';
import { gateReasonText } from '../gate-words.ts';
import { loadPlan, plansOf } from '../plan-store.ts';
import { defaultQuietWindowMs } from '../shared-options.ts';
import { targetOf } from '../target.ts';
import type { Target } from '../target.ts';
import type { Terminal } from '../terminal.ts';
import { isOver, recordsIn } from '../unfinished-plan.ts';

export async function runStatus(
  terminal: Terminal,
  named: string | undefined,
  options: StatusCommandOptions,
): Promise<number> {
  const plans = named === undefined ? await plansOf(terminal) : [];
  const plan = plans.length > 1 ? null : await loadPlan(terminal, named);
  const target = await targetOf(terminal, options.url);
  const quietWindowMs = options.quietWindow ?? defaultQuietWindowMs;
  if (plan === null) return statusOfAll(terminal, plans, target, quietWindowMs, options.json);
  const status = await readStatus({ ...target, plan, quietWindowMs });
  terminal.result(options.json, status, statusText(plan, status));
  return status.disagreements.length > 0 ? 1 : 0;
}

/** What is over is told from the journal: measuring it again may read whole tables. */
async function statusOfAll(
  terminal: Terminal,
  plans: readonly Plan[],
  target: Target,
  quietWindowMs: number,
  json: boolean | undefined,
): Promise<number> {
  const records = await recordsIn(target);
  const all: { readonly value: object; readonly text: string; readonly wrong: boolean }[] = [];
  for (const plan of plans) {
    const record = records.get(plan.id);
    if (record && isOver(record)) {
      const text = `${plan.id}: ${plan.title}\n${record.state}`;
      all.push({ value: { plan: plan.id, record }, text, wrong: false });
    } else {
      const status = await readStatus({ ...target, plan, quietWindowMs });
      all.push({ value: status, text: statusText(plan, status), wrong: status.disagreements.length > 0 });
    }
  }
  const shown = all.map(({ value }) => value);
  terminal.result(json, shown, all.map(({ text }) => text).join('\n\n'));
  return all.some(({ wrong }) => wrong) ? 1 : 0;
}

function statusText(plan: Plan, status: PlanStatus): string {
  const { record, lease, steps } = status;
  const phase = plan.phases[status.phase]?.name ?? '';
  return [
    `${plan.id}: ${plan.title}`,
    record
      ? `${record.state} since ${record.startedAt}, phase ${status.phase + 1} of ${plan.phases.length} (${phase})`
      : 'not begun here',
    ...(lease ? [leaseText(lease)] : []),
    ...steps.map((step) => stepLine(step, status)),
    ...status.disagreements.map((d) => `! ${d.step}: ${d.what}: expected ${d.expect}, found ${d.got ?? d.error}`),
    ...status.losses.map((loss) => `! ${loss.step}: ${lossText(loss)}`),
    `Next: ${nextText(plan.id, status.next)}`,
  ].join('\n');
}

const marks: Readonly<Record<StepStatus['state'], string>> = { done: '✓', partly: '◐', pending: ' ', undone: '↩' };

function stepLine(step: StepStatus, { gates }: PlanStatus): string {
  const gate = gates.find((candidate) => candidate.deploy.id === step.step);
  if (gate) return ` ${gate.open ? '✓' : '■'} ${step.step}${gate.record ? `, opened by ${gate.record.openedBy}` : ''}`;
  const { backfill } = step;
  const rows =
    backfill && !backfill.done
      ? `, ${backfill.rows}${backfill.rowsEstimated === null ? '' : ` of about ${backfill.rowsEstimated}`} rows`
      : '';
  return ` ${marks[step.state]} ${step.step}${rows}`;
}

export function nextText(id: string, next: NextCommand): string {
  switch (next.kind) {
    case 'migrate':
      return `flux apply ${id}`;
    case 'release':
      return `flux release ${id}`;
    case 'rollback':
      return `the rollback was cut off in step ${next.step}; to finish it: flux rollback ${id}`;
    case 'resume':
      return `the plan is ${next.state} here; to go on: flux apply ${id} --resume`;
    case 'repair':
      return `${next.why}. To run that step again: flux apply ${id} --again ${next.step}`;
    case 'done':
      return 'nothing, the plan is done';
    case 'deploy':
      return [
        `deploy the ${next.release} release, then flux release ${id}`,
        ...next.application.map((task) => `  · ${task}`),
        `  The gate is closed until ${next.gone} is gone:`,
        ...next.reasons.map((reason) => `  · ${gateReasonText(reason)}`),
      ].join('\n');
  }
}
