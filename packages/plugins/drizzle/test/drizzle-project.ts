import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync } from 'node:fs';
import { readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const own = join(dirname(fileURLToPath(import.meta.url)), '..');
const installed = ['drizzle-kit', 'drizzle-orm', 'pg', 'postgres'];

/** A user's project in a temporary folder: real drizzle-kit, our built package with its `bin` replaced by a recorder. */
export interface Project {
  readonly path: string;
  write(files: Readonly<Record<string, string>>): void;
  read(path: string): string;
  list(path: string): string[];
  drizzleKit(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished>;
  drizzleFlux(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished>;
  run(program: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished>;
  /** The command lines that the exit hook started. */
  started(): string[][];
  remove(): void;
}

export interface Finished {
  readonly code: number;
  readonly output: string;
}

export const plainConfig = `import { defineConfig } from 'drizzle-kit';
import { withFlux } from 'drizzle-flux';
export default withFlux(defineConfig({ dialect: 'postgresql', schema: './schema.ts', out: './drizzle' }));
`;

export function schemaOf(...tables: readonly string[]): string {
  const names = 'pgTable, pgSchema, pgEnum, pgPolicy, serial, text, integer, bigint, index';
  return [`import { ${names} } from 'drizzle-orm/pg-core';`, ...tables].join('\n');
}

/** @param record the exit hook starts a recorder instead of our program */
export function makeProject(
  type: 'module' | 'commonjs',
  files: Readonly<Record<string, string>>,
  { record: recording = true } = {},
): Project {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'drizzle-flux-')));
  const modules = join(path, 'node_modules');
  const flux = join(modules, 'drizzle-flux');
  const record = join(path, 'started.ndjson');
  mkdirSync(flux, { recursive: true });
  for (const name of installed) symlinkSync(realpathSync(join(own, 'node_modules', name)), join(modules, name));
  if (!existsSync(join(own, 'dist', 'with-flux.cjs')))
    throw new Error('Build first: npx tsc -b packages/plugins/drizzle');
  cpSync(join(own, 'dist'), join(flux, 'dist'), { recursive: true });
  cpSync(join(own, 'package.json'), join(flux, 'package.json'));
  symlinkSync(join(own, 'node_modules'), join(flux, 'node_modules'));
  renameSync(join(flux, 'dist', 'bin.js'), join(flux, 'dist', 'program.js'));
  const recorder = `import { appendFileSync } from 'node:fs';
appendFileSync(${JSON.stringify(record)}, JSON.stringify(process.argv.slice(2)) + '\\n');
process.exitCode = Number(process.env.SPLIT_EXIT ?? 0);
`;
  if (recording) writeFileSync(join(flux, 'dist', 'bin.js'), recorder);
  else cpSync(join(flux, 'dist', 'program.js'), join(flux, 'dist', 'bin.js'));

  const run: Project['run'] = (program, args, env = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        cwd: path,
        env: { ...process.env, NO_COLOR: '1', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => resolve({ code: code ?? -1, output }));
    });
  const write: Project['write'] = (contents) => {
    for (const [name, content] of Object.entries(contents)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), content);
    }
  };
  write({ 'package.json': JSON.stringify({ name: 'shop', private: true, type }), ...files });
  return {
    path,
    write,
    run,
    read: (name) => readFileSync(join(path, name), 'utf8'),
    list: (name) => (existsSync(join(path, name)) ? readdirSync(join(path, name)).toSorted() : []),
    drizzleKit: (args, env) => run(process.execPath, [join(modules, 'drizzle-kit', 'bin.cjs'), ...args], env),
    drizzleFlux: (args, env) => run(process.execPath, [join(flux, 'dist', 'program.js'), ...args], env),
    started: () =>
      existsSync(record)
        ? readFileSync(record, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as string[])
        : [],
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
