import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyPhase, previewRollback, readStatus, releaseGate, rollbackTo } from '../src/index.ts';
import { ids } from './rename-plan.ts';
import { driver, rowsThatDiffer, startTargets, value } from './target.ts';
import type { Target } from './target.ts';

let targets: Awaited<ReturnType<typeof startTargets>>;
beforeAll(async () => (targets = await startTargets()));
afterAll(() => targets.stop());

const base = ({ plan, session }: Target) => ({ plan, driver, session, actor: 'ops' });
const columns = ({ session }: Target) =>
  value(
    session,
    `SELECT string_agg(attname, ',' ORDER BY attname) FROM pg_attribute
     WHERE attrelid = 'users'::regclass AND attnum > 0 AND NOT attisdropped`,
  );
const names = ({ session }: Target) =>
  value(session, `SELECT md5(string_agg(coalesce(name, '-'), ',' ORDER BY id)) FROM users`);

test.each([ids.expand, ids.backfill, ids.index, ids.parity])(
  'after %s: back to the start, schema and data as before, and forward again',
  async (until) => {
    const target = await targets.target();
    const before = [await columns(target), await names(target)];
    await applyPhase({ ...base(target), until });
    const { undone } = await rollbackTo({ ...base(target), to: 'start', acceptCosts: true });
    expect(undone[0]).toBe(until);
    expect([await columns(target), await names(target)]).toEqual(before);
    expect(await value(target.session, 'SELECT count(*)::int FROM flux.backfills')).toBe(0);
    expect(await readStatus({ ...base(target), quietWindowMs: 0 })).toMatchObject({
      record: { state: 'rolled back' },
      next: { kind: 'resume' },
    });
    await expect(applyPhase(base(target))).rejects.toMatchObject({ code: 'GATE_CLOSED' });
    const again = await applyPhase({ ...base(target), resume: true });
    expect(again.ran).toEqual([ids.expand, ids.backfill, ids.index, ids.parity]);
    expect(await rowsThatDiffer(target.session)).toBe(0);
  },
);

test('undoes the contract too, closes the gate again, and says what was lost', async () => {
  const target = await targets.target();
  await applyPhase(base(target));
  await releaseGate({ ...base(target), phase: 1, quietWindowMs: 0, confirm: 'gone' });
  await applyPhase(base(target));
  expect(await columns(target)).toBe('display_name,id,touched');
  const preview = await previewRollback({ ...base(target), to: ids.parity });
  expect(preview.steps.map((step) => step.id)).toEqual([ids.contract, ids.deploy]);
  expect(await rollbackTo({ ...base(target), to: ids.parity, acceptCosts: true })).toMatchObject({
    undone: [ids.contract, ids.deploy],
    costs: [{ step: ids.contract, loses: 'names written while the columns differed' }],
  });
  expect(await columns(target)).toBe('display_name,id,name,touched');
  expect(await value(target.session, 'SELECT count(*)::int FROM flux.gates')).toBe(0);
  expect(await applyPhase({ ...base(target), resume: true })).toMatchObject({ ran: [], held: { id: ids.deploy } });
});

test('a rollback that was cut off is finished before anything else, and then the plan can go on', async () => {
  const target = await targets.target();
  await applyPhase(base(target));
  const abort = new AbortController();
  // The first unit of undoing the expand has marked the step undone; the second was not reached.
  const session = {
    ...target.session,
    query: async (sql: string, parameters?: readonly unknown[]) => {
      const rows = await target.session.query(sql, parameters);
      if (sql.includes('DROP TRIGGER users_sync')) abort.abort();
      return rows;
    },
  } as Target['session'];
  const run = rollbackTo({ ...base(target), session, to: 'start', acceptCosts: true, signal: abort.signal });
  await expect(run).rejects.toThrow(/abort/i);
  expect(await columns(target)).toBe('display_name,id,name,touched');
  expect(await readStatus({ ...base(target), quietWindowMs: 0 })).toMatchObject({
    record: { state: 'paused' },
    steps: { 0: { state: 'partly' } },
    next: { kind: 'rollback', step: ids.expand },
  });
  await expect(applyPhase({ ...base(target), resume: true })).rejects.toThrow(
    /rollback of step 01-expand .*was cut off/,
  );
  expect(await rollbackTo({ ...base(target), to: 'start', acceptCosts: true })).toMatchObject({ undone: [ids.expand] });
  expect(await columns(target)).toBe('id,name,touched');
  for (let round = 1; round <= 2; round += 1) {
    await applyPhase({ ...base(target), resume: true });
    expect(await rowsThatDiffer(target.session)).toBe(0);
    await rollbackTo({ ...base(target), to: 'start', acceptCosts: true });
    expect(await columns(target)).toBe('id,name,touched');
  }
});

test('with the new release out its costs must be accepted, also where nothing is lost', async () => {
  const target = await targets.target();
  await applyPhase(base(target));
  const before = await columns(target);
  const { costs } = await previewRollback({ ...base(target), to: 'start' });
  expect(costs).toEqual([{ step: ids.expand, safeUntil: 'new', loses: null, tooLate: true }]);
  const options = { ...base(target), to: 'start', acceptCommand: 'undo --yes' };
  await expect(rollbackTo(options)).rejects.toMatchObject({
    code: 'ANSWER_NEEDED',
    message: expect.stringContaining('the new release must be out of service first'),
    remedy: expect.stringContaining('undo --yes'),
  });
  expect(await columns(target)).toBe(before);
  expect(await readStatus({ ...base(target), quietWindowMs: 0 })).toMatchObject({ record: { state: 'active' } });
  expect(await rollbackTo({ ...options, acceptCosts: true })).toMatchObject({
    undone: Object.values(ids).slice(0, 4).toReversed(),
  });
});

test('past an irreversible step it refuses before it changes anything', async () => {
  const target = await targets.target({ irreversible: true });
  await applyPhase(base(target));
  await releaseGate({ ...base(target), phase: 1, quietWindowMs: 0, confirm: 'gone' });
  await applyPhase(base(target));
  await expect(rollbackTo({ ...base(target), to: 'start', acceptCosts: true })).rejects.toMatchObject({
    code: 'UNSUPPORTED_CHANGE',
  });
  expect(await readStatus({ ...base(target), quietWindowMs: 0 })).toMatchObject({
    record: { state: 'done' },
    next: { kind: 'done' },
  });
});

test('a plan that never began has nothing to undo', async () => {
  const target = await targets.target();
  await expect(rollbackTo({ ...base(target), to: 'start', acceptCosts: true })).rejects.toMatchObject({
    code: 'GATE_CLOSED',
  });
});
