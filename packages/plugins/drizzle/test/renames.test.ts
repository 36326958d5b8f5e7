import { existsSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeProject, plainConfig, schemaOf, type Project } from './drizzle-project.ts';

const id = `id: serial('id').primaryKey()`;
const table = (name: string, ...columns: string[]) =>
  `export const ${name} = pgTable('${name}', { ${[id, ...columns].join(', ')} });`;
const text = (name: string) => `${name}: text('${name}')`;

// Each test runs drizzle-kit a few times.
vi.setConfig({ testTimeout: 30_000 });

let project: Project;
afterEach(() => project.remove());

const firstFiles = ['drizzle/0000_init.sql', 'drizzle/meta/0000_snapshot.json', 'drizzle/meta/_journal.json'];
/** By schema: what drizzle-kit made of it, so that each is generated once. */
const first = new Map<string, Record<string, string>>();

/** A project whose first migration is generated, with the schema already changed. */
async function changed(before: string[], after: string[], config = plainConfig): Promise<void> {
  const schema = schemaOf(...before);
  project = makeProject('module', { 'drizzle.config.ts': config, 'schema.ts': schema, ...first.get(schema) });
  if (!first.has(schema)) {
    await project.drizzleKit(['generate', '--name', 'init'], { FLUX_SKIP: '1' });
    first.set(schema, Object.fromEntries(firstFiles.map((file) => [file, project.read(file)])));
  }
  project.write({ 'schema.ts': schemaOf(...after) });
}

const nothingWritten = () => {
  expect(project.list('drizzle')).toEqual(['0000_init.sql', 'meta']);
  expect(project.list('drizzle/meta')).toEqual(['0000_snapshot.json', '_journal.json']);
  expect(project.started()).toEqual([]);
};

const oneColumn = { before: [table('users', text('name'))], after: [table('users', text('display_name'))] };
const renamedColumn = 'ALTER TABLE "users" RENAME COLUMN "name" TO "display_name";';
const schemas = (name: string) => [
  `export const auth = pgSchema('auth');`,
  `export const authUsers = auth.table('users', { ${id}, ${text(name)} });`,
];

describe('an answered question', () => {
  interface Case {
    before: string[];
    after: string[];
    flags: string[];
    sql: string[];
  }
  const cases: Record<string, Case> = {
    'a column': { ...oneColumn, flags: ['--rename', 'users.name:display_name'], sql: [renamedColumn] },
    'a column, schema named': {
      ...oneColumn,
      flags: ['--rename', 'public.users.name:display_name'],
      sql: [renamedColumn],
    },
    'a column in another schema': {
      before: schemas('name'),
      after: schemas('display_name'),
      flags: ['--rename', 'auth.users.name:display_name'],
      sql: ['ALTER TABLE "auth"."users" RENAME COLUMN "name" TO "display_name";'],
    },
    'new, not renamed': {
      ...oneColumn,
      flags: ['--create', 'users.display_name'],
      sql: ['ALTER TABLE "users" ADD COLUMN "display_name" text;', 'ALTER TABLE "users" DROP COLUMN "name";'],
    },
    'the third line of the list': {
      before: [table('users', text('a'), text('b'), text('c'))],
      after: [table('users', text('d'))],
      flags: ['--rename', 'users.c:d'],
      sql: [
        'ALTER TABLE "users" RENAME COLUMN "c" TO "d";',
        'ALTER TABLE "users" DROP COLUMN "a";',
        'ALTER TABLE "users" DROP COLUMN "b";',
      ],
    },
    'two columns crosswise, two tables': {
      before: [table('users', text('a'), text('b')), table('orders', text('total'))],
      after: [table('users', text('c'), text('d')), table('orders', text('amount'))],
      flags: ['--rename', 'users.a:d', '--rename', 'users.b:c', '--rename', 'orders.total:amount'],
      sql: [
        'ALTER TABLE "orders" RENAME COLUMN "total" TO "amount";',
        'ALTER TABLE "users" RENAME COLUMN "b" TO "c";',
        'ALTER TABLE "users" RENAME COLUMN "a" TO "d";',
      ],
    },
    'a second new column, once the old one is promised': {
      before: [table('users', text('name'))],
      after: [table('users', text('nick'), text('display_name'))],
      flags: ['--rename', 'users.name:display_name'],
      sql: [renamedColumn, 'ALTER TABLE "users" ADD COLUMN "nick" text;'],
    },
    'names with dots, spaces and arrows in them': {
      before: [`export const t = pgTable('my table', { ${id}, a: text('first.name') });`],
      after: [`export const t = pgTable('my table', { ${id}, a: text('the › name create column') });`],
      flags: ['--rename', 'my table.first.name:the › name create column'],
      sql: ['ALTER TABLE "my table" RENAME COLUMN "first.name" TO "the › name create column";'],
    },
    'a table, and a column of it under its new name': {
      before: [table('users', text('name'))],
      after: [table('people', text('display_name'))],
      flags: ['--rename', 'users:people', '--rename', 'people.name:display_name'],
      sql: ['ALTER TABLE "users" RENAME TO "people";', 'ALTER TABLE "people" RENAME COLUMN "name" TO "display_name";'],
    },
    'an enum': {
      before: [`export const e = pgEnum('mood', ['a']);`],
      after: [`export const e = pgEnum('feeling', ['a']);`],
      flags: ['--rename', 'mood:feeling'],
      sql: ['ALTER TYPE "public"."mood" RENAME TO "feeling";'],
    },
    'a schema': {
      before: [`export const s = pgSchema('auth');`],
      after: [`export const s = pgSchema('login');`],
      flags: ['--rename', 'auth:login'],
      sql: ['ALTER SCHEMA "auth" RENAME TO "login";\n'],
    },
  };
  for (const [name, { before, after, flags, sql }] of Object.entries(cases)) {
    it(name, async () => {
      await changed(before, after);
      const { code, output } = await project.drizzleFlux(['generate', '--name', 'next', ...flags]);
      expect(code, output).toBe(0);
      const written = project.read('drizzle/0001_next.sql').split('--> statement-breakpoint\n');
      expect(written.map((statement) => statement.trim())).toEqual(sql.map((statement) => statement.trim()));
      expect(project.started()).toEqual([['split', '--tag', '0001_next']]);
      const again = await project.drizzleKit(['generate']);
      expect(again.output).toContain('No schema changes');
    });
  }
});

const both = (name: string) => [table('users', text(name)), ...schemas(name)];

describe('without a terminal a question with no answer', () => {
  it('stops, names the flags, writes nothing', async () => {
    await changed([table('users', text('a'), text('b'))], [table('users', text('c'))]);
    for (const run of [() => project.drizzleKit(['generate']), () => project.drizzleFlux(['generate'])]) {
      const { code, output } = await run();
      expect(code).toBe(1);
      for (const flag of ['--rename users.a:c', '--rename users.b:c', '--create users.c'])
        expect(output).toContain(flag);
      expect(output).toContain('FLUX_RENAMES=users.a:c npx drizzle-kit generate');
      nothingWritten();
    }
  });

  it('stops where the answers leave a second question open', async () => {
    await changed([table('users', text('a'), text('b'))], [table('users', text('c'), text('d'))]);
    const { code, output } = await project.drizzleFlux(['generate', '--rename', 'users.a:c']);
    expect(output).toContain('--rename users.b:d');
    expect(code).toBe(1);
    nothingWritten();
  });

  it('stops where drizzle-kit does not say which of two tables it means', async () => {
    await changed(both('name'), both('display_name'));
    const { code, output } = await project.drizzleFlux(['generate', '--rename', 'users.name:display_name']);
    expect(output).toContain('several schemas have such a table');
    expect(code).toBe(1);
    nothingWritten();
  });
});

describe('answers', () => {
  it('that match nothing are an error, and nothing is written', async () => {
    await changed([table('users', text('name'))], [table('users', text('name'), text('nick'))]);
    const { code, output } = await project.drizzleFlux(['generate', '--rename', 'users.nam:nick']);
    expect(output).toContain('--rename users.nam:nick');
    expect(code).toBe(2);
    nothingWritten();
  });

  it('that match nothing are an error also where nothing changed', async () => {
    await changed(oneColumn.before, oneColumn.before);
    const { code, output } = await project.drizzleKit(['generate'], { FLUX_CREATES: 'users.name' });
    expect(output).toContain('--create users.name');
    expect(code).toBe(2);
    nothingWritten();
  });

  it('that contradict each other are an error', async () => {
    await changed(oneColumn.before, oneColumn.after);
    const flags = ['--rename', 'users.name:display_name', '--create', 'users.display_name'];
    const { code, output } = await project.drizzleFlux(['generate', ...flags]);
    expect(output).toContain('contradict');
    expect(code).toBe(2);
    nothingWritten();
  });

  it('that are no renames are an error', async () => {
    await changed(oneColumn.before, oneColumn.after);
    const { code, output } = await project.drizzleKit(['generate'], { FLUX_RENAMES: 'users.name' });
    expect(output).toContain('"users.name" is no rename');
    expect(code).toBe(2);
    nothingWritten();
  });

  it('are not asked of a flag that drizzle-kit does not know', async () => {
    await changed(oneColumn.before, oneColumn.after);
    const { code, output } = await project.drizzleFlux(['generate', '--nmae', 'x']);
    expect(code, output).toBe(2);
    nothingWritten();
  });

  it('come from the environment, for plain drizzle-kit', async () => {
    await changed(oneColumn.before, oneColumn.after);
    const env = { FLUX_RENAMES: ' users.name:display_name,' };
    const { code, output } = await project.drizzleKit(['generate', '--name', 'next'], env);
    expect(code, output).toBe(0);
    expect(project.read('drizzle/0001_next.sql')).toBe(renamedColumn);
    expect(output).not.toContain('created or renamed');
  });

  it('come from the config, where an old one may stay', async () => {
    const renames = `['users.name:display_name', 'users.gone:elsewhere']`;
    const config = plainConfig.replace("out: './drizzle' })", `out: './drizzle' }), { renames: ${renames} }`);
    await changed(oneColumn.before, oneColumn.after, config);
    const { code, output } = await project.drizzleKit(['generate', '--name', 'next']);
    expect(code, output).toBe(0);
    expect(project.read('drizzle/0001_next.sql')).toBe(renamedColumn);
  });
});

/** Runs it on a terminal of its own, with these keys typed once the question stands there. */
const terminal = (keys: string, env = {}) => {
  const type = `until grep -qs 'created or renamed' screen; do sleep 0.1; done; printf '${keys}'; sleep 1`;
  const command = `(${type}) | script -qefc 'node node_modules/drizzle-kit/bin.cjs generate --name next' screen`;
  return project.run('bash', ['-c', command], env);
};

// util-linux's script(1) gives the program a terminal; the keys come from a pipe.
describe.skipIf(!existsSync('/usr/bin/script'))('on a terminal', () => {
  const down = String.raw`\033[B\r`;

  it('the stock prompt asks when there is no answer', async () => {
    await changed(oneColumn.before, oneColumn.after);
    const { output } = await terminal(down);
    expect(output).toContain('created or renamed from another column');
    expect(project.read('drizzle/0001_next.sql')).toBe(renamedColumn);
  });

  it('the stock prompt asks what the answers leave open', async () => {
    const before = [table('a', text('x')), ...oneColumn.before];
    const after = [table('a', text('y')), ...oneColumn.after];
    await changed(before, after);
    const { output } = await terminal(down, { FLUX_RENAMES: 'users.name:display_name' });
    const asked = stripVTControlCharacters(output);
    expect(asked).toContain('Is y column in a table created or renamed');
    expect(asked).not.toContain('Is display_name column');
    expect(output.split('\u001B[?25l')).toHaveLength(output.split('\u001B[?25h').length);
    expect(project.read('drizzle/0001_next.sql')).toContain('RENAME COLUMN "x" TO "y"');
    expect(project.read('drizzle/0001_next.sql')).toContain('RENAME COLUMN "name" TO "display_name"');
  });
});
