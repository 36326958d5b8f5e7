import type { PlanRecord, Release, Step } from '@flux/core';
import { found } from './checkpoint.ts';
import type { Measurement } from './checkpoint.ts';
import type { GateDecision, GateReason } from './gate-decision.ts';

/** What to do next, as data: each tool says it in its own command's words. */
export type NextCommand =
  /** Run the steps from `step` on, up to the next deploy. */
  | { readonly kind: 'migrate'; readonly step: string; readonly phase: number }
  /** Put the release out, then release the phase. */
  | {
      readonly kind: 'deploy';
      readonly step: string;
      readonly release: Release;
      readonly gone: string;
      readonly application: readonly string[];
      /** The phase to release afterwards. */
      readonly phase: number;
      readonly reasons: readonly GateReason[];
    }
  /** Everything is there to open the phase. */
  | { readonly kind: 'release'; readonly step: string; readonly phase: number }
  /** A rollback was cut off in this step: finish it. */
  | { readonly kind: 'rollback'; readonly step: string }
  | { readonly kind: 'resume'; readonly state: 'paused' | 'rolled back' }
  /** The database disagrees with the journal: run the step again, or roll back. */
  | { readonly kind: 'repair'; readonly step: string; readonly why: string }
  | { readonly kind: 'done' };

export interface NextFacts {
  readonly record: PlanRecord | null;
  /** The first step that is not done. */
  readonly step: Step | undefined;
  /** The step whose rollback was cut off. */
  readonly halfUndone: Step | undefined;
  readonly disagreements: readonly Measurement[];
  /** Of the gate at `step`, when that is a deploy. */
  readonly gate: GateDecision | null;
}

export function nextCommand({ record, step, halfUndone, disagreements, gate }: NextFacts): NextCommand {
  if (halfUndone) return { kind: 'rollback', step: halfUndone.id };
  if (record && (record.state === 'paused' || record.state === 'rolled back'))
    return { kind: 'resume', state: record.state };
  const [wrong] = disagreements;
  if (wrong) return { kind: 'repair', step: wrong.step, why: found(wrong) };
  if (!step) return { kind: 'done' };
  // Also a plan that begins with a release: it must be registered on the target first.
  if (step.kind !== 'deploy' || !record) return { kind: 'migrate', step: step.id, phase: step.phase };
  const phase = step.phase + 1;
  if (!gate || gate.open) return { kind: 'release', step: step.id, phase };
  const unproven = gate.reasons.find((reason) => reason.kind === 'checkpoint');
  if (unproven) return { kind: 'repair', step: unproven.measured.step, why: found(unproven.measured) };
  return {
    kind: 'deploy',
    step: step.id,
    release: step.release,
    gone: step.gate.gone,
    application: step.application,
    phase,
    reasons: gate.reasons,
  };
}
