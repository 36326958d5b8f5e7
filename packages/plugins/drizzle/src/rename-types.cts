/** One question of drizzle-kit 0.31, read back from what it draws; the objects behind it are inside its bundle. */
export interface RenameQuestion {
  readonly entity: string;
  /** Of a column (or a policy: drizzle-kit asks with the same words): its table, without the schema. */
  readonly table: string | undefined;
  /** The new name; a table, view, sequence or enum outside `public` comes as `schema.name`. */
  readonly name: string;
  /** What each line offers: the old name it would be renamed from, or `undefined` for "create". */
  readonly options: readonly (string | undefined)[];
  readonly selected: number;
}

/** A table of the schema before the change: tells apart equal table names, which drizzle-kit's question does not. */
export interface SnapshotTable {
  readonly name: string;
  readonly schema: string;
  readonly columns: readonly string[];
}

export interface Answer {
  readonly kind: 'rename' | 'create';
  /** As given: `users.name:display_name`, `users:people`, or `users.display_name` for a create. */
  readonly text: string;
  /** From the config: kept there after its migration, so it may match nothing. */
  readonly standing: boolean;
}

/** Flux's own codes, with its exit codes: the hook stops drizzle-kit without loading the rest of Flux. */
export type StopCode = 'ANSWER_NEEDED' | 'ANSWER_UNUSED' | 'UNSUPPORTED_SERVER' | 'USAGE';

export type Decision =
  | { readonly pick: number; readonly used: readonly Answer[] }
  | { readonly unanswered: string; readonly code: StopCode };
