import { estimateText, locksText, undoText } from '@flux/core';
import type { DeployStep, Plan, Rollback, Step } from '@flux/core';

export type FileStep = Exclude<Step, DeployStep>;

/** Which step of which plan a migration file carries; read back from its first line. */
export interface FilePlace {
  readonly plan: string;
  readonly step: string;
  /** True for a file that takes the step back. */
  readonly undo: boolean;
}

const firstLine = /^-- Flux plan ([a-z0-9-]+), (step|undo of step) \d+ of \d+: ([a-z0-9-]+)$/m;

/** `undefined`: not one of Flux's files. The mark travels with the file, whatever it is renamed to. */
export function readPlace(sql: string): FilePlace | undefined {
  const [, plan, kind, step] = firstLine.exec(sql.slice(0, sql.indexOf('\n') + 1)) ?? [];
  return plan === undefined || step === undefined ? undefined : { plan, step, undo: kind !== 'step' };
}

/** What a person needs to know who sees nothing but this file. */
export function stepHeader(plan: Plan, step: FileStep, next: string): string {
  return comment([
    `Flux plan ${plan.id}, step ${numberOf(plan, step)}: ${step.id}`,
    step.title,
    `Lock: ${step.kind === 'check' ? 'none, it only reads' : locksText(step.locks)}`,
    `Estimate: ${estimateText(step.estimate)} (${step.estimate.basis})`,
    `Rollback: ${step.kind === 'check' ? 'nothing to undo' : rollbackText(plan, step.id, step.rollback)}`,
    `Next: ${next}`,
  ]);
}

/** The step name of a file that only registers the plan. */
export const beginStep = '00-begin';

export function beginHeader(plan: Plan, next: string): string {
  return comment([
    `Flux plan ${plan.id}, step 0 of ${plan.steps.length}: ${beginStep}`,
    'Registers the plan in the database; changes nothing of yours',
    'Lock: none',
    'Rollback: nothing to undo',
    `Next: ${next}`,
  ]);
}

export function undoHeader(plan: Plan, step: FileStep, next: string): string {
  const rollback = step.kind === 'check' ? null : step.rollback;
  return comment([
    `Flux plan ${plan.id}, undo of step ${numberOf(plan, step)}: ${step.id}`,
    `Takes back: ${step.title}`,
    `Lock: ${step.kind === 'check' ? 'none' : locksText(step.locks)}`,
    `Loses: ${(rollback?.possible ? rollback.loses : null) ?? 'nothing'}`,
    `Next: ${next}`,
  ]);
}

const numberOf = (plan: Plan, step: FileStep): string => `${plan.steps.indexOf(step) + 1} of ${plan.steps.length}`;

/** Names and titles are the user's: a line break in one would end the comment. */
const comment = (lines: readonly string[]): string =>
  // oxlint-disable-next-line no-control-regex -- control characters are what is being removed
  lines.map((line) => `-- ${line.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ')}`).join('\n');

function rollbackText(plan: Plan, step: string, rollback: Rollback): string {
  if (!rollback.possible) return `none: ${rollback.reason}`;
  const what = rollback.units.length === 0 ? 'nothing to run' : `flux/plans/${plan.id}/rollback/${step}.sql`;
  return `${what}, ${undoText(rollback)}`;
}
