import { join } from 'node:path';
import { connectOrStart, type PostgresServer } from '@flux/scratch';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyChange } from '../src/folder-change.ts';
import { appendEntries } from '../src/journal.ts';
import { readFolder } from '../src/migrations-folder.ts';
import {
  ensureMigrationsTable,
  migrationHash,
  pendingEntries,
  readApplied,
  recordApplied,
  skippedEntries,
} from '../src/migrations-table.ts';
import { makeProject, type Project } from './drizzle-project.ts';

const table = { schema: 'my "drizzle"', table: '__migrations' };
const settings = { migrationsSchema: table.schema, migrationsTable: table.table };
const snapshot = { id: '', prevId: '' };

let server: PostgresServer;
let project: Project;
let id = 0;
const newId = () => String(++id);

beforeAll(async () => {
  server = await connectOrStart();
  project = makeProject('module', {});
});
afterAll(async () => {
  await server.stop();
  project.remove();
});

async function withDatabase(work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: await server.createDatabase() });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

const shape = `SELECT column_name, data_type, column_default, is_nullable FROM information_schema.columns
  WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position`;

describe('the migrations table', () => {
  it('is the one that drizzle-orm makes, and both read what the other recorded', async () => {
    const folder = join(project.path, 'drizzle');
    const add = (name: string, chunks: string[], now: number) =>
      applyChange(folder, appendEntries(readFolder(folder), [{ name, chunks, snapshot }], 'index', { now, newId }));
    add('one', ['CREATE TABLE one (id int);'], 10_000);
    // The three chunks that take a statement out of the stock runner's transaction.
    add('two', ['COMMIT;', 'CREATE INDEX CONCURRENTLY i ON one (id);', 'BEGIN;'], 20_000);

    const shapes: unknown[] = [];
    await withDatabase(async (client) => {
      expect(await readApplied(client, table)).toEqual([]);
      await migrate(drizzle(client), { migrationsFolder: folder, ...settings });
      shapes.push((await client.query(shape, [table.schema, table.table])).rows);
      const { entries } = readFolder(folder);
      expect(await readApplied(client, table)).toEqual(
        entries.map(({ sql, when }, at) => ({ id: at + 1, hash: migrationHash(sql), when })),
      );
      expect(pendingEntries(entries, await readApplied(client, table))).toEqual([]);
    });
    await withDatabase(async (client) => {
      await ensureMigrationsTable(client, table);
      await ensureMigrationsTable(client, table);
      shapes.push((await client.query(shape, [table.schema, table.table])).rows);
      const [one] = readFolder(folder).entries;
      if (one === undefined) throw new Error('an entry is expected');
      await client.query('CREATE TABLE one (id int)');
      await recordApplied(client, table, { hash: migrationHash(one.sql), when: one.when });
      // Stock: it goes on with the second, or it would fail on the first.
      await migrate(drizzle(client), { migrationsFolder: folder, ...settings });
      expect(await readApplied(client, table)).toHaveLength(2);
    });
    expect(shapes[0]).toEqual(shapes[1]);
  });
});

const entry = (when: number) => ({ when, sql: `SELECT ${when}` });

describe('entries', () => {
  it('dated before the newest applied one are skipped for ever: they are told apart from pending ones', () => {
    const entries = [entry(1), entry(2), entry(3), entry(4)];
    const applied = [entry(1), entry(3)].map(({ when, sql }) => ({ when, hash: migrationHash(sql) }));
    expect(pendingEntries(entries, applied)).toEqual([entry(4)]);
    expect(skippedEntries(entries, applied)).toEqual([entry(2)]);
    expect(pendingEntries(entries, [])).toEqual(entries);
  });
});
