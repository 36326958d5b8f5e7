import { beforeAll, describe, expect, test } from 'vitest';
import { bookkeeping, check, refusal, undone } from '../../src/dialect/bookkeeping.ts';
import { loadParser, parseTree } from '../../src/dialect/parse-source.ts';

const hostile = `it's "to be" $flux$ mended \\ %s`;
const context = { plan: 'p', step: '04-check', unit: 0 };

beforeAll(loadParser);

describe('what a user or a name says cannot break out of a block', () => {
  test.each([
    ['a check', check({ what: hostile, query: `SELECT ${"'"}x${"'"}`, expect: hostile }, hostile, context)[0]!],
    ['a refusal', refusal('05-drop', hostile)],
    ['the stop', bookkeeping('p', hostile).stop],
    ['undone', undone({ ...context, step: hostile }, 2)],
  ])('%s is one statement', (_, unit) => {
    expect(parseTree(unit.sql)).toHaveLength(1);
    expect(unit.run).toBe('plain');
  });
});
