import { estimateText, oneLine, width, wrap } from './text-lines.ts';
import type { DeployStep, Lock, Plan, Step } from './types.ts';

export interface SequenceRoom {
  /** Lines that one title or request may take. */
  readonly lines: 1 | 2;
  /** Requests to the application shown per deploy. */
  readonly asks: number;
  /** Lines of the whole sequence. */
  readonly room: number;
}

/** The steps of one phase and the deploy that closes it. */
interface Section {
  readonly rows: readonly (readonly string[])[];
  readonly deploy: readonly string[];
  readonly estimates: readonly { readonly lowMs: number; readonly highMs: number }[];
}

const titleWidth = 40;
const estimateWidth = 10;

/** The deployment sequence: every deploy is in it, steps of phases that are too long are counted. */
export function sequenceLines(plan: Plan, { lines, asks, room }: SequenceRoom): readonly string[] {
  const calibrated = plan.steps.every((step) => step.kind === 'deploy' || step.estimate.calibrated);
  const title = calibrated ? 'Deployment sequence' : 'Deployment sequence (estimates uncalibrated)';
  const head = `${title.padEnd(4 + titleWidth)} ${'estimate'.padEnd(estimateWidth)} lock`;
  const sections = sectionsOf(plan, lines, asks);
  const deploys = sections.reduce((total, { deploy }) => total + deploy.length, 0);
  const least = sections.reduce((total, { rows }) => total + Math.min(rows.length, 4), 0);
  // Fewer words of each deploy before fewer steps, as long as some of every phase can be seen.
  if (asks > 0 && 1 + deploys + least > room) return sequenceLines(plan, { lines, asks: asks - 1, room });
  const shown = room === Number.MAX_SAFE_INTEGER ? sections : shrink(sections, room - 1 - deploys);
  return [head, ...shown.flatMap(({ rows, deploy }) => [...rows.flat(), ...deploy])];
}

function sectionsOf({ steps, pointOfNoReturn }: Plan, lines: 1 | 2, asks: number): readonly Section[] {
  const phases = Math.max(0, ...steps.map((step) => step.phase)) + 1;
  return Array.from({ length: phases }, (_, phase): Section => {
    const own = steps.map((step, i) => ({ step, number: i + 1 })).filter(({ step }) => step.phase === phase);
    return {
      rows: own.flatMap(({ step, number }) =>
        step.kind === 'deploy' ? [] : [stepLines(step, number, step.id === pointOfNoReturn, lines)],
      ),
      deploy: own.flatMap(({ step, number }) => (step.kind === 'deploy' ? deployLines(step, number, lines, asks) : [])),
      estimates: own.flatMap(({ step }) => (step.kind === 'deploy' ? [] : [step.estimate])),
    };
  });
}

function stepLines(step: Exclude<Step, DeployStep>, number: number, last: boolean, lines: 1 | 2): readonly string[] {
  const [title = '', ...more] = wrap(step.title, '  ', lines, titleWidth);
  const estimate = (isUnknown(step) ? 'not known' : estimateText(step.estimate)).padEnd(estimateWidth);
  return [
    `${numbered(number)}${last ? '▲' : ' '}${title.padEnd(titleWidth)} ${estimate} ${lockText(step)}`,
    ...more.map((line) => `    ${line}`),
  ];
}

const numbered = (n: number): string => `${String(n).padStart(2)}.`;

function deployLines(step: DeployStep, number: number, lines: 1 | 2, asks: number): readonly string[] {
  const { release, application, gate } = step;
  const shown = application.slice(0, application.length > asks ? Math.max(0, asks - 1) : asks);
  const rest = application.length - shown.length;
  return [
    `${numbered(number)} ══ DEPLOY the ${release} release ${'═'.repeat(width)}`.slice(0, width),
    ...shown.flatMap((text) => wrap(`     · ${text}`, '       ', lines)),
    ...(rest > 0 && asks > 0 ? [`     · ${shown.length > 0 ? 'and ' : ''}${rest} more in plan.json`] : []),
    oneLine(`     go on when ${gate.gone} is gone`, width),
  ];
}

/** Takes lines from the longest phases first, out of their middle. */
function shrink(sections: readonly Section[], room: number): readonly Section[] {
  const sizes = sections.map(({ rows }) => rows.length);
  while (sizes.reduce((a, b) => a + b, 0) > room && Math.max(...sizes) > 1) {
    sizes[sizes.indexOf(Math.max(...sizes))]! -= 1;
  }
  return sections.map((section, i) => {
    const { rows, estimates } = section;
    const size = sizes[i]!;
    if (rows.length <= size) return section;
    const before = Math.ceil((size - 1) / 2);
    const after = rows.length - (size - 1 - before);
    const hidden = estimates.slice(before, after);
    const sum = (of: 'lowMs' | 'highMs'): number => hidden.reduce((total, e) => total + e[of], 0);
    const mark = rows.slice(before, after).some(([line]) => line?.includes('.▲') === true) ? '▲' : ' ';
    const title = `… ${hidden.length} more steps, in plan.json`.padEnd(titleWidth);
    const note = `   ${mark}${title} ${estimateText({ lowMs: sum('lowMs'), highMs: sum('highMs') })}`;
    return { ...section, rows: [...rows.slice(0, before), [note], ...rows.slice(after)] };
  });
}

/** What Flux does not know it does not estimate. */
const isUnknown = (step: Step): boolean =>
  step.kind === 'sql' && step.actions.some((action) => action.kind === 'verbatim');

function lockText(step: Exclude<Step, DeployStep>): string {
  if (step.kind === 'check') return 'reads only';
  if (isUnknown(step)) return 'not known';
  const byForce = (['reads and writes', 'writes', 'schema changes'] as const).map((blocks) =>
    step.locks.find((lock) => lock.blocks === blocks),
  );
  const strongest = byForce.find((lock) => lock !== undefined);
  if (strongest === undefined) return 'blocks nothing';
  return `${shortMode(strongest)}${strongest.waitBoundMs === null ? '' : ` ≤${strongest.waitBoundMs}ms`}`;
}

const shortMode = ({ mode, waitBoundMs }: Lock): string =>
  oneLine(mode.replace(/Lock$/, ''), waitBoundMs === null ? 22 : 15);
