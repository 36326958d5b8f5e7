import type { Action } from '../actions/types.ts';
import type { Placement } from '../dialect.ts';
import type { Hazard } from '../plan/types.ts';
import type { Column, Expression, Index, Snapshot, TableName } from '../schema/snapshot.ts';

/** Typed intent of one change. `direct` is what the user's tool would run for it; the plan must end where that ends. */
export type Operation = {
  readonly [K in keyof OperationFields]: {
    readonly kind: K;
    readonly direct: readonly Action[];
    /** Indexes into the plan's `source`. */
    readonly statements: readonly number[];
  } & Readonly<OperationFields[K]>;
}[keyof OperationFields];
export type OperationKind = keyof OperationFields;
export type OperationOf<K extends OperationKind> = Extract<Operation, { kind: K }>;

interface OperationFields {
  addColumn: { readonly table: TableName; readonly column: Column; readonly fill: Expression | null };
  renameColumn: { readonly table: TableName; readonly from: string; readonly to: string };
  setNotNull: { readonly table: TableName; readonly column: string; readonly fill: Expression | null };
  changeType: {
    readonly table: TableName;
    readonly column: string;
    readonly type: string;
    readonly using: Expression | null;
  };
  addIndex: { readonly table: TableName; readonly index: Index };
  dropColumn: { readonly table: TableName; readonly column: string };
  unknown: { readonly sql: string; readonly reason: string; readonly place: Placement };
}

/** One clause of the migration in its place: a statement may have several. */
export interface Clause {
  readonly statement: number;
  readonly action: Action;
}

/** What a recogniser claims: clauses by their position in the list it was given. */
export interface Claim<K extends OperationKind> {
  readonly clauses: readonly number[];
  readonly operation: Omit<OperationOf<K>, 'direct' | 'statements'>;
}

export interface RecogniserContext {
  readonly clauses: readonly Clause[];
  readonly renames: readonly { readonly table: string; readonly from: string; readonly to: string }[];
  readonly fills: Readonly<Record<string, Expression>>;
}

export interface OperationDefinition<K extends OperationKind> {
  readonly kind: K;
  /** One line for `flux explain` and the docs. */
  readonly summary: string;
  /** What goes wrong when it is run as generated: whom it blocks, for how long. */
  readonly danger: string;
  /** What Flux does instead. */
  readonly instead: string;
  readonly example: string;
  /** Claims every occurrence; larger claims (more clauses) win over smaller ones. */
  recognise(context: RecogniserContext): readonly Claim<K>[];
  /** Throws FluxError when the operation cannot be planned on this schema; returns what the user should know. */
  check(operation: OperationOf<K>, snapshot: Snapshot): readonly Hazard[];
}
