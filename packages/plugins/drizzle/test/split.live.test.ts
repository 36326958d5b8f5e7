import { createServer, type Server } from 'node:net';
import { connectOrStart, type PostgresServer } from '@flux/scratch';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { schemaOf } from './drizzle-project.ts';
import { answers, liveDatabase, makeShop, schemaOfDatabase, sql, toAfter, type Shop } from './shop.ts';

let server: PostgresServer;
let shop: Shop;

beforeAll(async () => {
  server = await connectOrStart();
});
afterAll(() => server.stop());
afterEach(() => shop.remove());

const folder = () => [
  shop.list('drizzle'),
  shop.list('drizzle/meta'),
  JSON.parse(shop.read('drizzle/meta/_journal.json')) as unknown,
  shop.list('flux/plans'),
];
const users = (columns: string) =>
  `export const users = pgTable('users', { id: serial('id').primaryKey(), name: text('name').notNull(), email: text('email')${columns}, createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow() });`;
const orders = `export const orders = pgTable('orders', { id: serial('id').primaryKey(), userId: integer('user_id').notNull().references(() => users.id), amount: integer('amount').notNull(), status: text('status'), createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow() });`;
const posts = `export const posts = pgTable('posts', { id: serial('id').primaryKey(), userId: integer('user_id').notNull().references(() => users.id) }, (t) => [index('posts_user_id_idx').on(t.userId)]);`;
const write = (...tables: string[]) =>
  shop.write({ 'schema.ts': `import { timestamp } from 'drizzle-orm/pg-core';\n${schemaOf(...tables)}` });

describe('a plan that cannot be made leaves the folder as it was before generate', () => {
  it('an answer is missing: exit 1 and the flag to add', async () => {
    shop = makeShop();
    const url = await liveDatabase(server, shop);
    toAfter(shop);
    const before = folder();
    const { code, output } = await shop.flux(url, 'generate', '--rename', 'users.name:display_name');
    expect(code, output).toBe(1);
    expect(output).toContain('ANSWER_NEEDED: 200 rows of public.users have NULL in email');
    expect(output).toContain('npx drizzle-flux generate --fill "users.email=<SQL expression over the row>"');
    expect(folder()).toEqual(before);
    const wrong = await shop.flux(url, 'generate', ...answers, '--fill', 'users.nme=1');
    expect(wrong.code, wrong.output).toBe(2);
    expect(wrong.output).toContain('ANSWER_UNUSED');
    expect(folder()).toEqual(before);
    const broken = await shop.flux(url, 'generate', ...answers.slice(0, 3), 'users.email=lower(');
    expect(broken.code, broken.output).toBe(2);
    expect(broken.output).toContain('SQL_SYNTAX: The fill of users.email does not parse: syntax error');
    expect(broken.output).toMatch(/No migration was written: 0001_\w+\.sql was taken out again\./);
    expect(folder()).toEqual(before);
    // The same, answered, goes through.
    expect(await shop.flux(url, 'generate', ...answers)).toMatchObject({ code: 0 });
  });

  it('the database cannot be reached, or lets nobody in: exit 3, and no password is shown', async () => {
    shop = makeShop();
    await liveDatabase(server, shop);
    toAfter(shop);
    const before = folder();
    const { code, output } = await shop.flux('postgres://app:hunter2@127.0.0.1:1/shop', 'generate', ...answers);
    expect(code, output).toBe(3);
    expect(output).toContain('CONNECT_FAILED: 127.0.0.1:1, database shop');
    expect(output).not.toContain('hunter2');
    expect(folder()).toEqual(before);
  });

  it('no database is configured: exit 1, unless the project is not live', async () => {
    shop = makeShop();
    toAfter(shop);
    const before = folder();
    const { code, output } = await shop.flux('', 'generate', ...answers);
    expect(code, output).toBe(1);
    expect(output).toContain('ANSWER_NEEDED: No live database is configured');
    expect(output).toContain('live: false');
    expect(folder()).toEqual(before);
    const open = await shop.run(process.execPath, [shop.bin, 'generate', '--name', 'plain', ...answers], {
      DATABASE_URL: '',
      NOT_LIVE: '1',
    });
    expect(open.code, open.output).toBe(0);
    expect(open.output).toContain('0001_plain stays as it is: the project is not live');
  });

  it('drizzle-kit loses the type change of a renamed column', async () => {
    shop = makeShop();
    const url = await liveDatabase(server, shop);
    write(
      users('')
        .replace(`text('name')`, `text('x')`)
        .replace(`name: text('x')`, `name: varchar('title', { length: 20 })`),
      orders,
    );
    shop.write({ 'schema.ts': shop.read('schema.ts').replace('{ timestamp }', '{ timestamp, varchar }') });
    const before = folder();
    const { code, output } = await shop.flux(url, 'generate', '--rename', 'users.name:title');
    expect(code, output).toBe(1);
    expect(output).toContain('changed from text to varchar(20), but drizzle-kit wrote only the rename');
    expect(folder()).toEqual(before);
  });

  it('the split is killed while it plans', async () => {
    shop = makeShop();
    await liveDatabase(server, shop);
    toAfter(shop);
    const before = folder();
    const silent = await silentServer();
    const { port } = silent.address() as { port: number };
    // It waits for an answer for 10 s; the shell kills it by its parent after 2.
    const script = `"$0" node_modules/drizzle-kit/bin.cjs generate & kit=$!; sleep 3; kill -KILL $(cat /proc/$kit/task/$kit/children); wait $kit`;
    const { code, output } = await shop.run('sh', ['-c', script, process.execPath], {
      DATABASE_URL: `postgres://app@127.0.0.1:${port}/shop`,
      FLUX_RENAMES: 'users.name:display_name',
    });
    silent.close();
    expect(code, output).toBe(1);
    expect(folder()).toEqual(before);
  });

  it('and the generated entry can be thrown away by hand', async () => {
    shop = makeShop();
    toAfter(shop);
    const before = folder();
    await shop
      .drizzleKit(['generate', '--name', 'by_hand'], { FLUX_SKIP: '1', FLUX_RENAMES: 'x' })
      .catch(() => undefined);
    const env = { FLUX_RENAMES: 'users.name:display_name', NOT_LIVE: '1' };
    expect(await shop.drizzleKit(['generate', '--name', 'by_hand'], env)).toMatchObject({ code: 0 });
    expect(folder()).not.toEqual(before);
    expect(await shop.flux('', 'split', '--tag', '0001_by_hand', '--discard')).toMatchObject({ code: 0 });
    expect(folder()).toEqual(before);
  });
});

describe('what is not live', () => {
  it('new tables stay as they are generated', async () => {
    shop = makeShop();
    const url = await liveDatabase(server, shop);
    // A foreign key to a live table locks it, so that is planned.
    const apart = posts.replace('.references(() => users.id)', '');
    write(users(''), orders, apart);
    const { code, output } = await shop.kit(url, 'generate', '--name', 'posts');
    expect(code, output).toBe(0);
    expect(output).toContain('0001_posts stays as it is');
    // A column of a table that only exists in the folder.
    write(users(''), orders, apart.replace('userId:', `title: text('title').notNull(), userId:`));
    const again = await shop.kit(url, 'generate', '--name', 'titles');
    expect(again.output).toContain('0002_titles stays as it is');
    expect(shop.list('flux')).toEqual([]);
    expect(await shop.stock('pg', url)).toMatchObject({ code: 0 });
  });

  it('in a mix they run as written, and the rest is planned', async () => {
    shop = makeShop();
    const url = await liveDatabase(server, shop);
    write(users(`, nickname: text('nickname').notNull().default('none')`), orders, posts);
    const { code, output } = await shop.kit(url, 'generate', '--name', 'mix');
    expect(code, output).toBe(0);
    expect(shop.list('drizzle').some((name) => name.includes('nickname'))).toBe(true);
    const applied = await shop.flux(url, 'migrate');
    expect(applied.code, applied.output).toBe(0);
    const lines = await schemaOfDatabase(url);
    expect(lines).toContain("users | nickname | text | 'none'::text | NO");
    expect(lines).toContain('CREATE INDEX posts_user_id_idx ON public.posts USING btree (user_id)');
    expect((await shop.kit(url, 'generate')).output).toContain('No schema changes');
    expect((await shop.flux(url, 'status')).output).toContain('done on main');
    const empty = await server.createDatabase();
    expect(await shop.stock('js', empty)).toMatchObject({ code: 0 });
    expect(await schemaOfDatabase(empty)).toEqual(lines);
  });
});

describe('what goes with a plan', () => {
  it('that begins with a release: a file that registers it', async () => {
    shop = makeShop();
    const url = await liveDatabase(server, shop);
    write(users('').replace(`text('email')`, `text('email').notNull()`), orders);
    const { code, output } = await shop.flux(url, 'generate', '--fill', "users.email='x' || id");
    expect(code, output).toBe(0);
    const early = await shop.flux(url, 'release');
    expect(early.output).toContain('Next:  npx drizzle-flux migrate');
    expect(early.output).not.toContain('when it is gone');
    const stock = await shop.stock('js', url);
    expect(stock.code, stock.output).toBe(0);
    expect(await shop.flux(url, 'release', '--confirm', 'gone')).toMatchObject({ code: 0 });
    expect((await shop.flux(url, 'release')).output).toContain('Next:  npx drizzle-flux migrate');
    const rest = await shop.flux(url, 'migrate');
    expect(rest.code, rest.output).toBe(0);
    expect(rest.output).toContain(`${shop.planId}: done on main`);
    expect((await shop.flux(url, 'release')).output).toContain('the plan is done on main');
    expect(await schemaOfDatabase(url)).toContain('users | email | text |  | NO');
    expect((await shop.flux(url, 'status')).output).toContain('done on main');
  });

  it('earlier migrations that are not applied are named when they are why', async () => {
    shop = makeShop();
    const url = await liveDatabase(server, shop);
    write(users(`, nickname: text('nickname')`), orders);
    expect(await shop.kit(url, 'generate')).toMatchObject({ code: 0 });
    write(users(`, nickname: text('nickname').notNull()`), orders);
    const before = folder();
    const { code, output } = await shop.kit(url, 'generate');
    expect(code, output).not.toBe(0);
    expect(output).toContain('not applied to this database');
    expect(folder()).toEqual(before);
  });

  it('the command line: help with examples, usage errors exit 2, JSON', async () => {
    shop = makeShop();
    const url = await liveDatabase(server, shop);
    for (const command of ['generate', 'split', 'migrate', 'status', 'release', 'rollback', 'repair']) {
      const help = await shop.flux(url, command, '--help');
      expect(help.code).toBe(0);
      expect(help.output).toMatch(/Examples?:\n  npx drizzle-flux/);
    }
    expect(await shop.flux(url, 'migrat')).toMatchObject({ code: 2 });
    expect(await shop.flux(url, 'release', '--quiet-window', 'soon')).toMatchObject({ code: 2 });
    const none = await shop.flux(url, 'release', '--json');
    expect(none.code).toBe(2);
    expect(JSON.parse(none.output)).toMatchObject({ error: { code: 'USAGE' } });
    expect((await shop.flux(url, 'status')).output).toContain('There are no plans.\nNext:  npx drizzle-kit generate');
    const fresh = await server.createDatabase();
    shop.write({ 'db/other.config.ts': shop.read('drizzle.config.ts') });
    const other = await shop.flux(fresh, 'status', '--config', 'db/other.config.ts');
    expect(other.code, other.output).toBe(0);
    expect(other.output).toContain('main: 1 file is not applied.');
    expect(other.output).toContain('Next:  npx drizzle-flux migrate --config db/other.config.ts');
    const down = 'postgres://app:hunter2@127.0.0.1:1/shop';
    expect(await shop.flux(down, 'status')).toMatchObject({ code: 3 });
    await sql(url, (client) => client.query('SELECT 1'));
  });

  it('generate --json: one document on stdout, drizzle-kit on stderr', async () => {
    shop = makeShop();
    const url = await liveDatabase(server, shop);
    const stdout = async (...args: string[]): Promise<[number, unknown]> => {
      const script = `"$0" "$@" 2>/dev/null`;
      const { code, output } = await shop.run(
        'sh',
        ['-c', script, process.execPath, shop.bin, 'generate', '--json', ...args],
        { DATABASE_URL: url },
      );
      return [code, JSON.parse(output)];
    };
    expect(await stdout()).toMatchObject([0, { unchanged: null }]);
    expect(await stdout('--nmae', 'x')).toMatchObject([2, { error: { code: 'USAGE' } }]);
    toAfter(shop);
    expect(await stdout()).toMatchObject([1, { error: { code: 'ANSWER_NEEDED' } }]);
    expect(await stdout('--rename', 'users.name')).toMatchObject([2, { error: { code: 'USAGE' } }]);
    expect(await stdout(...answers.slice(0, 2))).toMatchObject([1, { error: { code: 'ANSWER_NEEDED' } }]);
    expect(await stdout(...answers)).toMatchObject([0, { plan: shop.planId, tags: { length: 8 } }]);
  });
});

/** Accepts connections and never answers. */
function silentServer(): Promise<Server> {
  const silent = createServer(() => undefined);
  return new Promise((resolve) => silent.listen(0, '127.0.0.1', () => resolve(silent)));
}
