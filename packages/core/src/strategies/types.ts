import type { Action } from '../actions/types.ts';
import type { Capabilities, Dialect } from '../dialect.ts';
import type { Operation, OperationKind, OperationOf } from '../operations/types.ts';
import type { Answers, Checkpoint, Hazard, Release } from '../plan/types.ts';
import type { Snapshot, TableName } from '../schema/snapshot.ts';

/**
 * The place of a draft step: after which release, and in which slot of that phase. Within a phase all operations'
 * steps of one slot stand together: additive work first, destructive last.
 */
export interface Place {
  readonly after: Release | null;
  readonly slot: Slot;
}
export const slots = [
  'check',
  'add',
  'copy',
  'verify',
  'index',
  'constrain',
  'exchange',
  'relax',
  'archive',
  'drop',
] as const;
export type Slot = (typeof slots)[number];

export interface DraftActions extends Place {
  readonly kind: 'actions';
  readonly title: string;
  readonly actions: readonly Action[];
  /** Safe to roll back as it stands until this release is out; null: at any time. */
  readonly safeUntil: Release | null;
  /** Overrides what the actions' inverses say is lost; null: nothing is. Undefined: as they say. */
  readonly loses?: string | null;
  readonly lossRecord?: { readonly what: string; readonly query: string };
}
export interface DraftBackfill extends Place {
  readonly kind: 'backfill';
  readonly title: string;
  readonly action: Extract<Action, { kind: 'fillColumns' | 'archiveColumn' }>;
  readonly loses?: string | null;
}
export interface DraftCheck extends Place {
  readonly kind: 'check';
  readonly title: string;
  readonly checkpoint: Checkpoint;
  readonly remedy: string;
}
/** What the application must do in a release, and the evidence that the one before it is gone. */
export interface DraftDeploy {
  readonly kind: 'deploy';
  readonly release: Release;
  readonly application: readonly string[];
  readonly evidence: readonly { readonly what: string; readonly query: string }[];
}
export type Draft = DraftActions | DraftBackfill | DraftCheck | DraftDeploy;

export interface StrategyContext {
  /** The plan's id: what outlives the plan carries it in its name. */
  readonly plan: string;
  readonly dialect: Dialect;
  readonly snapshot: Snapshot;
  readonly answers: Answers;
  /** All operations of the migration: an operation may have to know its neighbours. */
  readonly operations: readonly Operation[];
}

/** Which application version lives with which form of the data, as sentences for the plan. */
export interface Tolerance {
  readonly old: readonly string[];
  readonly new: readonly string[];
}

/** Steps have their ids only when all drafts are in order: until then a hazard names the action that brings it. */
export interface DraftHazard extends Hazard {
  readonly at?: { readonly kind: 'changeType' | 'exchangeColumns'; readonly table: TableName; readonly column: string };
}

export interface Expansion {
  readonly drafts: readonly Draft[];
  readonly hazards: readonly DraftHazard[];
}

/** One safe way for an operation. The first one of the registry that applies is taken. */
export interface Strategy<K extends OperationKind = OperationKind> {
  readonly name: string;
  readonly operation: K;
  readonly summary: string;
  readonly needs: readonly (keyof Capabilities)[];
  readonly tolerance: Tolerance;
  applies(operation: OperationOf<K>, context: StrategyContext): boolean;
  expand(operation: OperationOf<K>, context: StrategyContext): Expansion;
}
