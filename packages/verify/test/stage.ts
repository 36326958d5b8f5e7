import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderPlanText } from '@flux/core';
import type { BatchSettings, Plan, Session, Snapshot } from '@flux/core';
import { postgresDriver } from '@flux/postgres';
import { planMigration } from '@flux/runner';
import { startPostgres } from '@flux/scratch';
import type { PostgresMajor, ScratchPostgres } from '@flux/scratch';
import { schemaLines } from '../src/schema-lines.ts';
import { tables } from './cases.ts';
import type { Case } from './cases.ts';

/** Majors under test: FLUX_MAJORS=12,15,18, default 15. */
export const majors = (process.env['FLUX_MAJORS'] ?? '15').split(',').map(Number) as PostgresMajor[];

/** A case on a server: the database to change, the schema before, the plan, and what the direct migration ends in. */
export interface Stage {
  readonly url: string;
  /** The database that the direct migration changed. */
  readonly directUrl: string;
  readonly session: Session;
  readonly before: Snapshot;
  readonly beforeLines: readonly string[];
  readonly directLines: readonly string[];
  readonly plan: Plan;
  readonly planFile: string;
  /** For failure messages: the whole plan. */
  readonly text: string;
  readonly close: () => Promise<void>;
}

export const startServer = (major: PostgresMajor): Promise<ScratchPostgres> => startPostgres({ major });

export async function stageOf(
  server: ScratchPostgres,
  test: Case,
  batch: BatchSettings = { rows: 1000, pauseMs: 5 },
): Promise<Stage> {
  const url = await server.createDatabase();
  const direct = await server.createDatabase();
  const session = await postgresDriver.connect(url);
  const other = await postgresDriver.connect(direct);
  for (const target of [session, other]) await target.query(`${tables}${test.setup ?? ''}`);
  // A rename that a tool wrote as DROP and ADD, or a column without a default, is run directly in its right form.
  const replaces = test.mend !== undefined && /RENAME COLUMN|ADD COLUMN/.test(test.mend);
  if (test.mend !== undefined) await other.query(test.mend);
  if (!replaces) await other.query(test.sql);
  await other.end();
  const plan = await planMigration(postgresDriver, session, {
    id: 'test-plan',
    createdAt: '2026-11-20T00:00:00Z',
    sql: test.sql,
    renames: test.renames ?? [],
    fills: test.fills ?? {},
    dualWrite: test.dualWrite ?? 'trigger',
    releaseCommand: 'flux release test-plan',
    batch,
  });
  const planFile = join(mkdtempSync(join(tmpdir(), 'flux-verify-')), 'plan.json');
  writeFileSync(planFile, JSON.stringify(plan));
  return {
    url,
    directUrl: direct,
    session,
    before: await postgresDriver.introspect(session),
    beforeLines: await schemaLines(url),
    directLines: await schemaLines(direct),
    plan,
    planFile,
    text: `${renderPlanText(plan)}\n${JSON.stringify(plan.steps, null, 1)}`,
    close: async () => {
      await session.end();
      await server.dropDatabase(url);
      await server.dropDatabase(direct);
    },
  };
}
