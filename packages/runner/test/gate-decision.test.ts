import { expect, test } from 'vitest';
import type { Measurement } from '../src/checkpoint.ts';
import { decideGate } from '../src/gate-decision.ts';
import type { GateFacts } from '../src/gate-decision.ts';
import { deployBefore } from '../src/gate-facts.ts';
import { journalWith } from './journal-literal.ts';
import { ids, planId, renamePlan } from './rename-plan.ts';

const plan = renamePlan();
const units: Parameters<typeof journalWith>[0] = [
  [ids.expand, 0],
  [ids.backfill, 0],
  [ids.index, 0],
  [ids.index, 1],
  [ids.parity, 0, 'done', 10],
];
const measured = (step: string, holds: boolean): Measurement => ({
  step,
  what: 'rows left',
  expect: '0',
  got: holds ? '0' : '7',
  holds,
  error: null,
});
const minute = 60_000;
const facts = (over: Partial<GateFacts> = {}): GateFacts => ({
  plan,
  deploy: deployBefore(plan, 1),
  journal: journalWith(units),
  measurements: [measured(ids.backfill, true)],
  evidence: [{ what: 'writes', lastSeen: '2026-11-20T10:20:00.000Z', error: null }],
  now: '2026-11-20T11:00:00.000Z',
  quietWindowMs: 30 * minute,
  confirm: undefined,
  ...over,
});

const before = deployBefore(plan, 1);
const withUnwatched = { ...before, gate: { ...before.gate, unwatched: ['No longer names users.legacy.'] } };

test.each([
  ['quiet for longer than the window', facts(), 'evidence'],
  [
    'never seen, watched for long enough',
    facts({ evidence: [{ what: 'w', lastSeen: null, error: null }] }),
    'evidence',
  ],
  ['writes seen, but confirmed', facts({ quietWindowMs: 60 * minute, confirm: 'pods are gone' }), 'confirmed'],
  ['not watched, confirmed', facts({ deploy: withUnwatched, confirm: 'pods are gone' }), 'confirmed'],
  ['no evidence, confirmed', facts({ evidence: [], confirm: 'pods are gone' }), 'confirmed'],
  ['fresh', facts({ journal: journalWith(units, { fresh: true }), evidence: [] }), 'fresh'],
  [
    'open before',
    facts({
      journal: journalWith(units, {
        gates: [{ plan: planId, phase: 1, openedBy: 'x', openedAt: null, evidence: {} }],
      }),
      measurements: [measured(ids.backfill, false)],
    }),
    'already',
  ],
])('opens: %s', (_, given, how) => {
  expect(decideGate(given)).toEqual({ open: true, how });
});

test.each([
  ['not begun', facts({ journal: null }), ['notBegun'], false],
  ['paused', facts({ journal: journalWith(units, { state: 'paused' }) }), ['stopped'], false],
  ['a step is missing', facts({ journal: journalWith(units.slice(0, 4)), confirm: 'yes' }), ['stepNotDone'], false],
  [
    'rows are left, whatever is confirmed',
    facts({ measurements: [measured(ids.backfill, false)], confirm: 'yes' }),
    ['checkpoint'],
    false,
  ],
  ['writes inside the window', facts({ quietWindowMs: 41 * minute }), ['writesSeen'], true],
  [
    'never seen, but watched for 50 minutes only',
    facts({ quietWindowMs: 51 * minute, evidence: [{ what: 'w', lastSeen: null, error: null }] }),
    ['watchedTooShort'],
    true,
  ],
  ['no evidence', facts({ evidence: [] }), ['noEvidence'], true],
  ['one operation is quiet, another one is not watched', facts({ deploy: withUnwatched }), ['noEvidence'], true],
  [
    'evidence unreadable',
    facts({ evidence: [{ what: 'w', lastSeen: null, error: 'no rights' }] }),
    ['noEvidence'],
    true,
  ],
  ['an empty confirmation is none', facts({ evidence: [], confirm: '  ' }), ['noEvidence'], true],
])('stays closed: %s', (_, given, reasons, confirmable) => {
  const decision = decideGate(given);
  if (decision.open) throw new Error('opened');
  expect(decision.reasons.map((reason) => reason.kind)).toEqual(reasons);
  expect(decision.confirmable).toBe(confirmable);
});

test('says for how long the old release must still be quiet', () => {
  const decision = decideGate(facts({ quietWindowMs: 41 * minute }));
  expect(decision).toMatchObject({ reasons: [{ kind: 'writesSeen', quietInMs: minute }] });
});

test('a step whose last unit another tool did not record counts when its checkpoint holds', () => {
  const journal = journalWith(units.slice(0, 3));
  const upToIndex = { ...plan, steps: plan.steps.filter((step) => step.id !== ids.parity) };
  const given = facts({ plan: upToIndex, deploy: deployBefore(upToIndex, 1), journal });
  expect(decideGate(given)).toMatchObject({ open: false, reasons: [{ kind: 'stepNotDone', step: ids.index }] });
  expect(decideGate({ ...given, measurements: [measured(ids.index, true)] })).toEqual({ open: true, how: 'evidence' });
});
