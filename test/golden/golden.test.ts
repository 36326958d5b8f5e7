import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { goldenCases } from './cases.ts';
import { committedSnapshot, file, planOf, renderGolden, updating } from './golden-plan.ts';

test.each(goldenCases.map((one) => [one.name, one] as const))('%s', async (name, one) => {
  const rendered = renderGolden(one, await planOf(one, committedSnapshot()));
  const path = file('plans', `${name}.sql`);
  if (updating) writeFileSync(path, rendered);
  expect(existsSync(path), 'UPDATE_GOLDEN=1 writes it').toBe(true);
  expect(rendered).toBe(readFileSync(path, 'utf8'));
});

test('every file has a case', () => {
  expect(readdirSync(file('plans')).toSorted()).toEqual(goldenCases.map(({ name }) => `${name}.sql`).toSorted());
});
