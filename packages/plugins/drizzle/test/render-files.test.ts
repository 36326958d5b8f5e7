import type { BackfillStep, CheckStep, Plan, SqlStep, SqlUnit } from '@flux/core';
import { describe, expect, it } from 'vitest';
import { chunksOf } from '../src/chunks.ts';
import { readPlace } from '../src/flux-header.ts';
import { breakpoint, joinChunks } from '../src/journal.ts';
import { renderPhase, renderSteps, renderUndo } from '../src/render-files.ts';

const unit = (run: SqlUnit['run'], sql: string = run): SqlUnit => ({ run, sql });
const estimate = { lowMs: 1, highMs: 2, calibrated: false, basis: 'a guess' };
const checkpoint = { what: 'rows left', query: 'SELECT 0 AS value', expect: '0' };
const table = { schema: 'public', name: 'users' };

const sqlStep = (id: string, phase: number, fields: Partial<SqlStep> = {}): SqlStep => ({
  kind: 'sql',
  id,
  title: `Title of ${id}`,
  phase,
  actions: [],
  units: [unit('guarded', `SELECT '${id}'`)],
  locks: [
    {
      object: 'public.users',
      mode: 'AccessExclusiveLock',
      blocks: 'reads and writes',
      held: 'milliseconds',
      waitBoundMs: 250,
    },
  ],
  estimate,
  rollback: { possible: true, units: [unit('guarded', `SELECT 'undo ${id}'`)], safeUntil: 'new', loses: null },
  undone: unit('plain', `SELECT 'undone ${id}'`),
  checkpoint,
  ...fields,
});

function planOf(steps: Plan['steps']): Plan {
  const phases = steps.filter(({ kind }) => kind === 'deploy').length + 1;
  return {
    version: 1,
    id: '20261120-change',
    title: 'change',
    type: 'expand-contract',
    engine: { name: 'postgres', serverVersion: 150_000 },
    createdAt: '2026-11-20T00:00:00Z',
    source: [],
    operations: [],
    steps,
    phases: Array.from({ length: phases }, (_, phase) => ({
      name: phase === 0 ? ('expand' as const) : ('contract' as const),
      guard: [unit('plain', `SELECT 'guard ${phase}'`)],
      closeGate: unit('plain', `SELECT 'close ${phase}'`),
    })),
    bookkeeping: {
      stop: unit('plain', `SELECT 'stop'`),
      done: unit('plain', `SELECT 'done'`),
      reopened: unit('plain', `SELECT 'reopened'`),
      rolledBack: unit('plain', `SELECT 'rolled back'`),
      forgotten: unit('plain', `SELECT 'forgotten'`),
    },
    hazards: [],
    tables: [],
    pointOfNoReturn: null,
    fingerprint: 'f',
  };
}

const deploy: Plan['steps'][number] = {
  kind: 'deploy',
  id: '03-deploy-new',
  title: 'Deploy the new release',
  phase: 0,
  release: 'new',
  application: [],
  gate: { gone: 'the old version', evidence: [], unwatched: [], blindSpots: [] },
};
const backfill: BackfillStep = {
  kind: 'backfill',
  id: '02-copy',
  title: 'Copy',
  phase: 0,
  actions: [],
  table,
  batch: { rows: 10, pauseMs: 1 },
  pages: { keys: ['id'], next: '', nextFrom: '', run: '', runFrom: '', before: [] },
  inline: [unit('alone', 'DO copy')],
  locks: [],
  estimate,
  rollback: { possible: true, units: [], safeUntil: null, loses: null },
  undone: unit('plain', `SELECT 'undone 02-copy'`),
  checkpoint,
};
const check: CheckStep = {
  kind: 'check',
  id: '04-check',
  title: 'None left',
  phase: 1,
  checkpoint,
  units: [unit('plain', `SELECT 'check'`)],
  undone: unit('plain', `SELECT 'undone 04-check'`),
  remedy: "It's to be $flux$ mended",
  estimate,
};
const plan = planOf([sqlStep('01-add', 0), backfill, deploy, check, sqlStep('05-drop', 1)]);

describe('chunks of units: each file ends the transaction it finds and leaves one open', () => {
  const begin = ['BEGIN;', 'SET LOCAL statement_timeout = 0;'];
  const guarded = [...begin, `SET LOCAL idle_in_transaction_session_timeout = '10s';`, 'guarded;', 'COMMIT;'];
  const alone = [
    'SET statement_timeout = 0;',
    'SET lock_timeout = 0;',
    'alone;',
    'RESET statement_timeout;',
    'RESET lock_timeout;',
  ];
  const cases: [SqlUnit['run'][], string[]][] = [
    [[], ['BEGIN;']],
    [
      ['plain', 'plain'],
      [...begin, 'plain;', 'plain;'],
    ],
    [['guarded'], [...guarded, 'BEGIN;']],
    [['alone'], [...alone, 'BEGIN;']],
    [
      ['plain', 'guarded', 'guarded'],
      [...begin, 'plain;', 'COMMIT;', ...guarded, ...guarded, 'BEGIN;'],
    ],
    [
      ['plain', 'alone', 'plain'],
      [...begin, 'plain;', 'COMMIT;', ...alone, ...begin, 'plain;'],
    ],
  ];
  for (const [runs, expected] of cases) {
    it(runs.join(', ') || 'none', () => {
      expect(chunksOf(runs.map((run) => unit(run)))).toEqual(['COMMIT;', ...expected]);
    });
  }

  it('ends a statement once, also behind a comment', () => {
    expect(chunksOf([unit('plain', 'SELECT 1; \n'), unit('plain', 'SELECT 2 -- two')])).toEqual([
      'COMMIT;',
      ...begin,
      'SELECT 1;',
      'SELECT 2 -- two\n;',
    ]);
  });
});

const of = (step: string, undo: boolean) => ({ plan: '20261120-change', step, undo });

describe('files of a phase', () => {
  it('are one per step, deploys left out; the guard stands in the first', () => {
    const files = renderPhase(plan, 0);
    expect(files.map(({ name }) => name)).toEqual(['flux_01_add', 'flux_02_copy']);
    const [first, second] = files.map(({ chunks }) => joinChunks(chunks));
    expect(first).toContain(`SELECT 'guard 0'`);
    expect(second).not.toContain('guard');
    expect(second).toContain(`SELECT 'stop'`);
    expect(first).toMatch(
      /^-- Flux plan 20261120-change, step 1 of 5: 01-add\n-- Title of 01-add\n-- Lock: AccessExclusive/,
    );
    expect(first).toContain(
      '-- Rollback: flux/plans/20261120-change/rollback/01-add.sql, until the new release is deployed',
    );
    expect(second).toContain('when the old version is gone: npx drizzle-flux release 20261120-change');
    expect(second).toContain('\nDO copy;\n');
  });

  it('say which step they are, whatever they are called', () => {
    const places = [...renderPhase(plan, 1), ...renderUndo(plan, [sqlStep('05-drop', 1)], 'start')].map(({ chunks }) =>
      readPlace(joinChunks(chunks)),
    );
    expect(places).toEqual([of('04-check', false), of('05-drop', false), of('05-drop', true)]);
    expect(readPlace('CREATE TABLE a ();\n-- Flux plan x, step 1 of 2: y\n')).toBeUndefined();
  });

  it('hold a check; the plan is done with its last file', () => {
    const [checked, last] = renderPhase(plan, 1).map(({ chunks }) => joinChunks(chunks));
    expect(checked).toContain(`SELECT 'check'`);
    expect(checked).not.toContain(`SELECT 'done'`);
    expect(last).toContain(`SELECT 'done'`);
  });

  it('register the plan where it begins with a release', () => {
    const late = planOf([{ ...deploy, id: '01-deploy-new' }, sqlStep('02-set', 1)]);
    const [only] = renderPhase(late, 0);
    expect(only?.name).toBe('flux_00_begin');
    expect(joinChunks(only?.chunks ?? [])).toContain(`SELECT 'guard 0'`);
  });

  it('bring the guard again where a step of another phase comes first', () => {
    const texts = renderSteps(plan, [backfill, check]).map(({ chunks }) => joinChunks(chunks));
    expect(texts[0]).toContain('guard 0');
    expect(texts[1]).toContain('guard 1');
  });
});

describe('files that take back', () => {
  it('close the gates they pass, and end it', () => {
    const [late, check5, copy, add] = renderUndo(
      plan,
      [sqlStep('05-drop', 1), check, backfill, plan.steps[0] as SqlStep],
      'start',
    ).map(({ chunks }) => joinChunks(chunks));
    expect(late).toContain(`SELECT 'reopened'`);
    expect(late).not.toContain(`SELECT 'close`);
    expect(check5).toContain(`SELECT 'close 1'`);
    expect(copy).toContain(`SELECT 'undone 02-copy'`);
    expect(add).toContain(`SELECT 'rolled back'`);
    expect(late).toContain(`SELECT 'undo 05-drop'`);
  });

  it('leave the gate open when the deploy before it is kept', () => {
    const [only] = renderUndo(plan, [check], '03-deploy-new');
    expect(joinChunks(only?.chunks ?? [])).not.toContain(`SELECT 'close`);
    expect(joinChunks(only?.chunks ?? [])).not.toContain('rolled back');
  });
});

describe('what the user names cannot break out', () => {
  it('a line break in a title stays in the comment', () => {
    const [file] = renderSteps(plan, [sqlStep('01-add', 0, { title: 'a\nDROP TABLE users;\u2028-- \r b' })]);
    expect(file?.chunks[0]).toContain('-- a DROP TABLE users; --   b\n-- Lock');
    expect(file?.chunks[0]?.split('\n').every((line) => line.startsWith('-- ') || line === 'COMMIT;')).toBe(true);
  });

  const evil = `x ${breakpoint} y`;
  const places: Record<string, Plan['steps'][number]> = {
    'a unit': sqlStep('01-add', 0, { units: [unit('guarded', `DO $$ ${evil} $$`)] }),
    'a title': sqlStep('01-add', 0, { title: evil }),
    'a lock': sqlStep('01-add', 0, {
      locks: [{ object: evil, mode: 'm', blocks: 'nothing', held: 'milliseconds', waitBoundMs: null }],
    }),
    'a reason': sqlStep('01-add', 0, { rollback: { possible: false, reason: evil, units: [] } }),
    'a check': { ...check, phase: 0, units: [unit('plain', `SELECT '${evil}'`)] },
    'a block': { ...backfill, inline: [unit('alone', `DO $$ ${evil} $$`)] },
  };
  for (const [where, step] of Object.entries(places)) {
    it(`drizzle's mark in ${where} is refused: its runner would cut there`, () => {
      const [file] = renderPhase(planOf([step]), 0);
      expect(() => joinChunks(file?.chunks ?? [])).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_CHANGE' }));
    });
  }

  it('in every other file each mark stands between two chunks', () => {
    for (const { chunks } of [...renderPhase(plan, 0), ...renderPhase(plan, 1)])
      expect(joinChunks(chunks).split(breakpoint)).toHaveLength(chunks.length);
  });
});
