import { expect, test } from 'vitest';
import { percentile, summarise } from '../demo/summary.ts';

const counters = { lostWrites: 0, crossReads: 0, startedAt: 0, stoppedAt: 1 };
const failed = (error: string) => ({ t: 0, ms: 5, ok: false, kind: 'rename', error });

test('a summary counts failures by error, most frequent first', () => {
  const samples = [{ t: 0, ms: 2, ok: true, kind: 'rename' }, failed('42703 a'), failed('23502 b'), failed('23502 b')];
  expect(summarise('before', samples, counters)).toMatchObject({
    requests: 4,
    failed: 3,
    failures: [
      { error: '23502 b', count: 2 },
      { error: '42703 a', count: 1 },
    ],
    longestWaitMs: 5,
  });
});

test('no traffic has no waits', () => {
  expect(summarise('after', [], counters)).toMatchObject({ requests: 0, longestWaitMs: 0, p99Ms: 0 });
});

test('a percentile is one of the values', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  expect(percentile(hundred, 0.99)).toBe(99);
  expect(percentile(hundred, 0.5)).toBe(50);
  expect(percentile([7], 0.99)).toBe(7);
});
