import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';

export type ProgramResult = { readonly ok: boolean; readonly output: string };

/** Runs a program to its end, without a shell, and returns what it printed on both streams. Never rejects. */
export function runProgram(argv: readonly string[], options: SpawnOptions = {}): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const [command = '', ...args] = argv;
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', (error) => resolve({ ok: false, output: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}
