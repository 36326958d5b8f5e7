import type { SqlUnit, UnitRecord } from '@flux/core';

/**
 * Positions of the units still to run. An `alone` unit that did not finish may have left something half-built, which the
 * units right before it clear away: they run again with it, whatever the journal says. Every unit is safe to run again.
 */
export function unitsToRun(units: readonly SqlUnit[], records: readonly UnitRecord[]): readonly number[] {
  const done = new Set(records.filter((record) => record.state === 'done').map((record) => record.unit));
  const first = units.findIndex((_, index) => !done.has(index));
  if (first === -1) return [];
  let from = first;
  if (units[first]!.run === 'alone') while (from > 0 && units[from - 1]!.run !== 'alone') from -= 1;
  return units.map((_, index) => index).slice(from);
}
