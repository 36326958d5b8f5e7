import { expect, test } from 'vitest';
import { leaseText } from '../src/index.ts';

test.each([
  [4_900, 'ops (process 7) is at work'],
  [14_999, 'ops (process 7) is at work'],
  [45_600, 'ops (process 7): last seen 46 s ago, not running'],
])('after %d ms of silence: %s', (heartbeatAgeMs, text) => {
  expect(leaseText({ holder: 'ops (process 7)', heartbeatAgeMs })).toBe(text);
});
