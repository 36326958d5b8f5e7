import type { JournalState, UnitRecord } from '@flux/core';
import { planId } from './rename-plan.ts';

/** A journal with these units done; times are the minute's number within an hour. */
export function journalWith(
  units: readonly (readonly [step: string, unit: number, state?: UnitRecord['state'], minute?: number])[],
  rest: Partial<JournalState> = {},
): JournalState {
  return {
    plan: planId,
    fingerprint: 'f0',
    tables: [],
    fresh: false,
    state: 'active',
    startedAt: '2026-11-20T10:00:00.000Z',
    units: units.map(([step, unit, state = 'done', minute = 0]) => ({
      plan: planId,
      step,
      unit,
      state,
      actor: 'test',
      finishedAt: `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`,
    })),
    gates: [],
    backfills: [],
    ...rest,
  };
}
