/**
 * Rows per second of what a plan estimates, on this machine, durable: `npm run bench -- rates [rows]`. The default rates
 * (packages/engines/postgres/src/dialect/rates.ts) are ranges around what this prints, widened for other machines.
 */
import { postgresDriver } from '@flux/postgres';
import { applyPhase, planMigration } from '@flux/runner';
import { startPostgres } from '@flux/scratch';

const rows = Number(process.argv[2] ?? 1_000_000);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

await using server = await startPostgres({ durable: true, settings: { shared_buffers: '256MB', max_wal_size: '2GB' } });
say(`PostgreSQL ${server.serverVersion}, ${rows.toLocaleString('en-US')} rows, durable`);
for (const shape of ['narrow, primary key only', 'wide, four indexes'] as const) await measure(shape);

async function measure(shape: 'narrow, primary key only' | 'wide, four indexes'): Promise<void> {
  const url = await server.createDatabase();
  const session = await postgresDriver.connect(url);
  const wide = shape.startsWith('wide');
  await session.query(
    `CREATE TABLE t (id bigserial PRIMARY KEY, a integer NOT NULL, b text, c text, d timestamptz NOT NULL DEFAULT now())`,
  );
  await session.query(
    `INSERT INTO t (a, b, c) SELECT i, ${wide ? `repeat(md5(i::text), 8)` : `'x'`}, md5(i::text) FROM generate_series(1, ${rows}) i`,
  );
  if (wide) for (const column of ['a', 'b', 'c', 'd']) await session.query(`CREATE INDEX ON t (${column})`);
  await session.query('VACUUM ANALYZE t');
  const plan = await planMigration(postgresDriver, session, {
    id: 'bench',
    createdAt: '2026-01-01T00:00:00Z',
    sql: 'ALTER TABLE t ALTER a TYPE bigint; CREATE INDEX t_new ON t (c, id)',
    renames: [],
    fills: {},
    dualWrite: 'trigger',
    batch: { rows: 10_000, pauseMs: 0 },
    releaseCommand: 'bench',
  });
  const started = new Map<string, number>();
  const took = new Map<string, number>();
  await applyPhase({
    driver: postgresDriver,
    session,
    plan,
    actor: 'bench',
    onEvent: (event) => {
      if (event.kind === 'stepStarted') started.set(event.step, performance.now());
      if (event.kind === 'stepDone') took.set(event.step, performance.now() - started.get(event.step)!);
      if (event.kind === 'unitDone') took.set(`${event.step} ${event.unit}`, event.ms);
    },
  });
  const rate = (ms: number | undefined): string =>
    ms === undefined ? 'not run' : `${Math.round((rows / ms) * 1000).toLocaleString('en-US')} rows/s`;
  const step = (word: string): string => plan.steps.find((s) => s.id.includes(word))!.id;
  say(`${shape}:`);
  say(`  backfill, no pause      ${rate(took.get(step('copy')))}`);
  say(`  index build             ${rate(took.get(`${step('build-index-t-new')} 1`))}`);
  say(`  validate a CHECK        ${rate(took.get(`${step('not-null')} 1`))}`);
  await session.end();
}
