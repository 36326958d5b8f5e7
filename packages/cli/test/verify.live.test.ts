import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectOrStart } from '@flux/scratch';
import type { PostgresServer } from '@flux/scratch';
import type { VerifyReport } from '@flux/verify';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeProject } from './flux.ts';
import type { Project } from './flux.ts';

const schema = 'CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);';
let server: PostgresServer;
let project: Project;
let url: string;

beforeAll(async () => {
  server = await connectOrStart();
  project = await makeProject();
  url = await server.createDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(schema);
  await client.end();
  await writeFile(join(project.folder, 'before.sql'), schema);
  await project.json(['plan', 'rename-column', 'users.name:display_name'], url);
});
afterAll(async () => {
  await project.remove();
  await server.stop();
});

it('flux verify tries the plan on a throw-away server', async () => {
  const report = await project.json<VerifyReport>(['verify', '--schema', 'before.sql', '--rows', '300'], url);
  expect(report.runs.map((run) => run.name)).toEqual(['forward', 'there and back', 'killed at every step']);
  expect(report.passed).toBe(true);
});

it('another schema is refused', async () => {
  await writeFile(join(project.folder, 'other.sql'), schema.replace('text NOT NULL', 'text'));
  const outcome = await project.flux(['verify', '--schema', 'other.sql'], { url });
  expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining('PLAN_MISMATCH') as string });
});

it('a server that cannot be started: says what to do, and is no bug of Flux', async () => {
  const temporary = join(project.folder, 'tmp');
  await mkdir(join(temporary, 'elsewhere'), { recursive: true });
  await symlink('elsewhere', join(temporary, `flux-scratch-${process.getuid!()}`));
  const outcome = await project.flux(['verify', '--schema', 'before.sql', '--json'], {
    url,
    env: { TMPDIR: temporary },
  });
  expect(outcome.code).toBe(3);
  expect(JSON.parse(outcome.stdout)).toMatchObject({
    error: { code: 'SCRATCH', remedy: expect.stringContaining('TMPDIR') as string },
  });
});
