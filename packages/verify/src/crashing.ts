import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FluxError } from '@flux/core';

export interface CrashOptions {
  readonly url: string;
  readonly planFile: string;
  /** Kill the runner this long after the step has started, milliseconds; called for every start of a step. */
  readonly killAfter: (step: string) => number | null;
}

export interface CrashingApply {
  /** Runs the plan up to the next gate, through every kill. */
  readonly apply: () => Promise<{ readonly done: boolean }>;
  /** Steps in which the runner was killed, in order. */
  readonly killed: readonly string[];
}

/** A runner that is killed (SIGKILL) as told and started again until it says that it is held or done. */
export function crashing({ url, planFile, killAfter }: CrashOptions): CrashingApply {
  const killed: string[] = [];
  const apply = async (): Promise<{ done: boolean }> => {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const outcome = await once(url, planFile, killAfter, killed);
      if (outcome !== null) return outcome;
    }
    throw new FluxError(
      'INTERNAL',
      'The runner did not get through in 60 starts.',
      'See the steps in which it was killed.',
      { killed },
    );
  };
  return { apply, killed };
}

// The same from src and from dist: a child needs JavaScript.
const child = new URL('../dist/apply-child.js', import.meta.url);

async function once(
  url: string,
  planFile: string,
  killAfter: CrashOptions['killAfter'],
  killed: string[],
): Promise<{ done: boolean } | null> {
  const runner = spawn(process.execPath, [fileURLToPath(child)], {
    env: { ...process.env, FLUX_REHEARSAL: JSON.stringify({ url, planFile }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let outcome: { done: boolean } | null = null;
  let failure: { code: string | null; message: string } | null = null;
  const exited = new Promise<void>((resolve) => runner.once('exit', () => resolve()));
  for await (const line of createInterface({ input: runner.stdout })) {
    const event = JSON.parse(line) as { kind: string; step?: string; done?: boolean; code?: string; message?: string };
    if (event.kind === 'result') outcome = { done: event.done ?? false };
    if (event.kind === 'error') failure = { code: event.code ?? null, message: event.message ?? '' };
    if (event.kind === 'stepStarted') {
      const delay = killAfter(event.step!);
      if (delay === null) continue;
      setTimeout(() => {
        if (runner.exitCode === null && runner.signalCode === null && runner.kill('SIGKILL')) killed.push(event.step!);
      }, delay);
    }
  }
  await exited;
  // The dead runner's lease is still warm, and its statement may still be at work in the server: try again.
  if (failure !== null && failure.code !== 'LEASE_HELD') {
    throw new FluxError(
      'DATABASE',
      `The runner failed after a crash: ${failure.code} ${failure.message}`,
      'See the plan and the step.',
    );
  }
  if (outcome === null && failure === null && runner.signalCode === null) {
    throw new FluxError(
      'INTERNAL',
      `The runner ended without a word (exit ${runner.exitCode}).`,
      'Build first: npm run bootstrap.',
    );
  }
  if (failure !== null) await new Promise((resolve) => setTimeout(resolve, 300));
  return outcome;
}
