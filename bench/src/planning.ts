/** Start-up and planning: `npm run bench -- planning`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { postgresDriver } from '@flux/postgres';
import { planMigration } from '@flux/runner';
import { startPostgres } from '@flux/scratch';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const flux = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url));

const starts = Array.from({ length: 10 }, () => {
  const started = performance.now();
  spawnSync(process.execPath, [flux, '--help']);
  return performance.now() - started;
});
say(`flux --help: ${median(starts).toFixed(0)} ms (median of 10)`);

await using server = await startPostgres();
const session = await postgresDriver.connect(await server.createDatabase());
for (let i = 0; i < 200; i += 1) {
  await session.query(
    `CREATE TABLE t${i} (id serial PRIMARY KEY, name text NOT NULL, amount integer NOT NULL, note text)`,
  );
}
const request = {
  id: 'bench',
  createdAt: '2026-01-01T00:00:00Z',
  sql: 'ALTER TABLE t7 RENAME name TO title; ALTER TABLE t8 ALTER amount TYPE bigint; CREATE INDEX t9_note ON t9 (note)',
  renames: [],
  fills: {},
  dualWrite: 'trigger',
  releaseCommand: 'bench',
} as const;
const plans: number[] = [];
for (let i = 0; i < 10; i += 1) {
  const started = performance.now();
  await planMigration(postgresDriver, session, request);
  plans.push(performance.now() - started);
}
say(
  `plan of three changes against 200 tables: ${median(plans).toFixed(0)} ms (median of 10), first ${plans[0]!.toFixed(0)} ms`,
);
await session.end();
