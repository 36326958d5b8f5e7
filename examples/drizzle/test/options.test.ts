import { expect, test } from 'vitest';
import { parseOptions } from '../demo/options.ts';

test('defaults', () => {
  expect(parseOptions([])).toEqual({ rows: 500_000, rate: 150, json: false, help: false });
});

test.each([['--rows', '0'], ['--rows', '1e6'], ['--rows', 'many'], ['--rate', '0'], ['--colour'], ['extra']])(
  'refuses %s %s',
  (...args) => {
    expect(() => parseOptions(args)).toThrow(TypeError);
  },
);
