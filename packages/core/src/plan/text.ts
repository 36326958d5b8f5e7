import { countText, oneLine, ranges, width, wrap } from './text-lines.ts';
import { rollbackLines } from './text-rollback.ts';
import { sequenceLines } from './text-sequence.ts';
import type { Plan } from './types.ts';

export { countText, estimateText } from './text-lines.ts';

const limit = 40;

interface Layout {
  /** Lines that one title or request may take. */
  readonly lines: 1 | 2;
  readonly hazards: 'told' | 'named';
}
/** From roomy to tight: the first that fits is taken. */
const layouts: readonly Layout[] = [
  { lines: 2, hazards: 'told' },
  { lines: 1, hazards: 'told' },
  { lines: 1, hazards: 'named' },
];

/**
 * The plan as a person reads it first: at most 40 lines of at most 78 columns. A box, the deployment sequence,
 * rollbacks, hazards, checklist; deploys are always shown, and what does not fit is counted, never cut silently.
 */
export function renderPlanText(plan: Plan): string {
  const rollback = rollbackLines(plan);
  for (const { lines, hazards } of layouts) {
    const sequence = sequenceLines(plan, { lines, asks: 4, room: Number.MAX_SAFE_INTEGER });
    const text = [...box(plan), ...sequence, ...rollback, ...hazardLines(plan, hazards), ...checklist(plan)];
    if (text.length <= limit) return joined(text);
  }
  const tail = [...hazardLines(plan, 'named'), ...checklist(plan)];
  const room = limit - box(plan).length - tail.length;
  // The sequence comes first; of the rollback a blank line, its title and three lines stay.
  const sequence = sequenceLines(plan, { lines: 1, asks: 4, room: room - Math.min(rollback.length, 5) });
  return joined([...box(plan), ...sequence, ...fit(rollback, room - sequence.length), ...tail]);
}

const joined = (lines: readonly string[]): string => `${lines.map((line) => line.trimEnd()).join('\n')}\n`;

function box(plan: Plan): readonly string[] {
  const label = ` Migration: ${oneLine(plan.title, width - 17)} `;
  const major = Math.floor(plan.engine.serverVersion / 10_000);
  const tables = plan.tables.map(
    (t) => `${t.name} ${t.rows === null ? '(size unknown: counts as large)' : `${countText(t.rows)} rows`}`,
  );
  return [
    `┌─${label}${'─'.repeat(Math.max(0, width - 3 - label.length))}┐`,
    boxed(` Steps: ${plan.steps.length} │ Type: ${typeText(plan)} │ ${plan.engine.name} ${major}`),
    boxed(` Plan: ${[plan.id, ...(tables.length > 0 ? [tables.join(', ')] : [])].join(' │ ')}`),
    `└${'─'.repeat(width - 2)}┘`,
  ];
}

/** What is run as written may be anything. */
const typeText = ({ type, operations }: Plan): string =>
  operations.some(({ kind }) => kind === 'unknown') ? `${type} (not all of it is known)` : type;

const boxed = (text: string): string => `│${oneLine(text, width - 3).padEnd(width - 2)}│`;

/** One of each code, told or only named, with how many there are. */
function hazardLines({ hazards, steps }: Plan, how: Layout['hazards']): readonly string[] {
  if (hazards.length === 0) return [];
  const codes = [...new Set(hazards.map(({ code }) => code))].map((code) => {
    const same = hazards.filter((hazard) => hazard.code === code);
    const times = same.length > 1 ? ` (1 of ${same.length})` : '';
    const at = ranges(steps.flatMap(({ id }, i) => (same.some(({ step }) => step === id) ? [i + 1] : [])));
    const where = at === '' ? '' : ` at step ${at}`;
    return {
      name: `${code}${same.length > 1 ? ` ×${same.length}` : ''}${where}`,
      told: `! ${code}${times}${where}: ${same[0]!.message}`,
    };
  });
  if (how === 'named' || codes.length > 4) {
    return ['', ...wrap(`! Hazards, in full in plan.json: ${codes.map(({ name }) => name).join(', ')}`, '  ', 2)];
  }
  return ['', ...codes.flatMap(({ told }) => wrap(told, '  ', 3))];
}

function checklist({ steps }: Plan): readonly string[] {
  const alone = steps.flatMap((step, i) => {
    const units = step.kind === 'sql' ? step.units : step.kind === 'backfill' ? step.inline : [];
    return units.some((unit) => unit.run === 'alone') ? [String(i + 1)] : [];
  });
  return [
    '',
    '[ ] backup verified and restored once   [ ] tried on production-sized data',
    '[ ] not at peak   [ ] connection slots free',
    ...(alone.length > 0 ? wrap(`[ ] run outside a transaction: steps ${alone.join(', ')}`, '    ', 2) : []),
  ];
}

function fit(lines: readonly string[], room: number): readonly string[] {
  if (lines.length <= room) return lines;
  const rest = lines.length - room + 1;
  return [...lines.slice(0, room - 1), `  … ${rest} more lines on rollback in plan.json`];
}
