import { mkdir, mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectOrStart } from '@flux/scratch';
import type { PostgresServer } from '@flux/scratch';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { releaseSqlFiles, writeSqlFiles } from '../src/index.ts';
import { planFor, rows, schema } from './planned.ts';

let server: PostgresServer;
let folder: string;
beforeAll(async () => {
  server = await connectOrStart();
  folder = await mkdtemp(join(tmpdir(), 'flux-sql-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await server.stop();
});

it('released files are numbered after what came in, and each names the one that now follows it', async () => {
  const url = await server.createDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(schema);
  await client.query(rows);
  await client.end();
  const plan = await planFor(url);
  const folders = { migrations: join(folder, 'migrations'), plans: join(folder, 'plans') };
  const { current, held } = await writeSqlFiles(folders, plan);
  const texts = new Map(await Promise.all(held.map(async (path) => [path, await readFile(path, 'utf8')] as const)));
  const between = `${String(current.length + 1).padStart(4, '0')}_of-a-colleague.sql`;
  await writeFile(join(folders.migrations, between), '-- migrate:up\nSELECT 1;\n');

  await releaseSqlFiles(folders, plan, 1);
  const names = (await readdir(folders.migrations)).toSorted();
  const released = names.slice(names.indexOf(between) + 1);
  expect(released.length).toBeGreaterThan(2);
  for (const [index, name] of released.slice(0, -1).entries())
    expect(await readFile(join(folders.migrations, name), 'utf8')).toContain(`\n-- next: ${released[index + 1]}\n`);

  // Cut off after the first: the held files are there, and of the new ones only that.
  for (const name of released.slice(1)) await unlink(join(folders.migrations, name));
  const waiting = join(folders.plans, plan.id, 'held', '1');
  expect(await readdir(join(folders.plans, plan.id, 'held'))).not.toContain('1');
  await mkdir(waiting, { recursive: true });
  for (const [path, text] of texts) if (path.startsWith(`${waiting}/`)) await writeFile(path, text);
  await releaseSqlFiles(folders, plan, 1);
  expect((await readdir(folders.migrations)).toSorted()).toEqual(names);
});
