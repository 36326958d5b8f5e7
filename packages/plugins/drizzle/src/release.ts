import { FluxError } from '@flux/core';
import type { Plan } from '@flux/core';
import { releaseGate } from '@flux/runner';
import type { ReleaseResult } from '@flux/runner';
import type { DrizzleProject } from './config.ts';
import { applyChange } from './folder-change.ts';
import { isTakenBack, writtenSteps } from './flux-folder.ts';
import { appendEntries } from './journal.ts';
import type { Surroundings } from './journal.ts';
import { readFolder } from './migrations-folder.ts';
import type { MigrationsFolder } from './migrations-folder.ts';
import { isFileStep, renderSteps } from './render-files.ts';
import { withSession } from './target.ts';
import type { Target } from './target.ts';

export interface ReleaseRequest {
  readonly project: DrizzleProject;
  readonly plan: Plan;
  /** Where the gate is to be opened. */
  readonly targets: readonly Target[];
  /** Configured too: their gates are only looked at, and must be open before the files are written. */
  readonly others?: readonly Target[];
  readonly actor: string;
  readonly quietWindowMs: number;
  readonly confirm?: string;
  readonly surroundings: Surroundings;
}

export interface TargetRelease {
  readonly target: string;
  readonly result: ReleaseResult;
}

export interface PhaseRelease {
  /** 0-based: the phase that was to be opened. */
  readonly phase: number;
  readonly targets: readonly TargetRelease[];
  /** Of the other targets, those whose gate is closed. */
  readonly closedOn: readonly string[];
  /** Open on every configured target. */
  readonly open: boolean;
  /** The new files; empty when they were there already. */
  readonly tags: readonly string[];
}

/**
 * Opens the next gate where its evidence allows it, and writes the phase's files when it is open everywhere. Run again
 * it does what is missing: a gate on one target, or the files.
 * @returns null when every phase is open everywhere and all files are there
 */
export async function release(request: ReleaseRequest): Promise<PhaseRelease | null> {
  const { plan, project } = request;
  const folder = readFolder(project.out);
  if (isTakenBack(folder, plan)) {
    throw new FluxError(
      'USAGE',
      `Plan ${plan.id} was taken back by files in the migrations folder.`,
      'Generate the change again: npx drizzle-kit generate',
      { plan: plan.id },
    );
  }
  const again = await renewFirstPhase(request, folder);
  if (again.length > 0) return { phase: 0, targets: [], closedOn: [], open: true, tags: again };
  for (let phase = 1; phase < plan.phases.length; phase += 1) {
    const targets = await openGates(request, phase);
    const closedOn = await closedGates(request, phase);
    const open = closedOn.length === 0 && targets.every(({ result }) => result.open);
    const news = targets.some(({ result }) => !(result.open && (result.how === 'already' || result.how === 'fresh')));
    const tags = open ? writeUpTo(request, folder, phase) : [];
    if (news || !open || tags.length > 0) return { phase, targets, closedOn, open, tags };
  }
  return null;
}

/** Steps of the first phase that were taken back by files come again once the plan goes on everywhere. */
async function renewFirstPhase(request: ReleaseRequest, folder: MigrationsFolder): Promise<readonly string[]> {
  const written = writtenSteps(folder, request.plan);
  if (request.plan.steps.filter(isFileStep).every((step) => step.phase > 0 || written.has(step.id))) return [];
  for (const target of request.targets) {
    const plans = await withSession(target, (session) => target.driver.journal.listPlans(session));
    const record = plans.find(({ plan }) => plan === request.plan.id);
    if (record === undefined || record.state === 'active' || record.state === 'done') continue;
    throw new FluxError(
      'GATE_CLOSED',
      `Plan ${request.plan.id} is ${record.state} on ${target.name}.`,
      `To go on with it there: npx drizzle-flux migrate --resume ${request.plan.id}${target.name === 'main' ? '' : ` --target ${target.name}`}`,
      { plan: request.plan.id, target: target.name, state: record.state },
    );
  }
  return writeUpTo(request, folder, 0);
}

async function openGates(
  { plan, targets, actor, quietWindowMs, confirm }: ReleaseRequest,
  phase: number,
): Promise<readonly TargetRelease[]> {
  const releases: TargetRelease[] = [];
  for (const { name, driver, connect } of targets) {
    const asked = { plan, phase, driver, connect, actor, quietWindowMs };
    releases.push({ target: name, result: await releaseGate(confirm === undefined ? asked : { ...asked, confirm }) });
  }
  return releases;
}

async function closedGates({ plan, others = [] }: ReleaseRequest, phase: number): Promise<readonly string[]> {
  const closed: string[] = [];
  for (const target of others) {
    const journal = await withSession(target, async (session) => {
      const known = await target.driver.journal.readPlan(session, plan.id);
      if (!known?.fresh) return known;
      // What was empty when the plan began may be live now: the guard asks again.
      for (const { sql } of plan.phases[0]?.guard ?? []) await session.query(sql);
      return target.driver.journal.readPlan(session, plan.id);
    });
    const open = journal !== null && (journal.fresh || journal.gates.some((gate) => gate.phase === phase));
    if (!open) closed.push(target.name);
  }
  return closed;
}

/** Files of the phases up to this one that are not in the folder, or were taken back there. */
function writeUpTo(request: ReleaseRequest, folder: MigrationsFolder, phase: number): readonly string[] {
  const { plan, project, surroundings } = request;
  const written = writtenSteps(folder, plan);
  const missing = plan.steps.filter(isFileStep).filter((step) => step.phase <= phase && !written.has(step.id));
  const snapshot = folder.entries.at(-1)?.snapshot;
  if (missing.length === 0 || snapshot === undefined) return [];
  const files = renderSteps(plan, missing).map(({ name, chunks }) => ({ name, chunks, snapshot }));
  const change = appendEntries(folder, files, project.prefix, surroundings);
  applyChange(folder.path, change);
  return change.tags;
}
