import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '@flux/core';
import { parsePlan } from '@flux/runner';
import { connectOrStart } from '@flux/scratch';
import type { PostgresServer } from '@flux/scratch';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationExamples } from '../src/operation-examples.ts';
import { planValidator } from '../src/plan-validator.ts';
import { makeProject } from './flux.ts';
import type { Project } from './flux.ts';

let server: PostgresServer;
let url: string;
let project: Project;

beforeAll(async () => {
  server = await connectOrStart();
  url = await server.createDatabase();
  project = await makeProject();
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`
    CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, score int);
    CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, amount int, created_at timestamptz);
    INSERT INTO users VALUES (1, 'a', NULL, 1)`);
  await client.end();
});
afterAll(async () => {
  await project.remove();
  await server.stop();
});

/** As a shell reads it. */
const words = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);

const everything = `
  ALTER TABLE users RENAME COLUMN name TO display_name;
  ALTER TABLE users ADD COLUMN plan text NOT NULL, ADD COLUMN token uuid DEFAULT gen_random_uuid();
  ALTER TABLE orders ALTER COLUMN amount TYPE bigint;
  CREATE UNIQUE INDEX users_email_key ON users (lower(email)) WHERE score > 0;
  COMMENT ON TABLE users IS 'people'`;

describe('every plan that flux makes fits the published schema', () => {
  it.each(Object.entries(operationExamples))('flux plan %s', async (name, { example }) => {
    const made = await project.json<{ plan: Plan }>(['plan', name, ...words(example), '--dry-run'], url);
    expect((await planValidator())(made.plan)).toEqual([]);
  });
  it.each(['trigger', 'application'])('a migration of several, %s dual-write', async (way) => {
    const args = ['plan', '--sql', '-', '--fill', `users.plan='free'`, '--dual-write', way, '--dry-run', '--json'];
    const { code, stdout, stderr } = await project.flux(args, { url, input: everything });
    expect(code, stderr).toBe(0);
    expect((await planValidator())((JSON.parse(stdout) as { plan: Plan }).plan)).toEqual([]);
  });
});

interface Tampering {
  readonly what: string;
  readonly keys: readonly (string | number)[];
  /** Undefined: removed. */
  readonly value: unknown;
  /** The path in the message, where it is not the field's own. */
  readonly named?: string;
}

describe('a plan that was tampered with names the field', () => {
  const cases: readonly Tampering[] = [
    { what: 'a step of another kind', keys: ['steps', 0, 'kind'], value: 'magic' },
    { what: 'a unit without SQL', keys: ['steps', 0, 'units', 0, 'sql'], value: undefined },
    { what: 'a lock bound that is text', keys: ['steps', 0, 'locks', 0, 'waitBoundMs'], value: '9' },
    {
      what: 'an action of another kind',
      keys: ['steps', 0, 'actions', 0, 'kind'],
      value: 'boom',
      named: 'steps[0].actions[0]',
    },
    { what: 'a field more', keys: ['steps', 0, 'force'], value: true },
    { what: 'an estimate without its basis', keys: ['steps', 0, 'estimate', 'basis'], value: undefined },
    { what: 'a size that is text', keys: ['tables', 0, 'bytes'], value: 'many' },
  ];
  let json: string;
  beforeAll(async () => {
    const { files } = await project.json<{ files: { plan: string } }>(
      ['plan', 'rename-column', 'users.name:display_name'],
      url,
    );
    json = await readFile(join(project.folder, files.plan), 'utf8');
  });
  it.each(cases)('$what', async ({ keys, value, named }) => {
    const plan: unknown = JSON.parse(json);
    const owner = keys.slice(0, -1).reduce((at, key) => (at as Record<string | number, unknown>)[key], plan);
    Object.assign(owner as object, { [keys.at(-1)!]: value });
    const path =
      named ??
      keys
        .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
        .join('')
        .slice(1);
    const validate = await planValidator();
    const message = expect.stringContaining(`not valid: ${path} `) as string;
    expect(() => parsePlan(JSON.stringify(plan), 'plan.json', validate)).toThrow(
      expect.objectContaining({ code: 'PLAN_INVALID', message }) as Error,
    );
  });
});
