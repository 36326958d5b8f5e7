import { estimateText, lockText, renderPlanText, undoText } from '@flux/core';
import type { Plan, SqlUnit, Step } from '@flux/core';

/** The whole plan: its short form, then every step with its SQL. */
export function stepsText(plan: Plan): string {
  const steps = plan.steps.flatMap((step, index) => [`── ${index + 1}. ${step.id} ──`, ...stepLines(step), '']);
  return [renderPlanText(plan), ...steps, ...hazardLines(plan)].join('\n');
}

function stepLines(step: Step): readonly string[] {
  if (step.kind === 'deploy')
    return [
      `Deploy the ${step.release} release`,
      ...step.application.map((task) => `  · ${task}`),
      `Gate: ${step.gate.gone} is gone`,
      ...step.gate.evidence.map(({ what, query }) => `  evidence: ${what}: ${query}`),
      ...step.gate.blindSpots.map((spot) => `  not seen: ${spot}`),
    ];
  const { what, query, expect } = step.checkpoint;
  const proof = [`Done when ${what} is ${expect}:`, ...indented(query)];
  if (step.kind === 'check') return [step.title, ...proof, `Otherwise: ${step.remedy}`];
  return [
    step.title,
    `Estimate: ${estimateText(step.estimate)} (${step.estimate.basis})`,
    ...step.locks.map((lock) => `Lock: ${lockText(lock)}`),
    ...unitLines('Runs', step.kind === 'sql' ? step.units : step.inline),
    ...proof,
    ...rollbackLines(step),
  ];
}

function rollbackLines({ rollback }: Extract<Step, { kind: 'sql' | 'backfill' }>): readonly string[] {
  if (!rollback.possible) return [`Rollback: none. ${rollback.reason}`];
  return [`Rollback: ${undoText(rollback)}`, ...unitLines('Undone by', rollback.units)];
}

const unitLines = (label: string, units: readonly SqlUnit[]): readonly string[] =>
  units.flatMap(({ sql, run }) => [`${label} (${run}):`, ...indented(sql)]);

const indented = (sql: string): readonly string[] => sql.split('\n').map((line) => `    ${line}`);

const hazardLines = (plan: Plan): readonly string[] =>
  plan.hazards.flatMap(({ code, message, advice }) => [`! ${code}: ${message}`, `  ${advice}`]);
