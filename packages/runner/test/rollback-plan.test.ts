import { FluxError } from '@flux/core';
import { expect, test } from 'vitest';
import { costsNotAccepted, planRollback } from '../src/rollback-plan.ts';
import { journalWith } from './journal-literal.ts';
import { ids, planId, renamePlan } from './rename-plan.ts';

const gate = { plan: planId, phase: 1, openedBy: 'x', openedAt: null, evidence: {} };
const phaseOne: Parameters<typeof journalWith>[0] = [
  [ids.expand, 0],
  [ids.backfill, 0],
  [ids.index, 0],
  [ids.index, 1],
  [ids.parity, 0],
];
const all = journalWith([...phaseOne, [ids.contract, 0], [ids.contract, 1]], { gates: [gate] });

test('undoes what was begun after the named step, last first', () => {
  expect(planRollback(renamePlan(), all, ids.index).steps.map((step) => step.id)).toEqual([
    ids.contract,
    ids.deploy,
    ids.parity,
  ]);
  expect(planRollback(renamePlan(), journalWith([[ids.expand, 0]]), 'start').steps.map((s) => s.id)).toEqual([
    ids.expand,
  ]);
  expect(planRollback(renamePlan(), journalWith([]), 'start').steps).toEqual([]);
});

test('says what it costs, and whether it is too late for it to be free', () => {
  const early = planRollback(renamePlan(), journalWith(phaseOne.slice(0, 3)), 'start');
  expect(early.costs).toEqual([{ step: ids.expand, safeUntil: 'new', loses: null, tooLate: false }]);
  const late = planRollback(renamePlan(), journalWith(phaseOne), 'start');
  expect(late.costs).toMatchObject([{ step: ids.expand, tooLate: true }]);
});

test('refuses past a step that cannot be undone, and names how far back it can go', () => {
  const plan = renamePlan({ irreversible: true });
  expect(() => planRollback(plan, all, ids.index)).toThrow(FluxError);
  expect(() => planRollback(plan, all, ids.index)).toThrow(/06-contract cannot be rolled back: the values of name/);
  expect(planRollback(plan, all, ids.contract).steps).toEqual([]);
});

test('an unknown step is a usage error that lists the steps', () => {
  expect(() => planRollback(renamePlan(), all, 'nope')).toThrow(/no step nope/);
});

test('a price that is no loss is not called one', () => {
  const cost = { step: ids.expand, safeUntil: 'new', tooLate: true } as const;
  const refusal = (loses: string | null) =>
    costsNotAccepted(renamePlan(), 'start', [{ ...cost, loses }], undefined).message;
  expect(refusal(null)).toMatch(/^Undoing loses nothing, but a release that may be out must be withdrawn first:\n/);
  expect(refusal('names')).toMatch(/^Undoing loses something:\n/);
});
