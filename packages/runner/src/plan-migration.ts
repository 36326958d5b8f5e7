import { FluxError, createPlan, tableLabel } from '@flux/core';
import { refuseOverlap } from './plan-conflict.ts';
import { tryFills } from './try-fills.ts';
import type { BatchSettings, Dialect, Driver, Operation, Plan, Session, Snapshot, TableName } from '@flux/core';

export interface MigrationRequest {
  /** `[a-z0-9-]`, unique in the repository: see `planId`. */
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly title?: string;
  /** What the user's own tool would run. */
  readonly sql: string;
  readonly renames: readonly { readonly table: string; readonly from: string; readonly to: string }[];
  /** `table.column` → SQL expression over the row, as the user wrote it. */
  readonly fills: Readonly<Record<string, string>>;
  readonly dualWrite: 'trigger' | 'application';
  readonly batch?: BatchSettings;
  /** What to run when a gate is closed; part of the guards' message. */
  readonly releaseCommand: string;
  /** Default: `flux status <plan>`. */
  readonly statusCommand?: string;
  /** Where the tool that runs the files keeps its books: rows there do not make a database live. */
  readonly ownTables?: readonly TableName[];
}

/**
 * Plans a migration against a live database: reads its schema and sizes, and counts the NULLs that a new NOT NULL would
 * meet, so that a missing answer is asked for now and not in the middle of the night.
 * @throws FluxError PLAN_CONFLICT where another plan is at work on one of its tables, and with the answer that is missing, or the reason why there is no safe way
 */
export async function planMigration(driver: Driver, session: Session, request: MigrationRequest): Promise<Plan> {
  const dialect = await driver.dialect(session);
  const statements = dialect.parse(request.sql);
  if (statements.length === 0) {
    throw new FluxError('USAGE', 'The migration holds no statement.', 'Give SQL that changes the schema.');
  }
  const snapshot = await driver.introspect(session);
  const fills = Object.fromEntries(
    Object.entries(request.fills).map(([column, expression]) => [column, dialect.parseExpression(expression)]),
  );
  const plan = createPlan({
    id: request.id,
    createdAt: request.createdAt,
    ...(request.title === undefined ? {} : { title: request.title }),
    ...(request.batch === undefined ? {} : { batch: request.batch }),
    statements,
    snapshot,
    dialect,
    answers: { renames: request.renames, fills, dualWrite: request.dualWrite },
    releaseCommand: request.releaseCommand,
    ...(request.statusCommand === undefined ? {} : { statusCommand: request.statusCommand }),
    ...(request.ownTables === undefined ? {} : { ownTables: request.ownTables }),
  });
  await refuseOverlap(driver, session, plan, request.statusCommand ?? `flux status ${plan.id}`);
  await tryFills(driver, session, dialect, plan, snapshot);
  for (const operation of plan.operations) await refuseUnfilledNulls(driver, session, dialect, snapshot, operation);
  return plan;
}

async function refuseUnfilledNulls(
  driver: Driver,
  session: Session,
  dialect: Dialect,
  snapshot: Snapshot,
  operation: Operation,
): Promise<void> {
  if (operation.kind !== 'setNotNull' || operation.fill !== null) return;
  const { table, column } = operation;
  const exists = snapshot.tables.some(
    (t) => tableLabel(t) === tableLabel(table) && t.columns.some((c) => c.name === column),
  );
  if (!exists) return;
  const { query } = dialect.countRows(table, [{ column }, ' IS NULL'], '');
  const [row] = await session.query<{ value: string }>(query).catch((error: unknown) => {
    throw driver.classify(error).error;
  });
  if (row === undefined || row.value === '0') return;
  throw new FluxError(
    'ANSWER_NEEDED',
    `${row.value} rows of ${tableLabel(table)} have NULL in ${column}: NOT NULL would be refused.`,
    `Say what they get: --fill "${table.name}.${column}=<SQL expression over the row>", or "fills" in the Flux options.`,
    { table: tableLabel(table), column, rows: row.value, answer: 'fill' },
  );
}

/** `20261120-rename-users-name`: sorts by day, safe as a folder name and inside SQL. */
export function planId(createdAt: string, words: string): string {
  const slug = words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-|-$/g, '');
  return `${createdAt.slice(0, 10).replaceAll('-', '')}-${slug || 'change'}`;
}
