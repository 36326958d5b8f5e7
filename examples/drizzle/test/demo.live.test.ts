import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '../demo/measurements.ts';

const demo = fileURLToPath(new URL('../demo/run.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'flux-demo-test-'));
let output: { readonly runs: readonly Omit<RunRecord, 'samplesByVersion'>[]; readonly report: string };

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

test('the page is self-contained', () => {
  const html = readFileSync(output.report, 'utf8');
  expect(html).not.toMatch(/(?:src|href)=/);
  expect(html).toContain('new uPlot');
});
