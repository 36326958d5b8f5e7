import { applyActions } from '../actions/index.ts';
import type { Action } from '../actions/types.ts';
import type { Dialect } from '../dialect.ts';
import type { BatchSettings, DeployStep, Estimate, Lock, Phase, Step } from '../plan/types.ts';
import type { Snapshot, TableName } from '../schema/snapshot.ts';
import type { DraftBackfill } from '../strategies/types.ts';
import type { MergedDeploy, PhaseDraft, Work } from './order.ts';
import { withCheckpointLimits } from './checkpoint-limits.ts';
import { rollbackOf } from './rollback.ts';
import { compileSafely } from './safely.ts';

export interface BuildContext {
  readonly plan: string;
  readonly dialect: Dialect;
  readonly snapshot: Snapshot;
  readonly batch: BatchSettings;
  readonly guard: {
    readonly fingerprint: string;
    readonly tables: readonly TableName[];
    readonly remedy: string;
    readonly statusCommand: string;
    readonly ownTables: readonly TableName[];
  };
}

/** Compiles the drafts in order, each against the schema that the ones before it leave behind. */
export function buildSteps(
  drafts: readonly PhaseDraft[],
  context: BuildContext,
): { readonly steps: readonly Step[]; readonly phases: readonly Phase[]; readonly end: Snapshot } {
  const steps: Step[] = [];
  let state = context.snapshot;
  for (const [phase, { deploy, work }] of drafts.entries()) {
    if (deploy)
      steps.push(deployStep(deploy, stepId(steps.length, `deploy-${deploy.release}`), phase - 1, drafts, phase));
    for (const draft of work) {
      steps.push(workStep(draft, stepId(steps.length, draft.title), phase, state, context));
      state = applyActions(state, actionsOf(draft));
    }
  }
  const phases = drafts.map((_, phase): Phase => ({
    name: phase === 0 ? 'expand' : phase === drafts.length - 1 ? 'contract' : 'migrate',
    guard: context.dialect.phaseGuard({ plan: context.plan, phase, ...context.guard }),
    closeGate: context.dialect.closeGate(context.plan, phase),
  }));
  return { steps: withCheckpointLimits(steps), phases, end: state };
}

const stepId = (count: number, title: string): string => {
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-|-$/g, '');
  return `${String(count + 1).padStart(2, '0')}-${slug}`;
};

const actionsOf = (draft: Work): readonly Action[] =>
  draft.kind === 'actions' ? draft.actions : draft.kind === 'backfill' ? [draft.action] : [];

function workStep(draft: Work, id: string, phase: number, before: Snapshot, context: BuildContext): Step {
  const { dialect, batch } = context;
  const base = { id, title: draft.title, phase };
  const compile = { plan: context.plan, step: id, unit: 0, ownTables: context.guard.ownTables };
  if (draft.kind === 'check') {
    return {
      ...base,
      kind: 'check',
      checkpoint: draft.checkpoint,
      units: dialect.check(draft.checkpoint, draft.remedy, compile),
      undone: dialect.undone(compile, 0),
      remedy: draft.remedy,
      estimate: seconds('one read of the table'),
    };
  }
  if (draft.kind === 'backfill') return backfillStep(draft, base, before, context);
  return {
    ...base,
    kind: 'sql',
    actions: draft.actions,
    units: compileSafely(dialect, draft.actions, before, batch, compile),
    locks: strongest(along(draft.actions, before, (action, state) => dialect.locks(action, state)).flat()),
    estimate: sum(along(draft.actions, before, (action, state) => dialect.estimate(action, state, batch))),
    ...rollbackOf(dialect, draft.actions, before, batch, compile, draft),
    checkpoint: dialect.checkpoint(draft.actions),
  };
}

function backfillStep(
  draft: DraftBackfill,
  base: { id: string; title: string; phase: number },
  before: Snapshot,
  { plan, dialect, batch, guard: { ownTables } }: BuildContext,
): Step {
  const { action } = draft;
  const compile = { plan, step: base.id, unit: 0, ownTables };
  const { pages, inline, remaining } = dialect.backfill(action, before, batch, compile);
  return {
    ...base,
    kind: 'backfill',
    actions: [action],
    table: { schema: action.table.schema, name: action.table.name },
    batch,
    pages,
    inline,
    locks: dialect.locks(action, before),
    estimate: dialect.estimate(action, before, batch),
    ...rollbackOf(dialect, [action], before, batch, compile, {
      safeUntil: null,
      ...(draft.loses === undefined ? {} : { loses: draft.loses }),
    }),
    checkpoint: remaining,
  };
}

function deployStep(
  deploy: MergedDeploy,
  id: string,
  phase: number,
  drafts: readonly PhaseDraft[],
  position: number,
): DeployStep {
  const before = drafts[position - 1]?.deploy?.release;
  return {
    id,
    kind: 'deploy',
    title: `Deploy the ${deploy.release} release`,
    phase,
    release: deploy.release,
    application: deploy.application,
    gate: {
      gone: before === undefined ? 'the version from before this plan' : `the ${before} release`,
      evidence: deploy.evidence,
      unwatched: deploy.unwatched,
      blindSpots: [
        'reads by the old version',
        'jobs that run less often than the quiet window',
        ...(deploy.evidence.length > 0 ? ['inserts that leave the old column to its default'] : []),
      ],
    },
  };
}

/** Of each action, asked with the schema that the ones before it leave behind. */
function along<T>(
  actions: readonly Action[],
  before: Snapshot,
  ask: (action: Action, state: Snapshot) => T,
): readonly T[] {
  let state = before;
  return actions.map((action) => {
    const answer = ask(action, state);
    state = applyActions(state, [action]);
    return answer;
  });
}

/** One lock per object: the one that blocks most. */
export function strongest(locks: readonly Lock[]): readonly Lock[] {
  const order = ['nothing', 'schema changes', 'writes', 'reads and writes'];
  const byObject = new Map<string, Lock>();
  for (const lock of locks) {
    const known = byObject.get(lock.object);
    if (!known || order.indexOf(lock.blocks) > order.indexOf(known.blocks)) byObject.set(lock.object, lock);
  }
  return [...byObject.values()];
}

function sum(estimates: readonly Estimate[]): Estimate {
  return {
    lowMs: estimates.reduce((total, e) => total + e.lowMs, 0),
    highMs: estimates.reduce((total, e) => total + e.highMs, 0),
    calibrated: estimates.every((e) => e.calibrated),
    basis: [...new Set(estimates.map((e) => e.basis))].join('; '),
  };
}

const seconds = (basis: string): Estimate => ({ lowMs: 1, highMs: 10_000, calibrated: false, basis });
