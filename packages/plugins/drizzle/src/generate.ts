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
  /** drizzle-kit's own words go to stderr, and the result is handed back as a document. */
  readonly json?: boolean;
}

export interface Generated {
  readonly code: number;
  /** JSON of the split, or of what stopped it; empty where nothing was generated, or it was not asked for. */
  readonly document: string;
}

/** `drizzle-kit generate` with the answers in its environment. */
export async function generate(request: GenerateRequest): Promise<Generated> {
  const { config, renames, creates, rest, cwd, json = false } = request;
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
    ...(json ? { FLUX_JSON_FD: '3' } : {}),
  };
  const args = [drizzleKit(cwd), 'generate', ...(config === undefined ? [] : ['--config', config]), ...rest];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: json ? [0, 2, 2, 'pipe'] : 'inherit' });
    let document = '';
    child.stdio[3]?.on('data', (chunk: Buffer) => (document += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: exitOf(code ?? 1, rest), document }));
  });
}

// Of drizzle-kit 0.31.
const known = /^--(?:config|dialect|driver|casing|schema|out|name|breakpoints|custom|prefix|help)(?:=|$)|^-h$/;

/** A flag that drizzle-kit does not know is a usage error, which is 2 here. */
const exitOf = (code: number, rest: readonly string[]): number =>
  code === 1 && rest.some((arg) => arg.startsWith('-') && !known.test(arg)) ? 2 : code;

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
