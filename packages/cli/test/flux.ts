import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const bin = join(import.meta.dirname, '../src/bin.ts');
const tsx = import.meta.resolve('tsx');

interface Surroundings {
  readonly url?: string;
  readonly input?: string;
  readonly env?: Record<string, string>;
  /** Ctrl-C as soon as stderr holds this. */
  readonly interruptAt?: RegExp;
}

/** A folder of its own in which `flux` runs as a child process, as a user's shell would start it. */
export interface Project {
  readonly folder: string;
  flux(args: readonly string[], more?: Surroundings): Promise<Outcome>;
  /** Runs it and takes its JSON; throws with everything it said when it fails. */
  json<T>(args: readonly string[], url: string): Promise<T>;
  /** Every file below the folder. */
  files(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

export async function makeProject(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'flux-cli-'));
  const flux: Project['flux'] = (args, { url, input, env, interruptAt } = {}) =>
    new Promise((resolve, reject) => {
      const { FLUX_DATABASE_URL: _a, DATABASE_URL: _b, ...rest } = process.env;
      const child = spawn(process.execPath, ['--conditions=flux-source', '--import', tsx, bin, ...args], {
        cwd: folder,
        env: { ...rest, ...(url === undefined ? {} : { FLUX_DATABASE_URL: url }), ...env },
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
        if (!child.killed && interruptAt?.test(stderr)) child.kill('SIGINT');
      });
      child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
      child.stdin.end(input ?? '');
    });
  return {
    folder,
    flux,
    async json<T>(args: readonly string[], url: string) {
      const { code, stdout, stderr } = await flux([...args, '--json'], { url });
      if (code !== 0) throw new Error(`flux ${args.join(' ')}: exit ${code}\n${stderr}\n${stdout}`);
      return JSON.parse(stdout) as T;
    },
    files: async () =>
      (await readdir(folder, { recursive: true, withFileTypes: true }))
        .filter((e) => e.isFile())
        .map((e) => join(e.parentPath, e.name)),
    remove: () => rm(folder, { recursive: true }),
  };
}
