import { expect, it } from 'vitest';
import type { GateReason } from '../../src/gate-decision.ts';
import { gateReasonText } from '../../src/words/gate-reason.ts';

const commands = { run: 'tool run', resume: 'tool run --resume' };
const measured = { step: '02-copy', what: 'rows that differ', expect: '0', got: '3', holds: false, error: null };
const cases: readonly (readonly [GateReason, string])[] = [
  [{ kind: 'notBegun' }, 'the plan has not begun here: tool run'],
  [{ kind: 'stopped', state: 'paused' }, 'the plan is paused here: tool run --resume'],
  [{ kind: 'earlierGate', phase: 1, step: '04-deploy-new' }, 'the gate 04-deploy-new comes first'],
  [{ kind: 'stepNotDone', step: '02-copy', state: 'pending' }, 'step 02-copy is pending: tool run'],
  [{ kind: 'checkpoint', measured }, 'step 02-copy is not proven: rows that differ: expected 0, found 3'],
  [
    { kind: 'watchedTooShort', what: 'old writes', quietInMs: 5_400_000 },
    'old writes: none seen, but watched too short; long enough in 1.5 h',
  ],
  [{ kind: 'noEvidence', what: 'old writes', error: 'no right' }, 'old writes: could not be measured: no right'],
  [{ kind: 'noEvidence', what: null, error: null }, 'nothing in the database can show that the old release is gone'],
];

it.each(cases)('%j', (reason, text) => expect(gateReasonText(reason, commands)).toBe(text));
