import { nextText, reasonText } from './next-text.ts';
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
  if (takenBack && !known.has('active') && !known.has('paused') && !known.has('unknown'))
    return `↩ ${head}: taken back\n`;
  if (known.size === 1 && known.has('done')) return `✓ ${head}: done on ${where}\n`;
  const steps = plan.steps.map((step, at) => {
    const states = targets.map((target) => markOf(target, at)).join(' ');
    const title = step.kind === 'deploy' ? `══ ${step.title}` : step.title;
    return `  ${states}  ${String(at + 1).padStart(2)}. ${title}${step.id === plan.pointOfNoReturn ? '  ▲ point of no return' : ''}`;
  });
  return `${[head, ...steps, ...targets.flatMap((target) => targetLines(report, target))].join('\n')}\n`;
}

function targetLines(
  { plan, written }: PlanReport,
  { target, record, status: found, error }: TargetReport,
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
    `${target}: ${state}, phase ${found.phase + 1} of ${plan.phases.length} (${plan.phases[found.phase]?.name ?? ''})${found.record?.fresh ? ', nothing is stored there: all gates are open' : ''}`,
    ...(found.lease === null ? [] : [`  at work: ${found.lease.holder}`]),
    ...running,
    ...found.disagreements.map(
      (measured) => `  ! ${measured.step}: expected ${measured.expect}, found ${measured.got ?? measured.error}`,
    ),
    ...reasons,
    `  next: ${nextText(plan, found.next, written, target)}`,
  ];
}
