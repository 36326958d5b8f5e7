import { estimateText, locksText, undoText } from '@flux/core';
import type { DeployStep, Plan, Step } from '@flux/core';
import type { Section } from './sections.ts';

export interface FilePlace {
  readonly plan: Plan;
  readonly step: Step;
  /** Of the files of this step. */
  readonly part: number;
  readonly parts: number;
  /** Name of the next file; null: the last one. */
  readonly next: string | null;
  /** The release to put out before the next file; null: none. */
  readonly deploy: DeployStep | null;
}

/** What a person needs to know who sees nothing but this file. */
export function headerOf({ plan, step, part, parts, next, deploy }: FilePlace, up: Section): string {
  const number = plan.steps.indexOf(step) + 1;
  const lines = [
    `flux plan ${plan.id}: ${plan.title}`,
    `step ${number} of ${plan.steps.length}${parts > 1 ? `, file ${part} of ${parts}` : ''}: ${step.kind === 'deploy' ? 'Begin the plan' : step.title}`,
    `lock: ${step.kind === 'deploy' || step.kind === 'check' ? 'none' : locksText(step.locks)}`,
    ...(step.kind === 'deploy' ? [] : [`estimate: ${estimateText(step.estimate)} (${step.estimate.basis})`]),
    `rollback: ${rollbackText(step)}${parts > 1 ? `; the step's ${parts} files together, last first` : ''}`,
    ...(up.transaction ? [] : ['outside a transaction; the role needs statement_timeout = 0 and lock_timeout = 0']),
    `next: ${nextText(plan, next, deploy)}`,
  ];
  return lines.map((line) => `-- ${line.replaceAll(/\s+/g, ' ')}`).join('\n');
}

function rollbackText(step: Step): string {
  if (step.kind === 'deploy' || step.kind === 'check') return 'nothing to undo';
  if (!step.rollback.possible) return `none: ${step.rollback.reason}`;
  return `migrate:down below, ${undoText(step.rollback)}`;
}

function nextText(plan: Plan, next: string | null, deploy: DeployStep | null): string {
  if (deploy) {
    const tasks = deploy.application.join(' ');
    return `deploy the ${deploy.release} release (${tasks}); when ${deploy.gate.gone} is gone: flux release ${plan.id}`;
  }
  return next === null ? 'nothing, this is the last file' : next;
}
