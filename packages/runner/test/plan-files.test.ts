import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FluxError } from '@flux/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findPlans, parsePlan, readPlan, writePlan } from '../src/plan-files.ts';
import { renamePlan } from './rename-plan.ts';

/** JSON to break at will. */
// oxlint-disable-next-line typescript/no-explicit-any
type Loose = any;

let directory: string;
beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), 'flux-plans-'))));
afterEach(() => rm(directory, { recursive: true }));

const broken = (edit: (plan: Loose) => void): string => {
  const plan = JSON.parse(JSON.stringify(renamePlan()));
  edit(plan);
  return JSON.stringify(plan);
};
const error = (work: () => unknown): FluxError => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof FluxError) return thrown;
  }
  throw new Error('no FluxError');
};

test('writes a plan with its text and finds it again, leaving nothing else behind', async () => {
  const plan = renamePlan();
  const paths = await writePlan(directory, plan, () => 'the plan');
  expect(await readPlan(paths.json)).toEqual(plan);
  expect(await readFile(paths.text, 'utf8')).toBe('the plan\n');
  expect((await readdir(join(directory, plan.id))).toSorted()).toEqual(['plan.json', 'plan.txt']);
  expect(await findPlans(directory)).toEqual([{ path: paths.json, plan }]);
  expect(await findPlans(join(directory, 'none'))).toEqual([]);
});

test('a plan whose text cannot be rendered is not written', async () => {
  await expect(
    writePlan(directory, renamePlan(), () => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await readdir(directory)).toEqual([]);
});

test.each([
  ['steps[0].units[0].run', (p) => (p.steps[0].units[0].run = 'sideways')],
  ['steps[1].pages.next', (p) => delete p.steps[1].pages.next],
  ['steps[2].checkpoint.expect', (p) => (p.steps[2].checkpoint.expect = 1)],
  ['steps[3].kind', (p) => (p.steps[3].kind = 'wait')],
  ['steps[4].gate.evidence', (p) => (p.steps[4].gate.evidence = null)],
  ['steps[5].phase', (p) => (p.steps[5].phase = 0)],
  ['steps[1].id', (p) => (p.steps[1].id = p.steps[0].id)],
  ['steps[0].rollback.possible', (p) => delete p.steps[0].rollback.possible],
  ['phases', (p) => p.phases.pop()],
  ['phases[0].guard', (p) => delete p.phases[0].guard],
  ['id', (p) => (p.id = 'With Spaces')],
  ['version', (p) => delete p.version],
] as const satisfies readonly (readonly [string, (plan: Loose) => unknown])[])(
  'PLAN_INVALID names %s',
  (path, edit) => {
    const thrown = error(() => parsePlan(broken(edit), 'plan.json'));
    expect(thrown.code).toBe('PLAN_INVALID');
    expect(thrown.message).toContain(` ${path} `);
    expect(thrown.data['faults']).toMatchObject([{ path }]);
  },
);

test('what is not JSON, no object, or from a newer Flux is said so', () => {
  expect(error(() => parsePlan('{', 'p')).message).toMatch(/not JSON/);
  expect(error(() => parsePlan('[]', 'p')).message).toMatch(/must be an object/);
  expect(error(() => parsePlan('{"version": 2}', 'p')).message).toMatch(/newer Flux/);
});

test('a validator has the last word; a missing file is a usage error', async () => {
  const path = join(directory, 'plan.json');
  await writeFile(path, JSON.stringify(renamePlan()));
  await expect(readPlan(path, () => [{ path: 'title', message: 'is dull' }])).rejects.toThrow('title is dull');
  await expect(readPlan(join(directory, 'nope.json'))).rejects.toMatchObject({ code: 'USAGE' });
});
