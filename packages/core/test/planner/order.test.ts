import { expect, test } from 'vitest';
import { orderDrafts } from '../../src/planner/order.ts';
import { slots } from '../../src/strategies/types.ts';
import type { Draft, DraftActions, DraftDeploy, Slot } from '../../src/strategies/types.ts';
import type { Release } from '../../src/index.ts';

const work = (title: string, after: Release | null, slot: Slot): DraftActions => ({
  kind: 'actions',
  title,
  after,
  slot,
  actions: [],
  safeUntil: null,
});
const deploy = (release: Release, ...application: readonly string[]): DraftDeploy => ({
  kind: 'deploy',
  release,
  application,
  evidence: [{ what: application[0] ?? '', query: 'q' }],
});
const shown = (drafts: readonly Draft[]) =>
  orderDrafts(drafts).map((phase) => [phase.deploy?.release ?? null, ...phase.work.map((w) => w.title)]);

test('within a phase by slot, within a slot as they came', () => {
  const drafts = slots.toReversed().flatMap((slot) => [work(`${slot} 1`, null, slot), work(`${slot} 2`, null, slot)]);
  expect(shown(drafts)).toEqual([[null, ...slots.flatMap((slot) => [`${slot} 1`, `${slot} 2`])]]);
});

test('releases in the order they go out, each once, with all that is asked of it', () => {
  const drafts = [
    work('last', 'new', 'drop'),
    deploy('new', 'one', 'shared'),
    deploy('dual-write', 'writes both'),
    deploy('new', 'two', 'shared'),
    work('first', null, 'add'),
    work('copy', 'dual-write', 'copy'),
  ];
  expect(shown(drafts)).toEqual([
    [null, 'first'],
    ['dual-write', 'copy'],
    ['new', 'last'],
  ]);
  const merged = orderDrafts(drafts)[2]!.deploy!;
  expect(merged.application).toEqual(['one', 'shared', 'two']);
  expect(merged.evidence.map((e) => e.what)).toEqual(['one', 'two']);
});

test('what is asked of a release without evidence is said apart: the evidence of others says nothing about it', () => {
  const drafts = [
    deploy('new', 'watched'),
    { ...deploy('new', 'not watched'), evidence: [] },
    work('last', 'new', 'drop'),
  ];
  expect(orderDrafts(drafts)[1]!.deploy).toMatchObject({ evidence: [{ what: 'watched' }], unwatched: ['not watched'] });
});

test('a release after which nothing is left to do needs no gate; one in between stays', () => {
  expect(shown([work('a', null, 'add'), deploy('new')])).toEqual([[null, 'a']]);
  expect(shown([deploy('read-new'), deploy('new')])).toEqual([[null]]);
  expect(shown([deploy('read-new'), deploy('new'), work('z', 'new', 'drop')])).toEqual([
    [null],
    ['read-new'],
    ['new', 'z'],
  ]);
});

test('a plan may begin with a release', () => {
  expect(shown([deploy('new'), work('z', 'new', 'constrain')])).toEqual([[null], ['new', 'z']]);
});

test('work after a release that nobody asks for is a bug, not lost', () => {
  expect(() => orderDrafts([work('z', 'read-new', 'drop')])).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
});
