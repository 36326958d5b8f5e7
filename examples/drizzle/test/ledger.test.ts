import { expect, test } from 'vitest';
import { Ledger, explains } from '../demo/ledger.ts';
import type { Write } from '../demo/ledger.ts';

const write = (over: Partial<Write> = {}): Write => ({
  writer: 'before',
  n: 5,
  field: 'name',
  id: 1,
  value: 'Ada before-5',
  startedAt: 1000,
  acknowledgedAt: 1010,
  ...over,
});
const byAfter = (over: Partial<Write>): Ledger => {
  const ledger = new Ledger();
  ledger.record(write({ writer: 'after', n: 3, value: 'Joan after-3', ...over }));
  return ledger;
};

const cases: readonly [
  title: string,
  seen: string | number | null,
  expected: Write,
  other: Ledger,
  explained: boolean,
][] = [
  ['the value itself', 'Ada before-5', write(), new Ledger(), true],
  ['a later value of the same writer', 'Ada before-9', write(), new Ledger(), true],
  ['an earlier value of the same writer', 'Ada before-4', write(), new Ledger(), false],
  ['what stood there at first', 'User 1', write(), new Ledger(), false],
  ['nothing', null, write(), new Ledger(), false],
  ["the peer's value, written over it", 'Joan after-3', write(), byAfter({ acknowledgedAt: 1020 }), true],
  ["the peer's value that it had overwritten", 'Joan after-3', write(), byAfter({ acknowledgedAt: 900 }), false],
  ["a peer's value not acknowledged yet", 'Joan after-4', write(), byAfter({ acknowledgedAt: 900 }), true],
  ['an empty address, filled', 'user-1@unknown.invalid', write({ field: 'email', value: null }), new Ledger(), true],
  [
    "an empty address, another user's fill",
    'user-2@unknown.invalid',
    write({ field: 'email', value: null }),
    new Ledger(),
    false,
  ],
  ['another amount', 7, write({ field: 'amount', value: 8 }), new Ledger(), false],
];

test.each(cases)('%s', (_, seen, expected, other, explained) => {
  expect(explains(seen, expected, other)).toBe(explained);
});

test('the ledger keeps the last write of each value', () => {
  const ledger = new Ledger();
  ledger.record(write({ n: 7 }));
  ledger.record(write({ n: 6 }));
  ledger.record(write({ n: 8, field: 'email' }));
  expect(ledger.last('name', 1)?.n).toBe(7);
  expect(ledger.all()).toHaveLength(2);
  ledger.forget('name', 1);
  expect(ledger.last('name', 1)).toBeUndefined();
});
