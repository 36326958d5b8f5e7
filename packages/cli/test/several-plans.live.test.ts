import { connectOrStart } from '@flux/scratch';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProject } from './flux.ts';
import type { Project } from './flux.ts';

let server: Awaited<ReturnType<typeof connectOrStart>>;
let project: Project;
let url: string;

beforeAll(async () => {
  server = await connectOrStart();
  project = await makeProject();
  url = await server.createDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL); INSERT INTO users VALUES (1, 'a');
    CREATE TABLE orders (id bigint PRIMARY KEY, amount int); INSERT INTO orders VALUES (1, 1)`);
  await client.end();
});
afterAll(async () => {
  await project.remove();
  await server.stop();
});

test('nothing to do: no plan is written', async () => {
  expect(await project.json(['plan', 'set-not-null', 'users.name'], url)).toEqual({ plan: null, files: null });
  expect(await project.files()).toEqual([]);
});

test('apply takes the only plan that is not over, status tells of all', { timeout: 60_000 }, async () => {
  await project.json(['plan', 'add-column', 'users.plan:text', '--id', 'one'], url);
  await project.json(['plan', 'add-column', 'orders.note:text', '--id', 'two'], url);
  const both = await project.flux(['apply'], { url });
  expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('Name one of one, two') as string });
  await project.json(['apply', 'one'], url);
  expect(await project.json(['apply'], url)).toMatchObject({ plan: 'two', done: true });
  expect(await project.json(['status'], url)).toMatchObject([{ plan: 'one' }, { plan: 'two' }]);
  const { stdout } = await project.flux(['status'], { url });
  expect(stdout).toMatch(/^one: .*\ndone\n\ntwo: .*\ndone\n$/);
  // What is over does not stand in the way of the next one.
  await project.json(['plan', 'add-column', 'users.other:text', '--id', 'three'], url);
});
