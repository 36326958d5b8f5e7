import { expect, test } from 'vitest';
import { errorCodes, FluxError } from '../src/index.ts';

test.each(Object.entries(errorCodes))('%s has a meaning and an exit code', (code, { exit, meaning }) => {
  expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
  expect([1, 2, 3, 130]).toContain(exit);
  expect(meaning).toMatch(/^[A-Z].{20,}\.$/);
});

test('meanings differ', () => {
  const meanings = Object.values(errorCodes).map(({ meaning }) => meaning);
  expect(new Set(meanings).size).toBe(meanings.length);
});

test('an error carries code, message, remedy, facts and cause', () => {
  const cause = new Error('native');
  const error = new FluxError('DATABASE', 'It failed.', 'Try again.', { table: 'users' }, cause);
  expect(error).toBeInstanceOf(Error);
  expect({ ...error, message: error.message, cause: error.cause }).toEqual({
    name: 'FluxError',
    code: 'DATABASE',
    message: 'It failed.',
    remedy: 'Try again.',
    data: { table: 'users' },
    cause,
  });
  expect('cause' in new FluxError('DATABASE', '', '')).toBe(false);
});
