import type { PlanRecord } from '@flux/core';
import { describe, expect, it } from 'vitest';
import { entriesToRun } from '../src/entries-to-run.ts';
import { migrationHash } from '../src/migrations-table.ts';
import type { MigrationsEntry, MigrationsFolder } from '../src/migrations-folder.ts';
import { snapshotWithout } from '../src/snapshot-without.ts';

const entry = (when: number, sql: string): MigrationsEntry => ({
  idx: when,
  version: '7',
  when,
  tag: `000${when}_x`,
  breakpoints: true,
  sql,
  snapshot: undefined,
});
const file = (when: number, step: string, kind = 'step') =>
  entry(when, `-- Flux plan p, ${kind} 1 of 2: ${step}\nCOMMIT;`);
const folderOf = (...entries: MigrationsEntry[]): MigrationsFolder => ({
  path: '/x',
  journal: { version: '7', dialect: 'postgresql', entries },
  entries,
});
const applied = (...entries: MigrationsEntry[]) =>
  entries.map(({ when, sql }, id) => ({ id, when, hash: migrationHash(sql) }));
const record = (state: PlanRecord['state']): PlanRecord[] => [
  { plan: 'p', fingerprint: '', fresh: false, state, tables: [], startedAt: '' },
];
const tags = (items: ReturnType<typeof entriesToRun>) =>
  items.map(({ entry: { when }, passBecause }) => (passBecause === null ? when : -when));

describe('what migrate has to do', () => {
  const [plain, one, two, later] = [entry(1, 'a'), file(2, '01-a'), file(3, '02-b'), entry(4, 'b')];
  const folder = folderOf(plain, one, two, later);
  it("drizzle's rule: what is dated after the newest applied entry", () => {
    expect(tags(entriesToRun(folder, applied(plain, one), record('active')))).toEqual([3, 4]);
  });
  it('files of a plan that were undone here, below a later migration', () => {
    expect(tags(entriesToRun(folder, applied(plain, one, later), record('active')))).toEqual([3]);
    expect(tags(entriesToRun(folder, applied(one, later), record('active')))).toEqual([3]);
    expect(tags(entriesToRun(folder, applied(plain, one, later), []))).toEqual([]);
  });
  it('files that later ones take back are passed over where they were undone already', () => {
    const back = folderOf(plain, one, two, file(5, '02-b', 'undo of step'));
    expect(tags(entriesToRun(back, applied(plain, one), record('paused')))).toEqual([-3, 5]);
    expect(tags(entriesToRun(back, applied(plain, one), record('active')))).toEqual([3, 5]);
  });
});

describe('the snapshot without the change', () => {
  const of = (tables: Record<string, unknown>, enums = {}) => ({ id: 'i', prevId: 'p', version: '7', tables, enums });
  it('sets back what the change did and keeps what came later', () => {
    const before = of({ a: 1, b: 1 });
    const after = of({ a: 2, b: 1, c: 1 }, { e: 1 });
    const latest = of({ a: 2, b: 5, c: 1, d: 1 }, { e: 1, f: 1 });
    expect(snapshotWithout(before, after, latest)).toMatchObject({ tables: { a: 1, b: 5, d: 1 }, enums: { f: 1 } });
    expect(snapshotWithout(before, after, latest)['tables']).not.toHaveProperty('c');
    expect(snapshotWithout(undefined, after, after)['tables']).toEqual({});
  });
  it('stops where a later migration changed the same object', () => {
    expect(() => snapshotWithout(of({ a: 1 }), of({ a: 2 }), of({ a: 3 }))).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_CHANGE' }),
    );
  });
});
