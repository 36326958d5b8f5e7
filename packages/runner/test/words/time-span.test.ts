import { expect, it } from 'vitest';
import { readSpan, spanText } from '../../src/words/time-span.ts';

it.each([
  ['24h', 86_400_000],
  ['30m', 1_800_000],
  ['90s', 90_000],
  ['7d', 604_800_000],
  ['0', 0],
  ['5', undefined],
  ['soon', undefined],
  ['-1h', undefined],
] as const)('%s is read as %s ms', (text, ms) => expect(readSpan(text)).toBe(ms));

it.each([
  [1, '1 s'],
  [89_001, '90 s'],
  [90_000, '2 min'],
  [5_400_000, '1.5 h'],
] as const)('%i ms: %s', (ms, text) => expect(spanText(ms)).toBe(text));
