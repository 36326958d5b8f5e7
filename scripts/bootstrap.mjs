/**
 * What stands between `git clone` and a running command: pnpm, the install, the build.
 * Needs Node and npm only. Quick the second time: an unchanged lockfile skips the install, turbo skips the build.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commands } from './commands.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = join(root, 'node_modules', '.flux-bootstrap');
// turbo looks for pnpm on the PATH: the one the install brought.
const env = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  PATH: join(root, 'node_modules', '.bin') + delimiter + process.env.PATH,
};
const [name = 'bootstrap', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) fail(`There is no command "${name}". Known: ${Object.keys(commands).join(', ')}.`, 2);

checkNode();
install();
if (command.build)
  step('build', [
    process.execPath,
    'node_modules/turbo/bin/turbo',
    'run',
    'build',
    '--output-logs=errors-only',
    '--no-update-notifier',
  ]);
for (const { title, argv, passArgs } of command.steps) step(title, passArgs ? [...argv, ...args] : argv, true);

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const fine = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (!fine) fail(`Flux needs Node ^20.19, ^22.12 or >=24; this is ${process.version}.`, 2);
}

function install() {
  const stamp = createHash('sha256')
    .update(process.version)
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  step(`install (${packageManager}, first run only)`, [
    'npx',
    '--yes',
    packageManager,
    'install',
    '--frozen-lockfile',
    '--reporter=append-only',
    '--loglevel=warn',
  ]);
  writeFileSync(stampFile, stamp);
}

function step(title, [program, ...rest], verbatim = false) {
  const started = Date.now();
  process.stderr.write(`▸ ${title}\n`);
  // What comes before the command itself is not part of its output: `--json` prints one document.
  const stdio = ['inherit', verbatim ? 'inherit' : 2, 'inherit'];
  const { status, signal, error } = spawnSync(program, rest, { cwd: root, stdio, env });
  if (status !== 0)
    fail(`✗ ${title} failed${signal ? ` (${signal})` : ''}${error ? `: ${error.message}` : ''}`, status ?? 1);
  if (!verbatim) process.stderr.write(`  ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

function fail(message, code) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
