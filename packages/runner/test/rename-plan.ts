import type { Plan, SqlUnit, Step, TableName } from '@flux/core';

/**
 * `users.name` → `display_name` as a plan of real PostgreSQL statements, written by hand: the runner's tests do not
 * depend on the planner. One phase with every kind of step, and a contract behind a gate.
 */
export const users: TableName = { schema: 'public', name: 'users' };
export const planId = 'rename-users-name';

/** The runner marks its own journal; only files need these. */
const nothing: SqlUnit = { run: 'plain', sql: 'SELECT 1' };

/** As the compiler writes them: bounded wait, retried, journalled in its own transaction. */
function guarded(step: string, unit: number, statements: readonly string[]): SqlUnit {
  const executes = statements.map((sql) => `EXECUTE $q$${sql}$q$;`).join('\n      ');
  return {
    run: 'guarded',
    sql: `DO $flux$ DECLARE n int := 0; BEGIN
  LOOP n := n + 1;
    BEGIN
      PERFORM set_config('lock_timeout', '250ms', true);
      ${executes}
      INSERT INTO flux.journal (plan, step, unit) VALUES ('${planId}', '${step}', ${unit})
        ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp();
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF n >= 40 THEN RAISE; END IF;
    END;
    PERFORM pg_sleep(0.1 * (0.5 + random()));
  END LOOP;
END $flux$ -- ${step}`,
  };
}

/** A rollback's unit as the compiler writes it: passes itself over when it is done, and marks the step undone. */
const undo = (step: string, unit: number, statements: readonly string[]): SqlUnit => ({
  run: 'guarded',
  sql: `DO $flux$ BEGIN
  IF EXISTS (SELECT FROM flux.journal WHERE plan = '${planId}' AND step = '${step}~undo' AND unit = ${unit} AND state = 'done') THEN RETURN; END IF;
  ${statements.map((sql) => `${sql};`).join('\n  ')}
  INSERT INTO flux.journal (plan, step, unit) VALUES ('${planId}', '${step}~undo', ${unit})
    ON CONFLICT (plan, step, unit) DO UPDATE SET state = 'done';
  UPDATE flux.journal SET state = 'undone' WHERE plan = '${planId}' AND step = '${step}';
END $flux$`,
});

const phaseGuard = (phase: number, fingerprint: string): SqlUnit => ({
  run: 'plain',
  sql:
    phase === 0
      ? `INSERT INTO flux.plans (plan, fingerprint, fresh)
  VALUES ('${planId}', '${fingerprint}', NOT EXISTS (SELECT FROM public.users)) ON CONFLICT DO NOTHING`
      : `DO $flux$ BEGIN
  IF NOT EXISTS (SELECT FROM flux.plans WHERE plan = '${planId}' AND fresh)
    AND NOT EXISTS (SELECT FROM flux.gates WHERE plan = '${planId}' AND phase = ${phase}) THEN
    RAISE EXCEPTION 'gate % is closed', ${phase};
  END IF;
END $flux$`,
});

const syncFunction = `CREATE OR REPLACE FUNCTION public.users_sync() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN
  IF current_setting('flux.backfill', true) = 'on' THEN NEW.display_name := NEW.name; RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.display_name IS NOT NULL THEN NEW.name := NEW.display_name;
    ELSE NEW.display_name := NEW.name; PERFORM setval('public.users_old_writes', extract(epoch FROM clock_timestamp())::bigint); END IF;
  ELSIF NEW.display_name IS DISTINCT FROM OLD.display_name THEN NEW.name := NEW.display_name;
  ELSE
    IF NEW.name IS DISTINCT FROM OLD.name THEN PERFORM setval('public.users_old_writes', extract(epoch FROM clock_timestamp())::bigint); END IF;
    NEW.display_name := NEW.name;
  END IF;
  RETURN NEW; END $f$`;

const pair = {
  mode: 'twoWay',
  source: 'name',
  target: 'display_name',
  forward: [{ column: 'name' }],
  backward: [{ column: 'display_name' }],
  representable: null,
  unique: false,
  record: 'users_name',
} as const;

const text = {
  type: 'text',
  nullable: true,
  default: null,
  identity: null,
  generated: null,
  sequence: null,
  collation: null,
  comment: null,
} as const;

const estimate = { lowMs: 1, highMs: 10, calibrated: false, basis: 'by hand' };
const columnExists = (name: string, expect: string) => ({
  what: `column users.${name}`,
  query: `SELECT count(*) FROM pg_attribute WHERE attrelid = 'public.users'::regclass AND attname = '${name}' AND NOT attisdropped`,
  expect,
});
const remaining = {
  what: 'rows where the columns differ',
  query: 'SELECT count(*) FROM public.users WHERE display_name IS DISTINCT FROM name',
  expect: '0',
};

export const ids = {
  expand: '01-expand',
  backfill: '02-backfill',
  index: '03-index',
  parity: '04-parity',
  deploy: '05-deploy',
  contract: '06-contract',
} as const;

export function renamePlan(
  options: { fingerprint?: string; rows?: number; batchRows?: number; pauseMs?: number; irreversible?: boolean } = {},
): Plan {
  const { fingerprint = 'f0', rows = 1000, batchRows = 100, pauseMs = 0, irreversible = false } = options;
  const common = { locks: [], estimate, units: [], undone: nothing };
  const steps: readonly Step[] = [
    {
      ...common,
      id: ids.expand,
      title: 'add display_name, kept equal by triggers',
      phase: 0,
      kind: 'sql',
      actions: [
        { kind: 'addColumn', table: users, column: { name: 'display_name', ...text } },
        { kind: 'addSync', table: users, pair },
      ],
      units: [
        guarded(ids.expand, 0, [
          'CREATE SEQUENCE IF NOT EXISTS public.users_old_writes',
          'ALTER TABLE public.users ADD COLUMN IF NOT EXISTS display_name text',
          syncFunction,
          'DROP TRIGGER IF EXISTS users_sync ON public.users',
          'CREATE TRIGGER users_sync BEFORE INSERT OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.users_sync()',
        ]),
      ],
      rollback: {
        possible: true,
        units: [
          undo(ids.expand, 0, ['DROP TRIGGER users_sync ON public.users']),
          undo(ids.expand, 1, [
            'ALTER TABLE public.users DROP COLUMN display_name',
            'DROP FUNCTION public.users_sync()',
            'DROP SEQUENCE public.users_old_writes',
          ]),
        ],
        safeUntil: 'new',
        loses: null,
      },
      checkpoint: columnExists('display_name', '1'),
    },
    {
      ...common,
      id: ids.backfill,
      title: 'copy name to display_name',
      phase: 0,
      kind: 'backfill',
      table: users,
      actions: [
        {
          kind: 'fillColumns',
          table: users,
          set: [{ column: 'display_name', value: [{ column: 'name' }] }],
          where: [{ column: 'display_name' }, ' IS DISTINCT FROM ', { column: 'name' }],
          quiet: true,
        },
      ],
      batch: { rows: batchRows, pauseMs },
      pages: {
        keys: ['id'],
        next: 'SELECT max(id)::text AS k1, count(*) AS rows FROM (SELECT id FROM public.users ORDER BY id LIMIT $1::bigint) s',
        nextFrom:
          'SELECT max(id)::text AS k1, count(*) AS rows FROM (SELECT id FROM public.users WHERE id > $1::bigint ORDER BY id LIMIT $2::bigint) s',
        run: 'UPDATE public.users SET display_name = name WHERE id <= $1::bigint AND display_name IS DISTINCT FROM name',
        runFrom:
          'UPDATE public.users SET display_name = name WHERE id > $1::bigint AND id <= $2::bigint AND display_name IS DISTINCT FROM name',
        before: [`SET LOCAL lock_timeout = '100ms'`, `SET LOCAL flux.backfill = 'on'`],
      },
      inline: [{ run: 'alone', sql: 'SELECT 1' }],
      rollback: { possible: true, units: [], safeUntil: null, loses: null },
      checkpoint: { ...remaining, until: ids.contract },
    },
    {
      ...common,
      id: ids.index,
      title: 'index display_name',
      phase: 0,
      kind: 'sql',
      actions: [],
      units: [
        {
          run: 'plain',
          sql: `DO $flux$ BEGIN IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.users_display_name_idx') AND NOT indisvalid) THEN
  DROP INDEX public.users_display_name_idx; END IF; END $flux$`,
        },
        {
          run: 'alone',
          sql: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS users_display_name_idx ON public.users (display_name)',
        },
      ],
      rollback: {
        possible: true,
        units: [{ run: 'alone', sql: 'DROP INDEX CONCURRENTLY IF EXISTS public.users_display_name_idx' }],
        safeUntil: null,
        loses: null,
      },
      checkpoint: {
        what: 'valid index users_display_name_idx',
        query: `SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass('public.users_display_name_idx') AND indisvalid`,
        expect: '1',
      },
    },
    {
      id: ids.parity,
      title: 'both columns agree',
      phase: 0,
      kind: 'check',
      units: [],
      undone: nothing,
      checkpoint: { ...remaining, until: ids.deploy },
      remedy: 'Run the backfill again.',
      estimate,
    },
    {
      id: ids.deploy,
      title: 'deploy the new release',
      phase: 0,
      kind: 'deploy',
      release: 'new',
      application: ['reads and writes display_name'],
      gate: {
        gone: 'the release that writes name',
        evidence: [
          {
            what: 'writes of name',
            query:
              'SELECT CASE WHEN is_called THEN to_timestamp(last_value) END AS last_seen FROM public.users_old_writes',
          },
        ],
        unwatched: [],
        blindSpots: ['readers of name leave no trace'],
      },
    },
    {
      ...common,
      id: ids.contract,
      title: 'drop name',
      phase: 1,
      kind: 'sql',
      actions: [
        { kind: 'dropSync', table: users, pair },
        { kind: 'dropColumn', table: users, column: 'name', recover: null },
      ],
      units: [
        guarded(ids.contract, 0, [
          'DROP TRIGGER IF EXISTS users_sync ON public.users',
          'ALTER TABLE public.users DROP COLUMN IF EXISTS name',
        ]),
      ],
      rollback: irreversible
        ? { possible: false, reason: 'the values of name are gone.', units: [] }
        : {
            possible: true,
            units: [
              undo(ids.contract, 0, [
                'ALTER TABLE public.users ADD COLUMN name text',
                'UPDATE public.users SET name = display_name',
                'CREATE TRIGGER users_sync BEFORE INSERT OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.users_sync()',
              ]),
            ],
            safeUntil: null,
            loses: 'names written while the columns differed',
          },
      checkpoint: columnExists('name', '0'),
    },
  ];
  return {
    version: 1,
    id: planId,
    title: 'rename users.name to display_name',
    type: 'expand-contract',
    engine: { name: 'postgres', serverVersion: 180_004 },
    createdAt: '2026-11-20T00:00:00.000Z',
    source: ['ALTER TABLE users RENAME COLUMN name TO display_name'],
    operations: [{ kind: 'renameColumn', table: users, from: 'name', to: 'display_name', direct: [], statements: [0] }],
    steps,
    phases: [
      { name: 'expand', guard: [phaseGuard(0, fingerprint)], closeGate: nothing },
      { name: 'contract', guard: [phaseGuard(1, fingerprint)], closeGate: nothing },
    ],
    bookkeeping: { stop: nothing, done: nothing, reopened: nothing, rolledBack: nothing, forgotten: nothing },
    hazards: [],
    tables: [{ ...users, rows, bytes: rows * 64, writesPerSecond: null }],
    pointOfNoReturn: irreversible ? ids.contract : null,
    fingerprint,
  };
}
