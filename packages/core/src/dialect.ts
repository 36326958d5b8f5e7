import type { Action } from './actions/types.ts';
import type {
  BatchSettings,
  BackfillStep,
  Bookkeeping,
  Checkpoint,
  Estimate,
  Lock,
  PagedStatements,
  SqlUnit,
} from './plan/types.ts';
import type { Column, Expression, Index, Snapshot, Table, TableName } from './schema/snapshot.ts';

/** Things an engine at some version can do; strategies ask for these, never for an engine's name. */
export interface Capabilities {
  /** Several DDL statements commit or roll back together. */
  readonly transactionalDdl: boolean;
  /** Triggers that see and change the row before it is written. */
  readonly rowTriggers: boolean;
  /** An index can be built while writes go on. */
  readonly concurrentIndex: boolean;
  /** A constraint can be added for new rows first and validated later. */
  readonly deferredValidation: boolean;
  /** SET NOT NULL skips its scan when a validated check proves it. */
  readonly notNullFromCheck: boolean;
  /** A constant default of a new column is stored in the catalogue, not in the rows. */
  readonly instantDefault: boolean;
}

/** The phase of a statement that is run as written. */
export type Placement =
  /** The old version lives with what it leaves. `unlessUnique`: dropped indexes; it does not when one of them is unique. */
  | { readonly phase: 'expand'; readonly unlessUnique?: readonly TableName[] }
  /** It takes away what the old version may use. */
  | { readonly phase: 'contract' }
  /** The old version needs what was before it, the new one what comes after: one of them fails. `instead`: the safe way. */
  | { readonly phase: 'neither'; readonly instead: string };

/** One statement of the migration as parsed. */
export interface ParsedStatement {
  readonly sql: string;
  /** UTF-16 offsets into the migration's text. */
  readonly start: number;
  readonly end: number;
  /** Its clauses as primitive changes; null: at least one clause is not known. */
  readonly actions: readonly Action[] | null;
  /** Why `actions` is null. */
  readonly unknown: string | null;
  /** Where it belongs when it is run as written; nothing said: `expand`. */
  readonly place?: Placement;
  /** Tables it creates; later statements on them are not on live tables. */
  readonly creates: readonly TableName[];
  /** Tables that its foreign keys refer to: they are locked too. */
  readonly refersTo?: readonly TableName[];
}

/** How a change of type behaves. */
export type TypeChange =
  | { readonly way: 'same' }
  /** Changed in the catalogue only. */
  | { readonly way: 'inPlace' }
  /** The table would be rewritten. `forward` and `backward` never raise: what cannot be represented is clamped. */
  | {
      readonly way: 'shadow';
      readonly relation: 'widening' | 'narrowing';
      readonly forward: Expression;
      readonly backward: Expression;
      /** True where a value of the old type survives the way to the new one; null: always. */
      readonly representable: Expression | null;
      /** True where a value of the new type survives the way back; null: always. */
      readonly reversible: Expression | null;
      /** What the old application version sees in the new form, and must tolerate. */
      readonly tolerance: readonly string[];
    }
  | { readonly way: 'unsupported'; readonly reason: string; readonly remedy: string };

export interface CompileContext {
  readonly plan: string;
  readonly step: string;
  /** Number of the first unit that is compiled: units of a step are journalled by number. */
  readonly unit: number;
  /** Tables in which the tool that runs the files keeps its books: a lock on them is no harm. */
  readonly ownTables?: readonly TableName[];
}

/** The pure half of an engine. Everything here is a function of its arguments. */
export interface Dialect {
  readonly name: string;
  readonly serverVersion: number;
  readonly capabilities: Capabilities;
  /** @throws FluxError SQL_SYNTAX */
  parse(sql: string): readonly ParsedStatement[];
  /** @throws FluxError SQL_SYNTAX */
  parseExpression(sql: string): Expression;
  /** Quoted identifier. */
  quote(name: string): string;
  /** A name for a helper object, within the engine's length limit: `name__flux_new`. */
  helperName(base: string, suffix: string): string;
  /** True when the default is evaluated once and stored in the catalogue: no row is touched. */
  isInstantDefault(expression: string): boolean;
  /** True when a function's body names the table or column: by the engine's rules of words and of upper and lower case. */
  mentions(body: string, name: string): boolean;
  /** True where the two differ in any byte: no collation, no numeric equality; NULL differs from every value. */
  differs(left: Expression, right: Expression, type: string): Expression;
  typeChange(table: Table, column: Column, type: string, using: Expression | null): TypeChange;
  /** Locks of one action, strongest per object. */
  locks(action: Action, before: Snapshot): readonly Lock[];
  /**
   * Units for actions that belong together (one transaction where the engine allows it).
   * `before` is the schema before the first of them.
   */
  compile(actions: readonly Action[], before: Snapshot, context: CompileContext): readonly SqlUnit[];
  /** Paging, inline block and remaining-rows query of a batched change. @throws FluxError NO_PRIMARY_KEY */
  backfill(
    action: Extract<Action, { kind: 'fillColumns' | 'archiveColumn' | 'restoreColumn' }>,
    before: Snapshot,
    batch: BatchSettings,
    context: CompileContext,
  ): { readonly pages: PagedStatements; readonly inline: BackfillStep['inline']; readonly remaining: Checkpoint };
  /** Proves that the actions are done, from the catalogue. */
  checkpoint(actions: readonly Action[]): Checkpoint;
  /** Count of rows for which `violates` is true; expected 0. */
  countRows(table: TableName, violates: Expression, what: string): Checkpoint;
  /** Groups of rows that a unique index would refuse; expected 0. */
  countDuplicates(table: TableName, index: Index): Checkpoint;
  /**
   * Evaluates an expression as a value of the type over some of the table's rows: one row, `nulls` of `rows` are NULL.
   * `where` null: any rows.
   */
  trial(table: TableName, value: Expression, type: string, where: Expression | null): string;
  estimate(action: Action, before: Snapshot, batch: BatchSettings): Estimate;
  /** When a value that the other form of a synced pair cannot hold was last written. */
  lastLossyWrite(record: string): string;
  /** Evidence of writes through the old form of a synced pair. */
  lastOldWrite(table: TableName, record: string): { readonly what: string; readonly query: string };
  /** A check as SQL that raises where it does not hold. */
  check(checkpoint: Checkpoint, remedy: string, context: CompileContext): readonly SqlUnit[];
  /** Raises: there is no rollback, and why. */
  refusal(step: string, reason: string): SqlUnit;
  /** Takes the step's marks out of the journal; `undoUnits`: how many units its rollback had. */
  undone(context: CompileContext, undoUnits: number): SqlUnit;
  bookkeeping(plan: string, statusCommand: string): Bookkeeping;
  closeGate(plan: string, phase: number): SqlUnit;
  /** Run once before the first step of a phase: helper objects, the gate's guard, the fresh mark. */
  phaseGuard(context: {
    plan: string;
    phase: number;
    fingerprint: string;
    tables: readonly TableName[];
    remedy: string;
    statusCommand: string;
    ownTables?: readonly TableName[];
  }): readonly SqlUnit[];
}
