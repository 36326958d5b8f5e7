import type { Estimate, Lock, Plan, Step } from './types.ts';

const width = 78;
const limit = 40;

/**
 * The plan as a person reads it first: at most 40 lines. A box, the deployment sequence, rollbacks, checklist; what
 * does not fit is counted, never cut silently.
 */
export function renderPlanText(plan: Plan): string {
  const head = box(plan);
  const tail = [...hazardLines(plan), ...checklist(plan)];
  const sequence = sequenceLines(plan);
  const rollback = rollbackLines(plan);
  const room = limit - head.length - tail.length - 2;
  const rollbackRoom = Math.min(rollback.length, Math.max(3, room - sequence.length));
  const lines = [
    ...head,
    ...fit(sequence, room - rollbackRoom, 'steps'),
    '',
    ...fit(rollback, rollbackRoom, 'rollback lines'),
    '',
    ...tail,
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function box(plan: Plan): readonly string[] {
  const label = ` Migration: ${clip(plan.title, width - 18)} `;
  const facts = ` Steps: ${plan.steps.length} │ Type: ${plan.type} │ ${plan.engine.name} ${Math.floor(plan.engine.serverVersion / 10000)}`;
  const tables = plan.tables.map(
    (t) => `${t.name} ${t.rows === null ? 'size unknown: counts as large' : `${count(t.rows)} rows`}`,
  );
  return [
    `┌─${label}${'─'.repeat(Math.max(0, width - 3 - label.length))}┐`,
    boxed(facts),
    boxed(` Plan: ${plan.id} │ ${tables.join(', ')}`),
    `└${'─'.repeat(width - 2)}┘`,
  ];
}

const boxed = (text: string): string => `│${clip(text, width - 2).padEnd(width - 2)}│`;

function sequenceLines(plan: Plan): readonly string[] {
  return plan.steps.flatMap((step, i) => {
    const number = `${String(i + 1).padStart(2)}.`;
    if (step.kind === 'deploy') {
      const asks = step.application.map((text) => `    · ${clip(text, width - 6)}`);
      return [`${number} ══ DEPLOY ${step.release}; go on when ${step.gate.gone} is gone`, ...asks];
    }
    const mark = step.id === plan.pointOfNoReturn ? '▲' : ' ';
    return [
      `${number}${mark}${clip(step.title, 42).padEnd(43)}${estimateText(step.estimate).padEnd(12)} ${lockText(step)}`,
    ];
  });
}

function lockText(step: Step): string {
  if (step.kind === 'deploy' || step.kind === 'check') return 'reads only';
  const strongest =
    step.locks.find((l) => l.blocks === 'reads and writes') ??
    step.locks.find((l) => l.blocks === 'writes') ??
    step.locks[0];
  if (!strongest) return 'no lock';
  return `${shortMode(strongest)}${strongest.waitBoundMs === null ? '' : ` ≤${strongest.waitBoundMs} ms wait`}`;
}

const shortMode = ({ mode }: Lock): string => mode.replace(/Lock$/, '');

/** `1s-4s`, `<0.3s`. */
export function estimateText({ lowMs, highMs }: Estimate): string {
  if (highMs <= 250) return '<0.3s';
  return `${duration(lowMs)}-${duration(highMs)}`;
}

export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms / 10) / 100}s`;
  if (ms < 120_000) return `${Math.round(ms / 1000)}s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)}m`;
  return `${Math.round(ms / 360_000) / 10}h`;
}

function rollbackLines(plan: Plan): readonly string[] {
  const lines = plan.steps.flatMap((step, i) => {
    if (step.kind === 'deploy' || step.kind === 'check') return [];
    if (!step.rollback.possible) return [`  ${i + 1}: none. ${step.rollback.reason}`];
    if (step.rollback.loses === null) return [];
    return [`  ${i + 1}: loses ${step.rollback.loses}`];
  });
  const gone = plan.steps.findIndex((step) => step.id === plan.pointOfNoReturn);
  const first =
    gone < 0
      ? 'Rollback: every step can be undone.'
      : `Rollback: every step before ▲ ${gone + 1}, the point of no return, can be undone.`;
  return [first, ...(lines.length > 0 ? lines : ['  no step loses data when undone'])].map((line) => clip(line, width));
}

function hazardLines(plan: Plan): readonly string[] {
  if (plan.hazards.length === 0) return [];
  const shown = plan.hazards.slice(0, 3).map(({ code, message }) => clip(`! ${code}: ${message}`, width));
  return plan.hazards.length > 3 ? [...shown, `! and ${plan.hazards.length - 3} more in plan.json`] : shown;
}

const checklist = (plan: Plan): readonly string[] => {
  const alone = plan.steps.filter((s) =>
    (s.kind === 'sql' ? s.units : s.kind === 'backfill' ? s.inline : []).some((u) => u.run === 'alone'),
  );
  return [
    '[ ] backup verified and restored once   [ ] tried on production-sized data',
    '[ ] not at peak   [ ] connection slots free',
    ...(alone.length > 0
      ? [clip(`[ ] outside a transaction: steps ${alone.map((s) => plan.steps.indexOf(s) + 1).join(', ')}`, width)]
      : []),
  ];
};

function fit(lines: readonly string[], room: number, what: string): readonly string[] {
  if (lines.length <= room) return lines;
  return [
    ...lines.slice(0, room - 1),
    `   … ${lines.length - room + 1} more lines of ${what}: flux explain, or plan.json`,
  ];
}

const clip = (text: string, room: number): string => (text.length <= room ? text : `${text.slice(0, room - 1)}…`);

export const count = (n: number): string => Math.round(n).toLocaleString('en-US');
