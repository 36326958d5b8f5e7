import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { FluxError } from '@flux/core';
import { loadProject } from './config.ts';

export interface GenerateRequest {
  readonly config?: string;
  readonly renames: readonly string[];
  readonly creates: readonly string[];
  /** Everything else of the command line, handed to drizzle-kit as it is. */
  readonly rest: readonly string[];
  readonly cwd: string;
}

/** `drizzle-kit generate` with the answers in its environment; resolves to its exit code. */
export async function generate({ config, renames, creates, rest, cwd }: GenerateRequest): Promise<number> {
  const project = await loadProject(config, cwd);
  if (project.flux === undefined) {
    throw new FluxError(
      'USAGE',
      `${project.configPath} does not use withFlux.`,
      "Write it as: import { withFlux } from 'drizzle-flux'; export default withFlux(defineConfig({ ... }));",
    );
  }
  const env = {
    ...process.env,
    FLUX_RENAMES: joined('FLUX_RENAMES', renames),
    FLUX_CREATES: joined('FLUX_CREATES', creates),
  };
  const args = [drizzleKit(cwd), 'generate', ...(config === undefined ? [] : ['--config', config]), ...rest];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Flags add to what the environment already answers. */
function joined(variable: string, answers: readonly string[]): string {
  return [process.env[variable] ?? '', ...answers].filter((answer) => answer !== '').join(',');
}

/** drizzle-kit exports neither its bin nor its package.json, so: next to its entry. */
function drizzleKit(cwd: string): string {
  try {
    const bin = join(dirname(createRequire(join(cwd, 'package.json')).resolve('drizzle-kit')), 'bin.cjs');
    if (existsSync(bin)) return bin;
  } catch {
    // The error below says it.
  }
  throw new FluxError('USAGE', `drizzle-kit is not installed in ${cwd}.`, 'npm install --save-dev drizzle-kit@^0.31');
}
