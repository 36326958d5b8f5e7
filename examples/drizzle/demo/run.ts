/** The demo: the same change to the same database under the same traffic, without Flux and with it. */
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ParitySeen } from '@flux/verify';
import { pc } from './colours.ts';
import { comparisonText, failureLines } from './comparison.ts';
import { openDatabases } from './databases.ts';
import type { DemoDatabases } from './databases.ts';
import { compareEndStates, endStateText } from './end-state.ts';
import type { EndState } from './end-state.ts';
import { runFlux } from './flux.ts';
import type { RunRecord } from './measurements.ts';
import { runNaive } from './naive.ts';
import type { DemoOptions } from './options.ts';
import { copyProject } from './project.ts';
import { writeReport } from './report.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const reportFile = '.flux/demo.html';

/** Returns the exit code. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const say = (line: string): void => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  const started = performance.now();
  say(`Starting PostgreSQL and filling it with ${options.rows.toLocaleString('en-US')} users and as many orders ...`);
  const databases = await openDatabases(options.rows);
  try {
    const { seeded, serverVersion } = databases;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    say(`PostgreSQL ${serverVersion}: ${seconds} s, ${seeded.usersWithoutEmail} of the users without e-mail address`);

    const runs: RunRecord[] = [];
    let planText = '';
    runs.push(await perform(databases, options, say, "Drizzle's own", 'naive', runNaive));
    let parity: ParitySeen = { checks: 0, broken: [] };
    const flux = async ({ url, rows, events, startOld, startNew }: Stage): Promise<void> => {
      const project = { url, projectDir: copyProject('flux'), rows };
      ({ planText, parity } = await runFlux({ ...project, events, startOld, startNew, say }));
    };
    runs.push(await perform(databases, options, say, 'Flux', 'flux', flux));
    const endState = await compareEndStates(databases.url('naive'), databases.url('flux'));
    return finish({ runs, planText, parity, endState }, databases, options, say);
  } finally {
    await databases.stop();
  }
}

async function perform(
  databases: DemoDatabases,
  { rows, rate }: DemoOptions,
  say: (line: string) => void,
  name: string,
  database: string,
  run: (stage: Stage) => Promise<void>,
): Promise<RunRecord> {
  const url = await databases.copy(database);
  say('');
  say(pc.bold(`${name} migration, ${rate} requests/s of each application version`));
  const stage = openStage({ name: database, title: name, url, rate, seed: 1, rows, report: say });
  try {
    await run(stage);
    return await stage.finish();
  } catch (error) {
    await stage.abort();
    throw error;
  }
}

interface Outcome {
  readonly runs: readonly RunRecord[];
  readonly planText: string;
  readonly parity: ParitySeen;
  readonly endState: EndState;
}

function finish(
  { runs, planText, parity, endState }: Outcome,
  { serverVersion, seeded }: DemoDatabases,
  { json, rows, rate }: DemoOptions,
  say: (line: string) => void,
): number {
  say('');
  for (const line of comparisonText(runs)) say(line);
  for (const run of runs) {
    const lines = failureLines(run);
    if (lines.length > 0) say(`\n  ${run.name} migration, what failed:`);
    for (const line of lines) say(`    ${line}`);
  }
  say(`\n  Both columns compared ${parity.checks} times while they lived: ${parity.broken[0] ?? 'equal every time'}`);
  for (const line of endStateText(endState)) say(`  ${line}`);
  const file = resolve(reportFile);
  mkdirSync(dirname(file), { recursive: true });
  const title = `One schema change under traffic, ${rows.toLocaleString('en-US')} users, PostgreSQL ${serverVersion}`;
  writeReport(file, { title, runs, planText });
  say(`\n  Timelines: ${file}`);

  const flux = runs[1]!.summary;
  const noticed = flux.before.failed + flux.after.failed + flux.lostWrites + parity.broken.length;
  const passed = noticed + endState.catalogue.length + endState.pulled.length === 0;
  if (json) {
    const measured = runs.map(({ name, events, summary }) => ({ name, events, summary }));
    const document = { postgres: serverVersion, rows, rate, seeded, runs: measured, parity, endState, planText };
    process.stdout.write(`${JSON.stringify({ ...document, report: file, passed }, null, 2)}\n`);
  }
  return passed ? 0 : 1;
}
