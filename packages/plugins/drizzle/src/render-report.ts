import { leaseText, lossText } from '@flux/runner';
import { nextOnTarget, reasonText, rollbackWaiting } from './next-text.ts';
import type { PlanReport, TargetReport } from './status.ts';

const marks = { done: '✓', partly: '◐', pending: '·', undone: '↩' } as const;

function markOf({ record, status: found }: TargetReport, step: number): string {
  if (found !== null) return marks[found.steps[step]!.state];
  if (record === null) return '?';
  return record.state === 'done' ? marks.done : marks.undone;
}

/** One plan on a screen: its steps with a mark per target, then per target where it stands and what to do. */
export function renderReport(report: PlanReport): string {
  const { plan, takenBack, targets } = report;
  const head = `${plan.id}  ${plan.title}`;
  const known = new Set(targets.map(({ record, error }) => (error ? 'unknown' : (record?.state ?? 'not begun'))));
  const where = targets.map(({ target }) => target).join(', ');
  const waiting = targets.some(({ rollbackFiles }) => rollbackFiles > 0);
  if (!waiting && takenBack && !known.has('active') && !known.has('paused') && !known.has('unknown'))
    return `↩ ${head}: taken back\n`;
  if (!waiting && known.size === 1 && known.has('done')) return `✓ ${head}: done on ${where}\n`;
  const steps = plan.steps.map((step, at) => {
    const states = targets.map((target) => markOf(target, at)).join(' ');
    const title = step.kind === 'deploy' ? `══ ${step.title}` : step.title;
    return `  ${states}  ${String(at + 1).padStart(2)}. ${title}${step.id === plan.pointOfNoReturn ? '  ▲ point of no return' : ''}`;
  });
  return `${[head, ...steps, ...targets.flatMap((target) => targetLines(report, target))].join('\n')}\n`;
}

function targetLines(report: PlanReport, asked: TargetReport): readonly string[] {
  const { plan } = report;
  const { target, record, status: found, error } = asked;
  if (error !== null) return [`${target}: ${error.code}: ${error.message}`, `  ${error.remedy}`];
  const next = nextOnTarget(report, asked);
  const end = next === null ? [] : [`  next: ${next}`];
  if (asked.rollbackFiles > 0) return [`${target}: ${rollbackWaiting(asked)}`, ...end];
  if (found === null) return [`${target}: ${record?.state}`, ...end];
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
    `${target}: ${state}, phase ${found.phase + 1} of ${plan.phases.length} (${plan.phases[found.phase]?.name ?? ''})${found.record?.fresh ? ', nothing is stored there: all gates are open' : ''}`,
    ...(found.lease === null ? [] : [`  ${leaseText(found.lease)}`]),
    ...running,
    ...found.disagreements.map(
      (measured) => `  ! ${measured.step}: expected ${measured.expect}, found ${measured.got ?? measured.error}`,
    ),
    ...found.losses.map((loss) => `  ! ${loss.step}: ${lossText(loss)}`),
    ...reasons,
    ...end,
  ];
}
