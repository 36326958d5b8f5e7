import { expect, test } from 'vitest';
import { createPlan } from '../../src/index.ts';
import type { ParsedStatement } from '../../src/index.ts';
import { shop } from '../sample-schema.ts';
import { statement, testDialect } from '../test-dialect.ts';

const planOf = (place: NonNullable<ParsedStatement['place']>, dialect = testDialect()) =>
  createPlan({
    id: 'p',
    createdAt: '2026-11-20T00:00:00Z',
    statements: [statement('DO IT', null, { place })],
    snapshot: shop(),
    dialect,
    answers: { renames: [], fills: {}, dualWrite: 'trigger' },
    releaseCommand: 'flux release p',
  });
const index = (name: string) => ({ phase: 'expand', unlessUnique: [{ schema: 'public', name }] }) as const;

test.each([
  ['what both versions live with', { phase: 'expand' }, 'safe'],
  ['what the old version may use', { phase: 'contract' }, 'expand-contract'],
  ['an index', index('users_adult_idx'), 'safe'],
  ['a unique index', index('users_code_key'), 'expand-contract'],
  ['an index that is not known', index('unheard_of'), 'expand-contract'],
] as const)('%s', (_name, place, type) => {
  expect(planOf(place).type).toBe(type);
});

test('what fits neither version says which one fails, and the safe way', () => {
  const plan = planOf({ phase: 'neither', instead: 'Make a view.' });
  expect(plan.type).toBe('expand-contract');
  expect(plan.hazards.find(({ code }) => code === 'NEITHER_VERSION')).toMatchObject({
    message: expect.stringContaining('the new version fails') as string,
    advice: 'Make a view.',
  });
});

test('what runs outside any transaction may run twice: said only where it does', () => {
  const alone = testDialect({ compile: () => [{ run: 'alone', sql: 'DO IT' }] });
  const codes = (dialect = testDialect()) => planOf({ phase: 'expand' }, dialect).hazards.map(({ code }) => code);
  expect(codes(alone)).toContain('RUNS_ALONE');
  expect(codes()).not.toContain('RUNS_ALONE');
});
