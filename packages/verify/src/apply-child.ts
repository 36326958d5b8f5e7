import { readFileSync } from 'node:fs';
import { postgresDriver } from '@flux/postgres';
import { applyPhase } from '@flux/runner';
import type { Plan } from '@flux/core';

/**
 * Runs a plan up to the next gate in a process of its own, so that a crash test can kill it: one JSON line per event,
 * the last one is the result. FLUX_REHEARSAL = { url, planFile }. A test's lease goes stale fast.
 */
const { url, planFile } = JSON.parse(process.env['FLUX_REHEARSAL'] ?? '{}') as { url: string; planFile: string };
const plan = JSON.parse(readFileSync(planFile, 'utf8')) as Plan;
const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
try {
  const { held, done } = await applyPhase({
    driver: postgresDriver,
    connect: () => postgresDriver.connect(url),
    lease: { heartbeatMs: 100, staleAfterMs: 500 },
    plan,
    actor: 'rehearsal',
    onEvent: say,
  });
  say({ kind: 'result', done, held: held?.id ?? null });
} catch (error) {
  const { code, message } = error as { code?: string; message: string };
  say({ kind: 'error', code: code ?? null, message });
  process.exitCode = 1;
}
