import { deployAfter } from '@flux/core';
import type { Plan, Step } from '@flux/core';
import { chunksOf } from './chunks.ts';
import { beginHeader, beginStep, stepHeader, undoHeader } from './flux-header.ts';
import type { FileStep } from './flux-header.ts';
import { undoUnits, unitsOf } from './step-units.ts';

/** A migration file without its place in the journal; the tag is `<prefix>_<name>`. */
export interface RenderedFile {
  readonly step: string;
  readonly name: string;
  readonly chunks: readonly string[];
}

export const isFileStep = (step: Step): step is FileStep => step.kind !== 'deploy';

/** One file per step of the phase, in order. A deploy has no file: it is what the next phase waits for. */
export function renderPhase(plan: Plan, phase: number): readonly RenderedFile[] {
  const steps = plan.steps.filter(isFileStep).filter((step) => step.phase === phase);
  return steps.length === 0 && phase === 0 ? [renderBeginning(plan)] : renderSteps(plan, steps);
}

/** A plan may begin with a release: the database must know it, so that its gate can be opened there. */
function renderBeginning(plan: Plan): RenderedFile {
  const header = beginHeader(plan, afterPhase(plan, 0));
  return { step: beginStep, name: 'flux_00_begin', chunks: headed(header, chunksOf(plan.phases[0]?.guard ?? [])) };
}

/** Files of any steps, as when some were taken back and are to be done again. */
export function renderSteps(plan: Plan, steps: readonly FileStep[]): readonly RenderedFile[] {
  return steps.map((step, at) => {
    const guard =
      steps[at - 1]?.phase === step.phase ? [plan.bookkeeping.stop] : (plan.phases[step.phase]?.guard ?? []);
    const next = steps[at + 1]?.phase === step.phase ? 'the next file' : afterPhase(plan, step.phase);
    const end = step === plan.steps.findLast(isFileStep) ? [plan.bookkeeping.done] : [];
    const chunks = chunksOf([...guard, ...unitsOf(step), ...end]);
    return { step: step.id, name: nameOf('', step), chunks: headed(stepHeader(plan, step, next), chunks) };
  });
}

/**
 * One file per step that is taken back, last first, down to `keep`. With `start` the plan is over in that database.
 * Otherwise it stays active: its later files are gone from what is pending, and a replay must get past these.
 */
export function renderUndo(plan: Plan, steps: readonly FileStep[], keep: string): readonly RenderedFile[] {
  return steps.map((step, at) => {
    const last = at === steps.length - 1;
    const before = plan.steps[plan.steps.indexOf(step) - 1];
    const closesGates = before?.kind === 'deploy' && before.id !== keep;
    const units = [
      ...(at === 0 ? [plan.bookkeeping.reopened] : []),
      ...undoUnits(step),
      ...(closesGates ? [plan.phases[step.phase]!.closeGate] : []),
      ...(last && keep === 'start' ? [plan.bookkeeping.rolledBack] : []),
    ];
    const next = last ? `npx drizzle-flux status ${plan.id}` : 'the next file';
    return {
      step: step.id,
      name: nameOf('undo_', step),
      chunks: headed(undoHeader(plan, step, next), chunksOf(units)),
    };
  });
}

export const releaseCommand = (plan: string): string => `npx drizzle-flux release ${plan}`;

function afterPhase(plan: Plan, phase: number): string {
  const deploy = deployAfter(plan, phase);
  if (deploy === undefined) return `nothing: the plan ends here (npx drizzle-flux status ${plan.id})`;
  return `deploy the ${deploy.release} release; when ${deploy.gate.gone} is gone: ${releaseCommand(plan.id)}`;
}

const nameOf = (prefix: string, { id }: FileStep): string => `flux_${prefix}${id.replaceAll('-', '_')}`;

/** In the first chunk: a chunk of comments alone is an empty query. */
const headed = (header: string, [first = '', ...rest]: readonly string[]): readonly string[] => [
  `${header}\n${first}`,
  ...rest,
];
