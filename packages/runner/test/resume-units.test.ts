import type { SqlUnit } from '@flux/core';
import { expect, test } from 'vitest';
import { unitsToRun } from '../src/resume-units.ts';
import { journalWith } from './journal-literal.ts';

const units = (modes: string): readonly SqlUnit[] =>
  [...modes].map((mode) => ({ sql: '', run: mode === 'g' ? 'guarded' : mode === 'p' ? 'plain' : 'alone' }));

test.each([
  ['gg', [], [0, 1]],
  ['gg', [0], [1]],
  ['gg', [0, 1], []],
  ['pap', [0], [0, 1, 2]],
  ['pap', [0, 1], [2]],
  ['apap', [0, 1], [1, 2, 3]],
  ['gpap', [0, 1], [0, 1, 2, 3]],
  ['a', [], [0]],
] as const)('units %s with %j done: run %j', (modes, done, expected) => {
  const { units: records } = journalWith(done.map((unit) => ['s', unit] as const));
  expect(unitsToRun(units(modes), records)).toEqual(expected);
});
