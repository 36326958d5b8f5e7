import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ParitySeen } from '@flux/verify';
import type { EndState } from '../demo/end-state.ts';
import type { RunRecord } from '../demo/measurements.ts';

const demo = fileURLToPath(new URL('../demo/run.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'flux-demo-test-'));
let output: {
  readonly runs: readonly Omit<RunRecord, 'samplesByVersion'>[];
  readonly report: string;
  readonly parity: ParitySeen;
  readonly endState: EndState;
  readonly planText: string;
  readonly passed: boolean;
};

beforeAll(async () => {
  const stdout = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, [demo, '--rows', '5000', '--json'], { cwd: folder }, (error, out, err) => {
      // Exit code 1 is a measurement; the tests below judge it.
      if (error && error.code !== 1) reject(new Error(err, { cause: error }));
      else resolve(out);
    });
  });
  output = JSON.parse(stdout);
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("Drizzle's own migration fails first on the NULLs, then breaks the old version, and loses no write", () => {
  const [naive] = output.runs;
  const attempts = naive!.events.filter(({ label }) => label.startsWith('migrate()'));
  expect(attempts[0]).toMatchObject({ failed: true });
  expect(attempts[0]!.label).toContain('23502');
  expect(attempts.at(-1)).toMatchObject({ failed: false });
  expect(naive!.summary.before.failures[0]!.error).toMatch(/^42703 /);
  expect(naive!.summary.after).toMatchObject({ failed: 0 });
  expect(naive!.summary.after.crossReads).toBeGreaterThan(0);
  expect(naive!.summary.verifiedWrites).toBeGreaterThan(100);
  expect(naive!.summary.lostWrites).toBe(0);
});

test('Flux fails no request of either version, loses no write, and keeps both columns equal', () => {
  const { before, after, lostWrites, verifiedWrites } = output.runs[1]!.summary;
  expect(before.failures).toEqual([]);
  expect(after.failures).toEqual([]);
  expect(before.requests).toBeGreaterThan(500);
  expect(after.requests).toBeGreaterThan(500);
  expect(after.crossReads).toBeGreaterThan(0);
  expect(verifiedWrites).toBeGreaterThan(100);
  expect(lostWrites).toBe(0);
  expect(output.parity.checks).toBeGreaterThan(5);
  expect(output.parity.broken).toEqual([]);
});

test("Flux ends in the schema of Drizzle's own migration, by the catalogue and by drizzle-kit pull", () => {
  expect(output.endState.catalogueLines).toBeGreaterThan(15);
  expect(output.endState.catalogue).toEqual([]);
  expect(output.endState.pulled).toEqual([]);
  expect(output.passed).toBe(true);
});

test('the plan fits a screen', () => {
  expect(output.planText.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
});

test('the page is self-contained', () => {
  const html = readFileSync(output.report, 'utf8');
  expect(html).not.toMatch(/(?:src|href)=/);
  expect(html).toContain('new uPlot');
});
