import type { Column, Expression, Index, SyncPair, Snapshot, TableName } from '../schema/snapshot.ts';

/**
 * Primitive changes. What a migration's statements do is a list of these, and what a strategy does instead is another
 * list of these with the same end. Engines compile them; `apply` and `invert` say what they mean.
 */
export type Action = {
  readonly [K in keyof ActionFields]: { readonly kind: K } & Readonly<ActionFields[K]>;
}[keyof ActionFields];
export type ActionKind = keyof ActionFields;
export type ActionOf<K extends ActionKind> = Extract<Action, { kind: K }>;

interface OnTable {
  readonly table: TableName;
}
interface OnColumn extends OnTable {
  readonly column: string;
}

interface ActionFields {
  addColumn: OnTable & { readonly column: Column };
  /** `recover` names what the values can be rebuilt from after the drop; null: they are gone. */
  dropColumn: OnColumn & { readonly recover: Recovery | null };
  renameColumn: OnTable & { readonly from: string; readonly to: string };
  setNotNull: OnColumn;
  dropNotNull: OnColumn;
  /** `from` becomes nullable; the name of its NOT NULL constraint, where the engine names them, passes to `to`. */
  handOverNotNull: OnTable & { readonly from: string; readonly to: string };
  /** The NOT NULL constraint of the column gets the name that the engine would choose: another column may need its own back. */
  renameNotNull: OnColumn;
  /** Nothing by itself: from here on `source` may fall behind `target`. Undone by copying `target` back. */
  allowDivergence: OnTable & { readonly source: string; readonly target: string; readonly differs: Expression };
  setDefault: OnColumn & { readonly expression: string };
  dropDefault: OnColumn;
  /** In place, as the engine does it. `using` over the row's columns; null: the engine's own cast. */
  changeType: OnColumn & { readonly type: string; readonly using: Expression | null };
  setComment: OnColumn & { readonly comment: string | null };
  /** `validated: false`: new rows are checked, existing ones are not. */
  addCheck: OnTable & { readonly name: string; readonly expression: Expression; readonly validated: boolean };
  validateConstraint: OnTable & { readonly name: string };
  dropConstraint: OnTable & { readonly name: string };
  renameConstraint: OnTable & { readonly from: string; readonly to: string };
  createIndex: OnTable & { readonly index: Index; readonly concurrently: boolean };
  dropIndex: OnTable & { readonly name: string; readonly concurrently: boolean };
  renameIndex: OnTable & { readonly from: string; readonly to: string };
  /** Makes a unique index the index of a UNIQUE constraint of the same name. */
  promoteIndex: OnTable & { readonly index: string; readonly name: string };
  addSync: OnTable & { readonly pair: SyncPair };
  dropSync: OnTable & { readonly pair: SyncPair };
  /**
   * Swaps the names of a column and its shadow, and the direction of the sync with them:
   * `column` → `retired`, `shadow` → `column`; default and nullability follow the name, the retired one is relaxed.
   */
  exchangeColumns: OnColumn & {
    readonly shadow: string;
    readonly retired: string;
    /** The sync before (column → shadow) and after (column → retired). */
    readonly before: SyncPair;
    readonly after: SyncPair;
    /** Default of the column under its new type; null: none. */
    readonly default: string | null;
  };
  /** Same text again: sessions drop plans that were made for the column's old type. */
  recreateFunction: { readonly function: TableName; readonly definition: string };
  /** Batched UPDATE of the rows that satisfy `where`. `quiet`: the user's own triggers are kept from it where possible. */
  fillColumns: OnTable & {
    readonly set: readonly { readonly column: string; readonly value: Expression }[];
    readonly where: Expression;
    readonly quiet: boolean;
  };
  /** Copies (key, value) of a column into a table in Flux's own schema. */
  archiveColumn: OnColumn & { readonly into: string };
  restoreColumn: OnColumn & { readonly from: string };
  dropArchive: { readonly name: string };
  /** A statement that Flux has no strategy for: run as written. `effect`: what it is known to do to the schema. */
  verbatim: { readonly sql: string; readonly effect: readonly Action[] };
}

export type Recovery =
  | { readonly from: 'expression'; readonly value: Expression; readonly lossless: boolean }
  | { readonly from: 'archive'; readonly name: string };

/** What undoes an action. `loses` says what is not restored, in a sentence; null: nothing. */
export interface Inverse {
  readonly actions: readonly Action[];
  readonly loses: string | null;
  /** Set when nothing can undo it: why. `actions` is then empty. */
  readonly irreversible: string | null;
}

/** One primitive change: what it means for the schema, what undoes it, and how it reads. */
export interface ActionDefinition<K extends ActionKind> {
  readonly kind: K;
  /** The schema afterwards. Throws FluxError when the action does not fit the schema. */
  apply(snapshot: Snapshot, action: ActionOf<K>): Snapshot;
  /** @param before the schema the action is applied to */
  invert(before: Snapshot, action: ActionOf<K>): Inverse;
  /** A short clause: `add column users.display_name`. */
  describe(action: ActionOf<K>): string;
}
