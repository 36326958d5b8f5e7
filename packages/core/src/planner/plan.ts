import { applyActions } from '../actions/index.ts';
import type { Dialect, ParsedStatement } from '../dialect.ts';
import { FluxError } from '../errors.ts';
import { operationDefinitions } from '../operations/index.ts';
import { migrationTitle } from '../operations/title.ts';
import type { Operation, OperationDefinition, OperationKind } from '../operations/types.ts';
import type { Answers, BatchSettings, Hazard, Plan, Step } from '../plan/types.ts';
import { fingerprint } from '../schema/fingerprint.ts';
import { findTable } from '../schema/lookup.ts';
import type { Snapshot, TableName } from '../schema/snapshot.ts';
import { strategies } from '../strategies/index.ts';
import type { DraftHazard, Expansion, Strategy, StrategyContext } from '../strategies/types.ts';
import { buildSteps } from './build.ts';
import { claimStatements } from './claim.ts';
import { refusingCombinations } from './combinations.ts';
import { refuseConflicts, touchedTables } from './conflicts.ts';
import { withSteps } from './hazard-steps.ts';
import { checkRenames } from './renames.ts';
import { orderDrafts } from './order.ts';
import { refuseTableKinds } from './table-kinds.ts';
import { triggerHazards } from './trigger-hazards.ts';

export interface PlanInput {
  /** `[a-z0-9-]`, unique in the repository. */
  readonly id: string;
  /** ISO 8601; core has no clock. */
  readonly createdAt: string;
  readonly title?: string;
  readonly statements: readonly ParsedStatement[];
  readonly snapshot: Snapshot;
  readonly dialect: Dialect;
  readonly answers: Answers;
  readonly batch?: BatchSettings;
  /** The command a person runs when a phase's gate is closed: goes into the guard's message. */
  readonly releaseCommand: string;
  /** What says how a plan stands: goes into the message of a file that meets a stopped plan. */
  readonly statusCommand?: string;
  /** Where the tool that runs the files keeps its books: rows there do not make a database live. */
  readonly ownTables?: readonly TableName[];
}

export const defaultBatch: BatchSettings = { rows: 10_000, pauseMs: 50 };

/**
 * The whole migration as one ordered list of steps.
 * @throws FluxError when a statement cannot be planned safely; nothing is guessed
 */
export function createPlan(input: PlanInput): Plan {
  const { dialect, snapshot, answers } = input;
  const operations = claimStatements(input.statements, answers);
  const tables = touchedTables(operations);
  refuseConflicts(operations, snapshot);
  refuseTableKinds(operations, snapshot);
  const hazards: DraftHazard[] = [...checkRenames(operations, input.statements, snapshot, dialect)];
  let direct = snapshot;
  for (const operation of operations) {
    hazards.push(...checkOperation(operation, direct));
    direct = applyActions(direct, operation.direct);
  }
  const expansions = operations.map((operation) =>
    expand(operation, { plan: input.id, dialect, snapshot, answers, operations }),
  );
  const drafts = expansions.flatMap((e) => e.drafts);
  hazards.push(...expansions.flatMap((e) => e.hazards), ...triggerHazards(drafts, snapshot));
  const phaseDrafts = orderDrafts(drafts);
  const print = fingerprint(snapshot, tables);
  const statusCommand = input.statusCommand ?? `flux status ${input.id}`;
  const guard = {
    fingerprint: print,
    tables,
    remedy: input.releaseCommand,
    statusCommand,
    ownTables: input.ownTables ?? [],
  };
  const built = refusingCombinations(operations, direct, () =>
    buildSteps(phaseDrafts, {
      plan: input.id,
      dialect,
      snapshot,
      batch: input.batch ?? defaultBatch,
      guard,
    }),
  );
  return {
    version: 1,
    id: input.id,
    title: input.title ?? migrationTitle(operations),
    type: typeOf(built.steps),
    engine: { name: dialect.name, serverVersion: dialect.serverVersion },
    createdAt: input.createdAt,
    source: input.statements.map((s) => s.sql),
    operations,
    steps: built.steps,
    phases: built.phases,
    bookkeeping: dialect.bookkeeping(input.id, statusCommand),
    hazards: uniqueHazards(withSteps(hazards, built.steps)),
    tables: tables.map((name) => {
      const size = findTable(snapshot, name)?.size ?? null;
      return {
        ...name,
        rows: size?.rows ?? null,
        bytes: size?.bytes ?? null,
        writesPerSecond: size?.writesPerSecond ?? null,
      };
    }),
    pointOfNoReturn: built.steps.find(isPointOfNoReturn)?.id ?? null,
    fingerprint: print,
  };
}

function checkOperation(operation: Operation, schema: Snapshot): readonly Hazard[] {
  const definition = operationDefinitions[operation.kind] as OperationDefinition<OperationKind>;
  return definition.check(operation, schema);
}

function expand(operation: Operation, context: StrategyContext): Expansion {
  const candidates = strategies[operation.kind] as readonly Strategy[];
  const missing: string[] = [];
  for (const strategy of candidates) {
    const lacks = strategy.needs.filter((capability) => !context.dialect.capabilities[capability]);
    if (lacks.length > 0) missing.push(`${strategy.name} needs ${lacks.join(', ')}`);
    else if (strategy.applies(operation, context)) return strategy.expand(operation, context);
  }
  throw new FluxError(
    'UNSUPPORTED_CHANGE',
    `No strategy of Flux covers this ${operation.kind}${missing.length > 0 ? ` (${missing.join('; ')})` : ''}.`,
    'Write this migration by hand, in steps that both application versions live with.',
    { operation: operation.kind },
  );
}

/** Dropping a column ends the way back in its own form, even where its values can be rebuilt. */
const isPointOfNoReturn = (step: Step): boolean =>
  (step.kind === 'sql' || step.kind === 'backfill') &&
  (!step.rollback.possible ||
    step.actions.some((action) => action.kind === 'dropColumn' && action.recover?.from !== 'archive'));

const typeOf = (steps: readonly Step[]): Plan['type'] =>
  steps.some((s) => s.kind === 'deploy')
    ? 'expand-contract'
    : steps.some((s) => s.kind === 'backfill')
      ? 'backfill'
      : 'safe';

const uniqueHazards = (hazards: readonly Hazard[]): readonly Hazard[] => [
  ...new Map(hazards.map((hazard) => [`${hazard.code} ${hazard.message}`, hazard])).values(),
];
