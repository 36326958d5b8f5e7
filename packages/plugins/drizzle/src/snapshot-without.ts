import { FluxError } from '@flux/core';
import { firstSnapshotParent } from './journal.ts';
import type { DrizzleSnapshot } from './migrations-folder.ts';

type Json = Record<string, unknown>;

/**
 * The newest snapshot with one change taken out: what `after` changed against `before` is set back, what came later stays.
 * @throws FluxError UNSUPPORTED_CHANGE when a later migration changed the same object
 */
export function snapshotWithout(
  before: DrizzleSnapshot | undefined,
  after: DrizzleSnapshot,
  latest: DrizzleSnapshot,
): DrizzleSnapshot {
  const start = before ?? { id: firstSnapshotParent, prevId: '' };
  const result: Json = { ...latest };
  for (const section of Object.keys({ ...start, ...after, ...latest })) {
    if (['id', 'prevId', 'version', 'dialect', '_meta'].includes(section)) continue;
    if (isObject(latest[section]))
      result[section] = setBack(section, part(start, section), part(after, section), part(latest, section));
  }
  return result as unknown as DrizzleSnapshot;
}

/** Object by object: a table, an enum, a sequence. */
function setBack(section: string, before: Json, after: Json, latest: Json): Json {
  const result = { ...latest };
  for (const name of Object.keys({ ...before, ...after })) {
    if (same(before[name], after[name])) continue;
    if (!same(after[name], latest[name])) {
      throw new FluxError(
        'UNSUPPORTED_CHANGE',
        `A later migration changed ${name} (${section}) again: taking the plan back would take that back too.`,
        'Take the later migration back first.',
        { section, name },
      );
    }
    if (before[name] === undefined) delete result[name];
    else result[name] = before[name];
  }
  return result;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const part = (snapshot: Json, section: string): Json => {
  const value = snapshot[section];
  return isObject(value) ? value : {};
};
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
