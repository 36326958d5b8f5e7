import { deployAfter, FluxError } from '@flux/core';
import type { DeployStep, Plan, SqlUnit, Step } from '@flux/core';
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

type WorkStep = Exclude<Step, DeployStep>;

interface Draft {
  /** A deploy where its phase has no other step. */
  readonly step: Step;
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
    const deploy = follows?.phase === step.phase ? null : (deployAfter(plan, step.phase) ?? null);
    const place = { plan, ...draft, next: names[index + 1] ?? null, deploy };
    const text = `${headerOf(place, up)}\n\n${sectionText('up', up)}\n\n${sectionText('down', down)}\n`;
    return { phase: step.phase, name: names[index]!, text, held: step.phase > released };
  });
}

function draftFiles(plan: Plan): readonly Draft[] {
  return plan.phases.flatMap(({ guard }, phase): readonly Draft[] => {
    const steps = plan.steps.filter((step) => step.phase === phase);
    const work = steps.filter((step): step is WorkStep => step.kind !== 'deploy');
    // Every database must hear of the plan and pass its guard, also where the plan begins with a release.
    if (work.length === 0) {
      const [up] = sectionsOf([], { before: guard });
      const [down = nothing] = sectionsOf([], { after: [plan.bookkeeping.forgotten] });
      return steps.flatMap((step) => (up ? [{ step, part: 1, parts: 1, up, down }] : []));
    }
    return work.flatMap((step, index) => stepFiles(plan, step, index === 0 ? guard : []));
  });
}

function stepFiles(plan: Plan, step: WorkStep, before: readonly SqlUnit[]): readonly Draft[] {
  const after = step === plan.steps.at(-1) ? [plan.bookkeeping.done] : [];
  const sections = sectionsOf(unitsOf(step), { before, after });
  const watched = sections.map((section, index) =>
    index === 0 && before.length > 0 ? section : stoppable(plan, section),
  );
  const pairs = pairSections(watched, undoSections(plan, step));
  return pairs.map(({ up, down }, index) => ({ step, part: index + 1, parts: pairs.length, up, down }));
}

/** What must stand alone has no room for the question; the files around it ask. */
const stoppable = (plan: Plan, section: Section): Section =>
  section.transaction ? { ...section, units: [plan.bookkeeping.stop, ...section.units] } : section;

const unitsOf = (step: WorkStep): readonly SqlUnit[] => (step.kind === 'backfill' ? step.inline : step.units);

/** With what the plan's first and last file, and the first of each phase, have to take back in the journal. */
function undoSections(plan: Plan, step: WorkStep): readonly Section[] {
  if (step.kind !== 'check' && !step.rollback.possible) return sectionsOf(step.rollback.units);
  const beginsPhase = plan.steps.find((other) => other.phase === step.phase) === step;
  const before = step === plan.steps.at(-1) ? [plan.bookkeeping.reopened] : [];
  const after = [
    step.undone,
    ...(beginsPhase && step.phase > 0 ? [plan.phases[step.phase]!.closeGate] : []),
    ...(step === plan.steps[0] ? [plan.bookkeeping.forgotten] : []),
  ];
  return sectionsOf(step.kind === 'check' || !step.rollback.possible ? [] : step.rollback.units, { before, after });
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
