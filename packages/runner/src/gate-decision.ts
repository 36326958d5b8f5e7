import type { DeployStep, JournalState, Plan } from '@flux/core';
import type { Measurement } from './checkpoint.ts';
import { stepStates } from './step-state.ts';

/** What one evidence query said. */
export interface EvidenceSeen {
  readonly what: string;
  /** ISO time of the last write by the release that must be gone; null: none was ever seen. */
  readonly lastSeen: string | null;
  /** Set when the query failed: nothing is known then. */
  readonly error: string | null;
}

/** Why a gate stays closed, as data: the caller says it in its own tool's words. */
export type GateReason =
  | { readonly kind: 'notBegun' }
  | { readonly kind: 'stopped'; readonly state: 'paused' | 'rolled back' }
  | { readonly kind: 'earlierGate'; readonly phase: number; readonly step: string }
  | { readonly kind: 'stepNotDone'; readonly step: string; readonly state: string }
  | { readonly kind: 'checkpoint'; readonly measured: Measurement }
  /** The last three are settled by a confirmation. */
  | { readonly kind: 'writesSeen'; readonly what: string; readonly lastSeen: string; readonly quietInMs: number }
  | { readonly kind: 'watchedTooShort'; readonly what: string; readonly quietInMs: number }
  /** Without an error: nothing records `what`; null: nor anything else. */
  | { readonly kind: 'noEvidence'; readonly what: string | null; readonly error: string | null };

export type GateDecision =
  | { readonly open: true; readonly how: 'already' | 'fresh' | 'evidence' | 'confirmed' }
  | {
      readonly open: false;
      readonly reasons: readonly GateReason[];
      /** True when nothing is missing but the operator's word that the old release is gone. */
      readonly confirmable: boolean;
    };

export interface GateFacts {
  readonly plan: Plan;
  readonly deploy: DeployStep;
  readonly journal: JournalState | null;
  /** Of the steps before the gate that must hold now. */
  readonly measurements: readonly Measurement[];
  readonly evidence: readonly EvidenceSeen[];
  /** The database's clock, ISO. */
  readonly now: string;
  readonly quietWindowMs: number;
  /** What the operator vouches for, in their words; empty does not count. */
  readonly confirm: string | undefined;
}

/** Open when what came before is proven and the old release is quiet, or vouched to be gone. */
export function decideGate(facts: GateFacts): GateDecision {
  const { journal, deploy } = facts;
  if (!journal) return { open: false, reasons: [{ kind: 'notBegun' }], confirmable: false };
  if (journal.gates.some((gate) => gate.phase === deploy.phase + 1)) return { open: true, how: 'already' };
  const unproven = unprovenReasons(facts, journal);
  if (unproven.length > 0) return { open: false, reasons: unproven, confirmable: false };
  if (journal.fresh) return { open: true, how: 'fresh' };
  const restless = restlessReasons(facts, journal);
  if (restless.length === 0) return { open: true, how: 'evidence' };
  if (facts.confirm?.trim()) return { open: true, how: 'confirmed' };
  return { open: false, reasons: restless, confirmable: true };
}

function unprovenReasons({ plan, deploy, measurements }: GateFacts, journal: JournalState): readonly GateReason[] {
  if (journal.state === 'paused' || journal.state === 'rolled back') return [{ kind: 'stopped', state: journal.state }];
  const states = stepStates(plan, journal);
  const reasons: GateReason[] = [];
  for (const [index, step] of plan.steps.entries()) {
    if (step.id === deploy.id) break;
    const state = states[index]!;
    if (state === 'done') continue;
    if (step.kind === 'deploy') reasons.push({ kind: 'earlierGate', phase: step.phase + 1, step: step.id });
    else if (!(state === 'partly' && provenBy(measurements, step.id)))
      reasons.push({ kind: 'stepNotDone', step: step.id, state });
  }
  for (const measured of measurements) if (!measured.holds) reasons.push({ kind: 'checkpoint', measured });
  return reasons;
}

/** Files run by another tool leave the last units of a step unrecorded; the catalogue then has the word. */
const provenBy = (measurements: readonly Measurement[], step: string): boolean =>
  measurements.some((measured) => measured.step === step && measured.holds);

function restlessReasons(facts: GateFacts, journal: JournalState): readonly GateReason[] {
  const { evidence, quietWindowMs } = facts;
  const { unwatched } = facts.deploy.gate;
  if (evidence.length === 0 && unwatched.length === 0) return [{ kind: 'noEvidence', what: null, error: null }];
  const now = Date.parse(facts.now);
  const watchedFor = now - watchedSince(facts.plan, facts.deploy, journal);
  const watched = evidence.flatMap(({ what, lastSeen, error }): readonly GateReason[] => {
    if (error !== null) return [{ kind: 'noEvidence', what, error }];
    const quietFor = lastSeen === null ? watchedFor : now - Date.parse(lastSeen);
    if (quietFor >= quietWindowMs) return [];
    const quietInMs = quietWindowMs - quietFor;
    return lastSeen === null
      ? [{ kind: 'watchedTooShort', what, quietInMs }]
      : [{ kind: 'writesSeen', what, lastSeen, quietInMs }];
  });
  return [...watched, ...unwatched.map((what) => ({ kind: 'noEvidence', what, error: null }) as const)];
}

/** "Never seen" counts from when the steps before the deploy were through: until then the old release was in service. */
function watchedSince(plan: Plan, deploy: DeployStep, journal: JournalState): number {
  const before = new Set(plan.steps.filter((step) => step.phase === deploy.phase).map((step) => step.id));
  const finished = journal.units.flatMap((unit) =>
    unit.state === 'done' && unit.finishedAt !== null && before.has(unit.step) ? [Date.parse(unit.finishedAt)] : [],
  );
  return Math.max(Date.parse(journal.startedAt), ...finished);
}
