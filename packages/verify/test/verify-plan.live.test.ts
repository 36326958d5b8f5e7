import { expect, test } from 'vitest';
import { verifyPlan } from '../src/verify-plan.ts';
import { cases, tables } from './cases.ts';
import { majors, stageOf, startServer } from './stage.ts';

const schemaSql = tables.replaceAll(/INSERT INTO[^;]*;|ANALYZE;/g, '');

test('a plan is verified from its schema alone: forward, back, and killed', async () => {
  const server = await startServer(majors[0]!);
  const demo = cases.find((one) => one.name.startsWith('the demo'))!;
  const { plan, close } = await stageOf(server, demo);
  await close();
  await server.stop();
  const report = await verifyPlan({ plan, schemaSql, major: majors[0]!, rows: 500 });
  expect(report.runs.map((run) => run.name)).toEqual(['forward', 'there and back', 'killed at every step']);
  for (const run of report.runs) {
    expect(run.schemaDifferences, run.name).toEqual([]);
    expect(run.rehearsal.lost, run.name).toEqual([]);
    for (const traffic of Object.values(run.rehearsal.traffic)) expect(traffic.failures, run.name).toEqual({});
  }
  expect(report.passed).toBe(true);
  expect(report.runs[2]!.kills).toBeGreaterThan(3);
});

test('a plan that is broken on purpose does not pass', async () => {
  const server = await startServer(majors[0]!);
  const rename = cases.find((one) => one.name === 'rename column, trigger')!;
  const { plan, close } = await stageOf(server, rename);
  await close();
  await server.stop();
  // The trigger no longer tells the old version what the new one writes.
  const text = JSON.stringify(plan.steps).replaceAll(String.raw`NEW.\"name\" := NEW.\"display_name\"`, 'NULL');
  const steps = JSON.parse(text) as typeof plan.steps;
  expect(text).toContain('NULL;');
  const report = await verifyPlan({ plan: { ...plan, steps }, schemaSql, major: majors[0]!, rows: 200 });
  expect(report.passed).toBe(false);
});

test('a plan for another schema is refused', async () => {
  const server = await startServer(majors[0]!);
  const { plan, close } = await stageOf(server, cases[0]!);
  await close();
  await server.stop();
  await expect(
    verifyPlan({ plan, schemaSql: schemaSql.replace('bio varchar(40)', 'bio text'), major: majors[0]! }),
  ).rejects.toMatchObject({ code: 'PLAN_MISMATCH' });
});
