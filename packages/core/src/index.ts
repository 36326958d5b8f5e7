export { errorCodes, FluxError } from './errors.ts';
export type { ExitCode, FluxErrorCode } from './errors.ts';

export type {
  Column,
  Constraint,
  Dependency,
  DependentKind,
  Expression,
  FunctionDefinition,
  Index,
  IndexKey,
  Policy,
  Snapshot,
  SyncPair,
  Table,
  TableName,
  TableSize,
  Trigger,
  View,
} from './schema/snapshot.ts';
export {
  expressionColumns,
  findColumn,
  findTable,
  getColumn,
  getTable,
  indexColumns,
  keyColumns,
  plainColumn,
  sameTable,
  tableLabel,
} from './schema/lookup.ts';
export { fingerprint } from './schema/fingerprint.ts';

export { applyActions, describeAction } from './actions/index.ts';
export type { Action, ActionKind, ActionOf, Recovery } from './actions/types.ts';
export { operationDefinitions } from './operations/index.ts';
export type {
  Claim,
  Clause,
  Operation,
  OperationDefinition,
  OperationKind,
  OperationOf,
  RecogniserContext,
} from './operations/types.ts';
export { strategies } from './strategies/index.ts';
export type { Strategy, Tolerance } from './strategies/types.ts';

export { createPlan } from './planner/plan.ts';
export type { PlanInput } from './planner/plan.ts';
export { countText, estimateText, renderPlanText } from './plan/text.ts';
export { deployAfter, locksText, lockText, undoText } from './plan/text-step.ts';
export { releases } from './plan/types.ts';
export type {
  Answers,
  BackfillStep,
  BatchSettings,
  Bookkeeping,
  CheckStep,
  Checkpoint,
  DeployStep,
  Estimate,
  Gate,
  Hazard,
  Lock,
  PagedStatements,
  Phase,
  Plan,
  PlannedTable,
  Release,
  Rollback,
  SqlStep,
  SqlUnit,
  Step,
} from './plan/types.ts';
export { undoneStep, undoStep } from './plan/undo-step.ts';

export type { Capabilities, CompileContext, Dialect, ParsedStatement, Placement, TypeChange } from './dialect.ts';
export type {
  BackfillProgress,
  ConnectOptions,
  Driver,
  GateRecord,
  Journal,
  JournalState,
  LockWait,
  PlanRecord,
  Session,
  UnitRecord,
} from './driver.ts';
