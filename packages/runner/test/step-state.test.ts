import { expect, test } from 'vitest';
import { isOvertaken, mustHold, nextStep, stepStates } from '../src/step-state.ts';
import { journalWith } from './journal-literal.ts';
import { ids, planId, renamePlan } from './rename-plan.ts';

const plan = renamePlan();
const at = (id: string): number => plan.steps.findIndex((step) => step.id === id);
const gate = { plan: planId, phase: 1, openedBy: 'ops', openedAt: null, evidence: {} };
const backfill = { plan: planId, step: ids.backfill, cursor: ['5'], rows: 5, done: false };
const phaseOne: Parameters<typeof journalWith>[0] = [
  [ids.expand, 0],
  [ids.backfill, 0],
  [ids.index, 0],
  [ids.index, 1],
  [ids.parity, 0],
];

test.each([
  ['nothing recorded', null, 'pending pending pending pending pending pending', ids.expand],
  ['one of two units', journalWith([[ids.index, 0]]), 'done done partly pending pending pending', ids.index],
  [
    'a backfill half way',
    journalWith([[ids.expand, 0]], { backfills: [backfill] }),
    'done partly pending pending pending pending',
    ids.backfill,
  ],
  ['the first phase', journalWith(phaseOne), 'done done done done pending pending', ids.deploy],
  ['its gate open', journalWith(phaseOne, { gates: [gate] }), 'done done done done done pending', ids.contract],
  ['fresh', journalWith(phaseOne, { fresh: true }), 'done done done done done pending', ids.contract],
  [
    'later steps begun: another runner left units of earlier ones unrecorded',
    journalWith([
      [ids.index, 0],
      [ids.parity, 0],
    ]),
    'done done done done pending pending',
    ids.deploy,
  ],
  [
    'rolled back to the expand',
    journalWith([
      [ids.expand, 0],
      [ids.backfill, 0, 'undone'],
      [ids.index, 0, 'undone'],
      [ids.index, 1, 'undone'],
    ]),
    'done undone undone pending pending pending',
    ids.backfill,
  ],
])('%s', (_, journal, states, next) => {
  expect(stepStates(plan, journal).join(' ')).toBe(states);
  expect(nextStep(plan, stepStates(plan, journal))?.id).toBe(next);
});

test('a checkpoint must hold until the step that the plan names has begun', () => {
  const before = stepStates(plan, journalWith(phaseOne));
  expect(mustHold(plan, before).map((step) => step.id)).toEqual([ids.expand, ids.backfill, ids.index, ids.parity]);
  const after = stepStates(plan, journalWith([...phaseOne, [ids.contract, 0]], { gates: [gate] }));
  expect(isOvertaken(plan, after, at(ids.backfill))).toBe(true);
  expect(isOvertaken(plan, after, at(ids.parity))).toBe(true);
  expect(isOvertaken(plan, after, at(ids.index))).toBe(false);
  expect(isOvertaken(plan, after, at(ids.contract))).toBe(false);
});
