/**
 * The schema at one moment, as plain JSON. Names are as the engine stores them, never quoted.
 * Objects that Flux itself owns (its schema, sync triggers, shadow bookkeeping) appear only as `Table.syncs`.
 */
export interface Snapshot {
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly functions: readonly FunctionDefinition[];
  /** Who depends on which column; one edge per object and column. */
  readonly dependencies: readonly Dependency[];
}

export interface TableName {
  readonly schema: string;
  readonly name: string;
}

export interface Table extends TableName {
  readonly kind: 'table' | 'partitioned' | 'foreign';
  readonly columns: readonly Column[];
  readonly indexes: readonly Index[];
  readonly constraints: readonly Constraint[];
  readonly triggers: readonly Trigger[];
  readonly policies: readonly Policy[];
  readonly rowSecurity: boolean;
  readonly comment: string | null;
  /** Column pairs that Flux keeps equal on this table at the moment. */
  readonly syncs: readonly SyncPair[];
  /** `null` when nothing is known: such a table counts as large and hot. */
  readonly size: TableSize | null;
}

export interface TableSize {
  /** Estimated live rows. */
  readonly rows: number;
  /** Heap and TOAST, bytes. */
  readonly bytes: number;
  /** All indexes, bytes. */
  readonly indexBytes: number;
  /** Rows inserted, updated and deleted per second over the observed window; `null` when not observed. */
  readonly writesPerSecond: number | null;
}

export interface Column {
  readonly name: string;
  /** As the engine prints it: `integer`, `character varying(20)`, `timestamp with time zone`. */
  readonly type: string;
  readonly nullable: boolean;
  /** SQL expression, or null. */
  readonly default: string | null;
  readonly identity: 'always' | 'by default' | null;
  readonly generated: { readonly expression: Expression; readonly stored: boolean } | null;
  /** Sequence owned by the column (serial, identity), schema-qualified and unquoted. */
  readonly sequence: TableName | null;
  /** As SQL, quoted where needed; `null`: the type's default. */
  readonly collation: string | null;
  readonly comment: string | null;
}

/**
 * A SQL expression with its column references cut out, so that core can rename a column in it without knowing SQL:
 * `['(', { column: 'amount' }, ' > 0)']`.
 */
export type Expression = readonly (string | { readonly column: string })[];

export interface IndexKey {
  readonly expression: Expression;
  /** Everything after the expression: collation, operator class, ordering; `''` or e.g. `DESC NULLS LAST`. */
  readonly suffix: string;
}

export interface Index {
  readonly name: string;
  readonly unique: boolean;
  /** `btree`, `gin`, ... */
  readonly method: string;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  readonly predicate: Expression | null;
  readonly nullsNotDistinct: boolean;
  /** Storage parameters as written, e.g. `fillfactor = 70`; `''` for none. */
  readonly options: string;
  /** False for the leftover of an interrupted concurrent build. */
  readonly valid: boolean;
}

export type Constraint =
  | {
      readonly kind: 'primaryKey' | 'unique';
      readonly name: string;
      readonly columns: readonly string[];
      /** The index that enforces it; same name as the constraint in PostgreSQL. */
      readonly index: string;
      readonly definition: string;
    }
  | {
      readonly kind: 'check';
      readonly name: string;
      readonly expression: Expression;
      readonly validated: boolean;
    }
  | {
      readonly kind: 'foreignKey';
      readonly name: string;
      readonly columns: readonly string[];
      readonly references: TableName & { readonly columns: readonly string[] };
      readonly validated: boolean;
      readonly definition: string;
    }
  | {
      readonly kind: 'exclusion';
      readonly name: string;
      readonly columns: readonly string[];
      readonly definition: string;
    };

export interface Trigger {
  readonly name: string;
  readonly timing: 'before' | 'after' | 'instead of';
  readonly forEach: 'row' | 'statement';
  /** Columns of `UPDATE OF`; empty when the trigger has no column list. */
  readonly updateOf: readonly string[];
  readonly function: TableName;
  readonly definition: string;
}

export interface Policy {
  readonly name: string;
  readonly definition: string;
}

export interface View extends TableName {
  readonly materialized: boolean;
  readonly definition: string;
}

export interface FunctionDefinition extends TableName {
  /** Complete `CREATE OR REPLACE` text. */
  readonly definition: string;
  readonly language: string;
  readonly body: string;
  /** Arguments as the engine identifies the function: `integer, text`. */
  readonly arguments: string;
}

export const dependentKinds = [
  'default',
  'ownedSequence',
  'identity',
  'index',
  'primaryKey',
  'unique',
  'check',
  'foreignKey',
  'referencedBy',
  'exclusion',
  'generatedColumn',
  'view',
  'materializedView',
  'rule',
  'policy',
  'triggerColumns',
  'functionBody',
  'columnGrant',
  'comment',
  'statistics',
  'publication',
  'partitionKey',
] as const;
export type DependentKind = (typeof dependentKinds)[number];

/** `kind name` depends on `table.column`. */
export interface Dependency {
  readonly kind: DependentKind;
  /** Shown to people: `users_name_idx`, `view public.active_users`. */
  readonly name: string;
  readonly table: TableName;
  readonly column: string;
}

/**
 * Two columns of one table that Flux keeps equal.
 * - `twoWay`: both are written by some application version (rename); `source` wins when intent cannot be told.
 * - `forward`: only `source` is written, `target` follows (a shadow column before the exchange).
 * - `fill`: `target` gets `forward` when a writer leaves it NULL (a value for old writers).
 */
export interface SyncPair {
  readonly mode: 'twoWay' | 'forward' | 'fill';
  readonly source: string;
  readonly target: string;
  /** Value for `target`, over the row's columns; never raises: what cannot be represented is clamped. */
  readonly forward: Expression;
  /** Value for `source` when `target` was written (`twoWay` only). */
  readonly backward: Expression | null;
  /** True where a value of `source` has an exact counterpart in `target`; null: always. */
  readonly representable: Expression | null;
  /** Both columns carry a unique index: concurrent upserts need the twin guard. */
  readonly unique: boolean;
  /** Names the record of writes by the old application version and of unrepresentable values. */
  readonly record: string;
}
