import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeProject, plainConfig, schemaOf, type Project } from './drizzle-project.ts';

const users = `export const users = pgTable('users', { id: serial('id').primaryKey(), name: text('name').notNull() });`;
const schema = { 'schema.ts': schemaOf(users) };
const body = `withFlux(defineConfig({ dialect: 'postgresql', schema: './schema.ts', out: './drizzle' }))`;
const commonjs = `const { defineConfig } = require('drizzle-kit');
const { withFlux } = require('drizzle-flux');
module.exports = ${body};
`;
const initial = ['--name', 'init'];

// Each test runs drizzle-kit a few times.
vi.setConfig({ testTimeout: 30_000 });

let project: Project;
afterEach(() => project.remove());

describe('plain drizzle-kit generate starts one split', () => {
  const cases = [
    { type: 'module', file: 'drizzle.config.ts', config: plainConfig, args: [] },
    { type: 'commonjs', file: 'drizzle.config.ts', config: plainConfig, args: [] },
    { type: 'module', file: 'drizzle.config.js', config: plainConfig, args: [] },
    { type: 'commonjs', file: 'drizzle.config.js', config: commonjs, args: [] },
    { type: 'module', file: 'other.config.mjs', config: plainConfig, args: ['--config', 'other.config.mjs'] },
    { type: 'module', file: 'other.config.cjs', config: commonjs, args: ['--config=other.config.cjs'] },
    { type: 'commonjs', file: 'db/other.config.ts', config: plainConfig, args: ['--config', 'db/other.config.ts'] },
  ] as const;
  for (const { type, file, config, args } of cases) {
    it(`${type}: ${['generate', ...args].join(' ')} with ${file}`, async () => {
      project = makeProject(type, { ...schema, [file]: config });
      const { code, output } = await project.drizzleKit(['generate', ...args, ...initial]);
      expect({ code, list: project.list('drizzle') }, output).toEqual({ code: 0, list: ['0000_init.sql', 'meta'] });
      const configArgs = args.length === 0 ? [] : ['--config', file];
      expect(project.started()).toEqual([['split', ...configArgs, '--tag', '0000_init']]);
    });
  }
});

describe('withFlux', () => {
  it('starts one split when the config is evaluated more than once', async () => {
    const twice = plainConfig.replace('export default', 'withFlux({ out: "./drizzle" });\nexport default');
    project = makeProject('module', { ...schema, 'drizzle.config.ts': twice });
    await project.drizzleKit(['generate', ...initial]);
    expect(project.started()).toHaveLength(1);
  });

  it('is silent where nothing was generated, under FLUX_SKIP, and for a custom file', async () => {
    project = makeProject('module', { ...schema, 'drizzle.config.ts': plainConfig });
    expect(await project.drizzleKit(['generate', ...initial], { FLUX_SKIP: '1' })).toMatchObject({ code: 0 });
    const again = await project.drizzleKit(['generate']);
    expect(again.output).toContain('No schema changes');
    expect(again.code).toBe(0);
    expect(await project.drizzleKit(['generate', '--custom', '--name', 'mine'])).toMatchObject({ code: 0 });
    expect(await project.drizzleKit(['check'])).toMatchObject({ code: 0 });
    expect(project.started()).toEqual([]);
  });

  it('passes on the exit code of a split that fails', async () => {
    project = makeProject('module', { ...schema, 'drizzle.config.ts': plainConfig });
    expect(await project.drizzleKit(['generate'], { SPLIT_EXIT: '3' })).toMatchObject({ code: 3 });
  });

  it('exits 1 where drizzle-kit reports an error and exits 0', async () => {
    project = makeProject('module', { ...schema, 'drizzle.config.ts': plainConfig });
    await project.drizzleKit(['generate', ...initial], { FLUX_SKIP: '1' });
    const copy = JSON.parse(project.read('drizzle/meta/0000_snapshot.json')) as object;
    // Two snapshots with one parent: what a merge of two branches leaves.
    project.write({ 'drizzle/meta/0001_snapshot.json': JSON.stringify({ ...copy, id: 'other' }) });
    expect(await project.drizzleKit(['generate'], { FLUX_SKIP: '1' })).toMatchObject({ code: 0 });
    const { code, output } = await project.drizzleKit(['generate']);
    expect(output).toContain('collision');
    expect(code, output).toBe(1);
  });

  it('gives drizzle-kit the same config, and our commands the options', async () => {
    project = makeProject('module', {
      'ask.mjs': `import { withFlux } from 'drizzle-flux';
const config = Object.freeze({ dialect: 'postgresql', out: './x' });
const wrapped = withFlux(config, { dualWrite: 'application' });
console.log(JSON.stringify([wrapped, wrapped[Symbol.for('flux.options')], Object.keys(wrapped)]));`,
    });
    const { output } = await project.run(process.execPath, ['ask.mjs']);
    const config = { dialect: 'postgresql', out: './x' };
    expect(JSON.parse(output)).toEqual([config, { dualWrite: 'application' }, ['dialect', 'out']]);
  });

  it('finishes an interrupted change of the folder before drizzle-kit reads it', async () => {
    project = makeProject('module', { ...schema, 'drizzle.config.ts': plainConfig });
    project.write({ 'drizzle/meta/_flux_pending.json': '{}' });
    await project.drizzleKit(['generate']);
    expect(project.started()[0]).toEqual(['repair', '--out', `${project.path}/drizzle`]);
  });
});
