import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadProject } from '../src/config.ts';
import { connectionOf } from '../src/connection.ts';
import { makeProject, plainConfig, type Project } from './drizzle-project.ts';

// Each test runs drizzle-kit a few times.
vi.setConfig({ testTimeout: 30_000 });

let project: Project;
afterEach(() => project.remove());

const wrapped = (fields: string, options = '') => `import { withFlux } from 'drizzle-flux';
export default withFlux({ ${fields} }, { ${options} });`;

const outTo = (out: string) => wrapped(`dialect: 'postgresql', out: '${out}'`);

describe('loadProject', () => {
  it('gives what drizzle-kit would use', async () => {
    project = makeProject('module', { 'drizzle.config.ts': plainConfig });
    expect(await loadProject(undefined, project.path)).toEqual({
      configPath: join(project.path, 'drizzle.config.ts'),
      dialect: 'postgresql',
      out: join(project.path, 'drizzle'),
      schema: [join(project.path, 'schema.ts')],
      prefix: 'index',
      migrationsTable: { schema: 'drizzle', table: '__drizzle_migrations' },
      credentials: undefined,
      driver: undefined,
      flux: {},
    });
  });

  for (const [type, file] of [
    ['module', 'drizzle.config.js'],
    ['commonjs', 'drizzle.config.ts'],
    ['commonjs', 'drizzle.config.mjs'],
  ] as const) {
    it(`${type}: reads ${file}, its options and its migrations table`, async () => {
      const fields = `dialect: 'postgresql', schema: ['a.ts', 'b.ts'], migrations: { table: 'm', schema: 's', prefix: 'unix' }`;
      project = makeProject(type, { [file]: wrapped(fields, `dualWrite: 'application'`) });
      expect(await loadProject(undefined, project.path)).toMatchObject({
        out: join(project.path, 'drizzle'),
        schema: [join(project.path, 'a.ts'), join(project.path, 'b.ts')],
        prefix: 'unix',
        migrationsTable: { schema: 's', table: 'm' },
        flux: { dualWrite: 'application' },
      });
    });
  }

  it('reads CommonJS and JSON configs', async () => {
    const commonjs = `const { withFlux } = require('drizzle-flux'); module.exports = withFlux({ dialect: 'postgresql' });`;
    project = makeProject('commonjs', {
      'one.cjs': commonjs,
      'two.json': '{ "dialect": "postgresql", "out": "./sql" }',
    });
    expect(await loadProject('one.cjs', project.path)).toMatchObject({ flux: {} });
    expect(await loadProject('two.json', project.path)).toMatchObject({
      flux: undefined,
      out: join(project.path, 'sql'),
    });
  });

  it('evaluates it anew each time, and hooks nothing', async () => {
    project = makeProject('module', { 'drizzle.config.ts': outTo('one') });
    const before = process.listenerCount('exit');
    await loadProject(undefined, project.path);
    project.write({ 'drizzle.config.ts': outTo('two') });
    expect((await loadProject(undefined, project.path)).out).toBe(join(project.path, 'two'));
    expect(process.listenerCount('exit')).toBe(before);
    expect(process.env.FLUX_SKIP).toBeUndefined();
  });

  it('refuses other dialects, missing and broken configs', async () => {
    project = makeProject('module', {
      'mysql.ts': wrapped(`dialect: 'mysql'`),
      'broken.ts': 'export default withFlux(',
    });
    const refusals = { 'mysql.ts': 'UNSUPPORTED_SERVER', 'broken.ts': 'USAGE', 'none.ts': 'USAGE' };
    for (const [file, code] of Object.entries(refusals)) {
      await expect(loadProject(file, project.path)).rejects.toMatchObject({ code });
    }
    await expect(loadProject(undefined, project.path)).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('connectionOf', () => {
  const cases = [
    [`dbCredentials: { url: 'postgres://db/app' }`, '', { connectionString: 'postgres://db/app' }],
    [
      `dbCredentials: { url: 'postgres://db/app' }`,
      `url: 'postgres://live/app'`,
      { connectionString: 'postgres://live/app' },
    ],
    [
      `dbCredentials: { host: 'db', port: 6432, user: 'u', password: 'p', database: 'app', ssl: 'require' }`,
      '',
      { host: 'db', port: 6432, user: 'u', password: 'p', database: 'app', ssl: { rejectUnauthorized: false } },
    ],
  ] as const;
  for (const [fields, options, expected] of cases) {
    it(`${fields} { ${options} }`, async () => {
      project = makeProject('module', { 'drizzle.config.ts': wrapped(`dialect: 'postgresql', ${fields}`, options) });
      expect(connectionOf(await loadProject(undefined, project.path))).toEqual(expected);
    });
  }

  it('knows named targets, and refuses what is not there', async () => {
    const options = `targets: { staging: { url: 'postgres://staging/app' } }`;
    const fields = `dialect: 'postgresql', dbCredentials: { url: process.env.NOT_SET }`;
    project = makeProject('module', { 'drizzle.config.ts': wrapped(fields, options) });
    const loaded = await loadProject(undefined, project.path);
    expect(connectionOf(loaded, 'staging')).toEqual({ connectionString: 'postgres://staging/app' });
    expect(() => connectionOf(loaded, 'live')).toThrow(expect.objectContaining({ code: 'USAGE' }));
    expect(() => connectionOf(loaded)).toThrow(expect.objectContaining({ code: 'USAGE' }));
    const pglite = { ...loaded, driver: 'pglite' };
    expect(() => connectionOf(pglite)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_SERVER' }));
  });
});
