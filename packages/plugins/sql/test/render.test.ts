import type { SqlUnit } from '@flux/core';
import { describe, expect, it } from 'vitest';
import { pairSections, sectionsOf } from '../src/sections.ts';
import { fileName, numberingAfter } from '../src/sql-file.ts';

const unit = (run: SqlUnit['run']): SqlUnit => ({ run, sql: run });
const [plain, guarded, alone] = [unit('plain'), unit('guarded'), unit('alone')];
const shape = (units: readonly SqlUnit[], around = {}) =>
  sectionsOf(units, around).map(
    ({ units: own, transaction }) => `${own.map((u) => u.sql).join('+')}${transaction ? '' : '!'}`,
  );

describe('what may share a file', () => {
  const cases: readonly (readonly [readonly SqlUnit[], object, readonly string[]])[] = [
    [[plain, plain], {}, ['plain+plain']],
    [[guarded, guarded], {}, ['guarded', 'guarded']],
    [[plain, guarded, plain], {}, ['plain', 'guarded', 'plain']],
    [[plain, alone, guarded], {}, ['plain', 'alone!', 'guarded']],
    [[guarded], { before: [plain] }, ['plain+guarded']],
    [[alone], { before: [plain] }, ['plain', 'alone!']],
    [[alone], { after: [plain] }, ['alone!', 'plain']],
    [[guarded], { after: [plain] }, ['guarded+plain']],
    [[], { after: [plain] }, ['plain']],
  ];
  it.each(cases)('%j %j', (units, around, expected) => expect(shape(units, around)).toEqual(expected));
});

it('undoing begins in the last file and ends in the first', () => {
  const pairs = pairSections(sectionsOf([guarded]), sectionsOf([alone, plain]));
  expect(pairs.map(({ up, down }) => [up.units[0]!.sql, down.units[0]!.sql])).toEqual([
    ['guarded', 'plain'],
    ['SELECT 1', 'alone'],
  ]);
});

describe('numbers go on after what is there', () => {
  const at = '2026-11-20T10:11:12.345Z';
  const cases: readonly (readonly [readonly string[], string])[] = [
    [[], '0001_x.sql'],
    [['notes.txt', 'x.sql'], '0001_x.sql'],
    [['0001_a.sql', '0007_b.sql'], '0008_x.sql'],
    [['001_a.sql'], '002_x.sql'],
    [['0002_a.sql', '001_b.sql'], '002_x.sql'],
    [['20240101120000_a.sql'], '20261120101112_x.sql'],
    [['20270101120000_a.sql'], '20270101120001_x.sql'],
  ];
  it.each(cases)('%j', (names, expected) => expect(fileName(numberingAfter(names, at), 0, 'x')).toBe(expected));
});

it('stops where the next number would sort before the last', () =>
  expect(() => fileName(numberingAfter(['9999_a.sql'], ''), 0, 'x')).toThrow(/4 digits/));
