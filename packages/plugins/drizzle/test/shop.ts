import { spawn } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { PostgresServer } from '@flux/scratch';
import { Client } from 'pg';
import { makeProject } from './drizzle-project.ts';
import type { Finished, Project } from './drizzle-project.ts';

const example = fileURLToPath(new URL('../../../../examples/drizzle/', import.meta.url));
const schema = (version: 'before' | 'after') => readFileSync(join(example, 'src', version, 'schema.ts'), 'utf8');

const config = `import { defineConfig } from 'drizzle-kit';
import { withFlux } from 'drizzle-flux';
const targets = process.env.STAGING_URL ? { staging: { url: process.env.STAGING_URL } } : {};
export default withFlux(
  defineConfig({ dialect: 'postgresql', schema: './schema.ts', out: './drizzle', dbCredentials: { url: process.env.DATABASE_URL } }),
  { targets, ...(process.env.NOT_LIVE ? { live: false } : {}) },
);
`;
const report = `.then(() => console.log('applied'), (error) => {
  console.log('FAILED', error.cause?.message ?? error.message, '| hint:', error.cause?.hint);
  process.exitCode = 1;
});`;
/** drizzle-orm's own migrate(), as a deploy script calls it. */
const stock = {
  'stock-pg.mjs': `import pg from 'pg';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
await migrate(drizzle(client), { migrationsFolder: './drizzle' })${report}
await client.end();`,
  'stock-js.mjs': `import postgres from 'postgres';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
const client = postgres(process.env.DATABASE_URL, { max: 1, onnotice: () => {} });
await migrate(drizzle(client), { migrationsFolder: './drizzle' })${report}
await client.end();`,
};
export type StockDriver = 'pg' | 'js';

/** The example's shop: rename, int → bigint, index, NOT NULL with a fill, in one migration. */
export interface Shop extends Project {
  readonly planId: string;
  /** Our program, for runs with an environment of their own. */
  readonly bin: string;
  stock(driver: StockDriver, url: string): Promise<Finished>;
  flux(url: string, ...args: string[]): Promise<Finished>;
  /** `drizzle-flux` killed with SIGKILL after so many milliseconds; true when it was through before. */
  killed(ms: number, url: string, ...args: string[]): Promise<boolean>;
  kit(url: string, ...args: string[]): Promise<Finished>;
}

export const answers = ['--rename', 'users.name:display_name', '--fill', "users.email='unknown-' || id"];

const env = (url: string) => ({ DATABASE_URL: url });

export function makeShop(): Shop {
  const project = makeProject(
    'module',
    { 'drizzle.config.ts': config, 'schema.ts': schema('before'), ...stock },
    { record: false },
  );
  cpSync(join(example, 'drizzle'), join(project.path, 'drizzle'), { recursive: true });
  const bin = join(project.path, 'node_modules/drizzle-flux/dist/bin.js');
  return {
    ...project,
    bin,
    get planId() {
      return project.list('flux/plans')[0] ?? '';
    },
    stock: (driver, url) => project.run(process.execPath, [`stock-${driver}.mjs`], env(url)),
    flux: (url, ...args) => project.run(process.execPath, [bin, ...args], env(url)),
    kit: (url, ...args) => project.drizzleKit(args, env(url)),
    killed: (ms, url, ...args) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [bin, ...args], {
          cwd: project.path,
          env: { ...process.env, ...env(url) },
          stdio: 'ignore',
        });
        const timer = setTimeout(() => child.kill('SIGKILL'), ms);
        child.on('error', reject);
        child.on('close', (code) => {
          clearTimeout(timer);
          resolve(code === 0);
        });
      }),
  };
}

export const toAfter = (shop: Project): void => shop.write({ 'schema.ts': schema('after') });
export const toBefore = (shop: Project): void => shop.write({ 'schema.ts': schema('before') });

/** A database with the schema before the change, and rows. */
export async function liveDatabase(server: PostgresServer, shop: Shop, rows = 2000): Promise<string> {
  const url = await server.createDatabase();
  const initial = readFileSync(join(example, 'drizzle/0000_initial.sql'), 'utf8');
  const { entries } = JSON.parse(shop.read('drizzle/meta/_journal.json')) as { entries: { when: number }[] };
  await sql(url, async (client) => {
    await client.query(initial);
    await client.query('CREATE SCHEMA drizzle');
    await client.query(
      'CREATE TABLE drizzle.__drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint)',
    );
    await client.query('INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ($1, $2)', [
      'initial',
      entries[0]!.when,
    ]);
    await client.query(
      `INSERT INTO users (name, email) SELECT 'name ' || n, CASE WHEN n % 10 > 0 THEN 'mail' || n END FROM generate_series(1, $1::int) AS n`,
      [rows],
    );
    await client.query('INSERT INTO orders (user_id, amount) SELECT n, n * 3 FROM generate_series(1, $1::int) AS n', [
      rows,
    ]);
    await client.query('ANALYZE');
  });
  return url;
}

export async function sql<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const shape = [
  `SELECT table_name, column_name, data_type, column_default, is_nullable FROM information_schema.columns
   WHERE table_schema = 'public' ORDER BY 1, 2`,
  `SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
   WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`,
  `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`,
  `SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2`,
  `SELECT c.relname, s.data_type FROM pg_sequences s JOIN pg_class c ON c.relname = s.sequencename WHERE schemaname = 'public' ORDER BY 1`,
];

/** Everything of the public schema but the columns' order. */
export const schemaOfDatabase = (url: string): Promise<string[]> =>
  sql(url, async (client) => {
    const lines: string[] = [];
    for (const query of shape) {
      const { rows } = await client.query<Record<string, unknown>>(query);
      lines.push(...rows.map((row) => Object.values(row).join(' | ')));
    }
    return lines;
  });

/** What `drizzle-kit pull` reads back, without identities. */
export async function pulled(shop: Shop, url: string): Promise<unknown> {
  const out = `pulled-${Math.random().toString(36).slice(2)}`;
  shop.write({
    [`${out}.config.ts`]: `export default { dialect: 'postgresql', out: './${out}', schemaFilter: ['public'], dbCredentials: { url: process.env.DATABASE_URL } };`,
  });
  const { code, output } = await shop.kit(url, 'pull', '--config', `${out}.config.ts`);
  if (code !== 0) throw new Error(output);
  const {
    id: _id,
    prevId: _prevId,
    ...rest
  } = JSON.parse(shop.read(`${out}/meta/0000_snapshot.json`)) as Record<string, unknown>;
  return rest;
}
