import type { JournalState } from '@flux/core';
import { expect, test } from 'vitest';
import { nextCommand } from '../src/next-command.ts';
import { journalWith } from './journal-literal.ts';
import { ids, renamePlan } from './rename-plan.ts';

const plan = renamePlan();
const step = (id: string) => plan.steps.find((candidate) => candidate.id === id);
const record: JournalState = journalWith([]);
const wrong = { step: ids.index, what: 'index', expect: '1', got: '0', holds: false, error: null };
const base = { record, halfUndone: undefined, disagreements: [], gate: null };

test.each([
  ['not begun', { ...base, record: null, step: step(ids.expand) }, { kind: 'migrate', step: ids.expand, phase: 0 }],
  ['in the middle', { ...base, step: step(ids.index) }, { kind: 'migrate', step: ids.index, phase: 0 }],
  ['paused', { ...base, record: journalWith([], { state: 'paused' }), step: step(ids.index) }, { kind: 'resume' }],
  ['a rollback was cut off', { ...base, halfUndone: step(ids.index), step: undefined }, { kind: 'rollback' }],
  ['the index was dropped', { ...base, disagreements: [wrong], step: step(ids.deploy) }, { kind: 'repair' }],
  [
    'old writes seen',
    {
      ...base,
      step: step(ids.deploy),
      gate: { open: false, reasons: [{ kind: 'noEvidence', what: null, error: null }], confirmable: true },
    },
    { kind: 'deploy', release: 'new', phase: 1, gone: 'the release that writes name' },
  ],
  [
    'rows left before the gate',
    {
      ...base,
      step: step(ids.deploy),
      gate: { open: false, reasons: [{ kind: 'checkpoint', measured: wrong }], confirmable: false },
    },
    { kind: 'repair', step: ids.index, why: 'index: expected 1, found 0' },
  ],
  [
    'quiet',
    { ...base, step: step(ids.deploy), gate: { open: true, how: 'evidence' } },
    { kind: 'release', step: ids.deploy, phase: 1 },
  ],
  ['through', { ...base, step: undefined }, { kind: 'done' }],
] as const)('%s', (_, facts, expected) => {
  expect(nextCommand(facts)).toMatchObject(expected);
});
