import { FluxError } from '@flux/core';
import type { DeployStep, Plan, SqlUnit, Step } from '@flux/core';
import { checkUnit, refusal, undoneUnit } from './journal-blocks.ts';
import { headerOf } from './header.ts';
import { nothing, pairSections, sectionsOf } from './sections.ts';
import type { Section } from './sections.ts';
import { fileName } from './sql-file.ts';
import type { Numbering, SqlFile } from './sql-file.ts';

export interface RenderOptions {
  /** Default: 0001 on. */
  readonly numbering?: Numbering;
  /** The last phase whose gate is open in the repository: its files are not held. Default 0. */
  readonly released?: number;
}

interface Draft {
  readonly step: Exclude<Step, DeployStep>;
  readonly part: number;
  readonly parts: number;
  readonly up: Section;
  readonly down: Section;
}

/**
 * The plan as plain SQL files with dbmate's `-- migrate:up` and `-- migrate:down` sections, in the order to run them.
 * @throws FluxError UNSUPPORTED_CHANGE when a statement holds such a line itself
 */
export function renderSqlFiles(plan: Plan, options: RenderOptions = {}): readonly SqlFile[] {
  const { numbering = { first: 1n, width: 4 }, released = 0 } = options;
  const drafts = draftFiles(plan);
  const names = drafts.map(({ step, part, parts }, index) =>
    fileName(numbering, index, parts > 1 ? `${step.id}-${part}` : step.id),
  );
  return drafts.map((draft, index): SqlFile => {
    const { step, up, down } = draft;
    const follows = drafts[index + 1]?.step;
    const deploy = follows?.phase === step.phase ? null : deployAfter(plan, step.phase);
    const place = { plan, ...draft, next: names[index + 1] ?? null, deploy };
    const text = `${headerOf(place, up)}\n\n${sectionText('up', up)}\n\n${sectionText('down', down)}\n`;
    return { phase: step.phase, name: names[index]!, text, held: step.phase > released };
  });
}

function draftFiles(plan: Plan): readonly Draft[] {
  const guarded = new Set<number>();
  return plan.steps.flatMap((step): readonly Draft[] => {
    if (step.kind === 'deploy') return [];
    const guard = guarded.has(step.phase) ? [] : (plan.phases[step.phase]?.guard ?? []);
    guarded.add(step.phase);
    const pairs = pairSections(sectionsOf(unitsOf(plan, step), { before: guard }), undoSections(plan, step));
    const files = pairs.length > 0 ? pairs : [{ up: nothing, down: nothing }];
    return files.map(({ up, down }, index) => ({ step, part: index + 1, parts: files.length, up, down }));
  });
}

const deployAfter = (plan: Plan, phase: number): DeployStep | null =>
  plan.steps.find((step): step is DeployStep => step.kind === 'deploy' && step.phase === phase) ?? null;

function unitsOf(plan: Plan, step: Exclude<Step, DeployStep>): readonly SqlUnit[] {
  if (step.kind === 'check') return [checkUnit(plan, step)];
  return step.kind === 'sql' ? step.units : step.inline;
}

function undoSections(plan: Plan, step: Exclude<Step, DeployStep>): readonly Section[] {
  const after = [undoneUnit(plan, step.id)];
  if (step.kind === 'check') return sectionsOf([], { after });
  if (!step.rollback.possible) return sectionsOf([refusal(step.id, step.rollback.reason)]);
  return sectionsOf(step.rollback.units, { after });
}

function sectionText(direction: 'up' | 'down', { units, transaction }: Section): string {
  const statements = units.map(({ sql }) => {
    refuseDirective(sql);
    // On a line of its own where the statement ends in a comment.
    return /--[^\n]*$/.test(sql) ? `${sql}\n;` : `${sql};`;
  });
  return [`-- migrate:${direction}${transaction ? '' : ' transaction:false'}`, ...statements].join('\n');
}

function refuseDirective(sql: string): void {
  const line = /^--\s*migrate:(?:up|down).*$/m.exec(sql)?.[0];
  if (line === undefined) return;
  throw new FluxError(
    'UNSUPPORTED_CHANGE',
    `A statement holds the line "${line}", which ends the section in a migration file.`,
    'Remove that comment from the statement.',
    { line },
  );
}
