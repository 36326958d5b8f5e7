import type { Action } from '../actions/types.ts';
import { ranges, wrap } from './text-lines.ts';
import type { Plan, Rollback, Step } from './types.ts';

/** Until when each step can be undone, and what that costs; steps of which the same holds stand together. */
export function rollbackLines({ steps, pointOfNoReturn }: Plan): readonly string[] {
  const groups = new Map<string, number[]>();
  for (const [i, step] of steps.entries()) {
    if (step.kind !== 'sql' && step.kind !== 'backfill') continue;
    const words = rollbackWords(step.rollback, rebuiltFrom(step.actions));
    groups.set(words, [...(groups.get(words) ?? []), i + 1]);
  }
  const last = steps.findIndex((step) => step.id === pointOfNoReturn) + 1;
  const column = Math.min(20, Math.max(0, ...[...groups.values()].map((numbers) => ranges(numbers).length)));
  return [
    '',
    `Rollback, last step first${last === 0 ? '' : `; ${lastText(last, steps[last - 1])}`}`,
    ...[...groups].flatMap(([words, numbers]) =>
      wrap(`  ${ranges(numbers).padEnd(column)}  ${words}`, ' '.repeat(column + 4), 2),
    ),
  ];
}

/** What is rebuilt comes back, but not at once: only where nothing brings it back is there no return. */
function lastText(number: number, step: Step | undefined): string {
  const rebuilds = step?.kind === 'sql' && step.rollback.possible && rebuiltFrom(step.actions) !== '';
  if (rebuilds) return `▲ ${number} ends the instant way back, after it: rebuild`;
  return `the point of no return is step ${number} ▲`;
}

/** Where the values of a dropped column come back from. */
function rebuiltFrom(actions: readonly Action[]): string {
  const drop = actions.find((action) => action.kind === 'dropColumn');
  if (drop?.kind !== 'dropColumn' || drop.recover === null) return '';
  return drop.recover.from === 'archive' ? ' from the archive' : ', rebuilt from the new form';
}

function rollbackWords(rollback: Rollback, rebuilt: string): string {
  if (!rollback.possible) return `cannot be undone: ${rollback.reason}`;
  const { safeUntil, loses } = rollback;
  if (safeUntil === null) return `at any time${rebuilt}, loses ${loses ?? 'nothing'}`;
  return loses === null
    ? `loses nothing; once the ${safeUntil} release is out, withdraw it first`
    : `loses nothing until the ${safeUntil} release is out, then loses ${loses}`;
}
