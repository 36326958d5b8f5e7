/** The run with Flux: what a developer types, with nothing of Flux called from inside. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { ParityWatch } from '@flux/verify';
import type { ParitySeen } from '@flux/verify';
import type { EventLog } from './event-log.ts';
import { clock } from './measurements.ts';
import { writeSchema } from './project.ts';
import type { Traffic } from './traffic.ts';

export interface FluxRunOptions {
  readonly url: string;
  /** A copy of the project as it is before the change; `writeSchema` edits its schema file. */
  readonly projectDir: string;
  readonly rows: number;
  readonly events: EventLog;
  readonly startOld: () => Promise<Traffic>;
  readonly startNew: () => Promise<Traffic>;
  /** Takes what the commands print. */
  readonly say: (line: string) => void;
}

export interface FluxRun {
  readonly planText: string;
  /** What the watch on both columns saw, all the time. */
  readonly parity: ParitySeen;
}

// dist/bin.js stands beside the package's entry.
const bin = join(dirname(createRequire(import.meta.url).resolve('drizzle-flux')), 'bin.js');

export async function runFlux(options: FluxRunOptions): Promise<FluxRun> {
  const { url, projectDir, events, say } = options;
  const old = await options.startOld();
  events.mark('Old version serves');
  await pause(3000);

  writeSchema(projectDir, 'after');
  const planned = events.begin('drizzle-flux generate: Drizzle’s migration, split');
  await drizzleFlux(options, ['generate', '--rename', 'users.name:display_name'], () => undefined);
  planned();
  const folder = join(projectDir, 'flux', 'plans');
  const planFolder = join(folder, readdirSync(folder)[0]!);
  const planText = readFileSync(join(planFolder, 'plan.txt'), 'utf8');
  for (const line of planText.trimEnd().split('\n')) say(`  ${line}`);
  const parity = new ParityWatch(url, JSON.parse(readFileSync(join(planFolder, 'plan.json'), 'utf8')), 500);

  try {
    await migrate(options);
    const deployed = events.begin('Rolling deploy: both versions serve');
    await options.startNew();
    await pause(5000);
    await old.stop();
    deployed();
    events.mark('Old version is gone');
    const released = events.begin('drizzle-flux release');
    await drizzleFlux(options, ['release', '--confirm', 'the demo stopped the old version'], () => undefined);
    released();
    await migrate(options);
    await pause(2000);
  } finally {
    await parity.stop();
  }
  return { planText, parity: await parity.stop() };
}

/** Each file becomes an event of its own: it begins where the one before it ended. */
async function migrate(options: FluxRunOptions): Promise<void> {
  options.events.mark('drizzle-flux migrate');
  let since = clock();
  await drizzleFlux(options, ['migrate'], (line) => {
    const file = /✓ (\S+)/.exec(line)?.[1];
    if (file === undefined) return options.say(`            ${line.trim()}`);
    options.events.ended(file, since);
    since = clock();
  });
}

/** One command as a developer runs it; its progress lines are on stderr. */
async function drizzleFlux(
  { url, projectDir }: FluxRunOptions,
  args: readonly string[],
  onLine: (line: string) => void,
): Promise<void> {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: projectDir,
    env: { ...process.env, DATABASE_URL: url, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => output.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => {
    output.push(line);
    onLine(line);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`drizzle-flux ${args.join(' ')} ended with ${code}:\n${output.join('\n')}`);
}
