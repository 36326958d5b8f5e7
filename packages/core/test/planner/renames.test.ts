import { describe, expect, test } from 'vitest';
import type { Action, Column } from '../../src/index.ts';
import { column, users } from '../sample-schema.ts';
import { planOf } from './plans.ts';

const renames = [{ table: 'users', from: 'name', to: 'label' }];
const dropAndAdd = (added: Column): readonly (readonly Action[])[] => [
  [{ kind: 'dropColumn', table: users, column: 'name', recover: null }],
  [{ kind: 'addColumn', table: users, column: added }],
];
const same = column('label', 'text', { nullable: false, default: `'anon'::text` });

describe('a rename by DROP + ADD', () => {
  test('is a rename where nothing else changes', () => {
    const plan = planOf(dropAndAdd(same), { renames });
    expect(plan.operations.map((o) => o.kind)).toEqual(['renameColumn']);
    expect(plan.hazards.map((h) => h.code)).toEqual(['COLUMN_ORDER']);
  });

  test.each<[string, Column, string]>([
    ['another type', { ...same, type: 'bigint' }, 'type text → bigint'],
    ['NULL', { ...same, nullable: true }, 'allows NULL'],
    ['no default', { ...same, default: null }, 'no default'],
    ['two at once', { ...same, type: 'bigint', nullable: true }, 'type text → bigint, allows NULL'],
  ])('that hides %s is refused: it would be lost', (_, added, message) => {
    expect(() => planOf(dropAndAdd(added), { renames })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_CHANGE', message: expect.stringContaining(message) as string }),
    );
  });

  test('with a default that is written otherwise is a hazard: core does not compare expressions', () => {
    const { hazards } = planOf(dropAndAdd({ ...same, default: `'anon'` }), { renames });
    expect(hazards[0]).toMatchObject({ code: 'RENAME_KEEPS_DEFAULT' });
  });
});
