import { connectOrStart, type PostgresServer } from '@flux/scratch';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answers, liveDatabase, makeShop, schemaOfDatabase, sql, toAfter, toBefore, type Shop } from './shop.ts';

let server: PostgresServer;
let shop: Shop;
let url: string;

beforeAll(async () => {
  server = await connectOrStart();
});
afterAll(() => server.stop());
afterEach(() => shop.remove());

const ok = async (run: Promise<{ code: number; output: string }>): Promise<string> => {
  const { code, output } = await run;
  expect(code, output).toBe(0);
  return output;
};
async function expanded(): Promise<string[]> {
  shop = makeShop();
  url = await liveDatabase(server, shop);
  const before = await schemaOfDatabase(url);
  toAfter(shop);
  await ok(shop.flux(url, 'generate', ...answers));
  await ok(shop.flux(url, 'migrate'));
  return before;
}
const state = () =>
  sql(url, async (client) => (await client.query('SELECT state FROM flux.plans')).rows[0] as { state: string });
const nameless = (lines: string[]) => lines.map((line) => line.replace(/_not_null\d* \|/, '_not_null |'));
const rows = () =>
  sql(url, async (client) => {
    const found = await client.query(`SELECT count(*)::int AS n FROM users WHERE name = 'name ' || id`);
    return (found.rows[0] as { n: number }).n;
  });

describe('rollback in files', () => {
  it('takes the change back through stock migrate(), and drizzle-kit goes on from the schema before', async () => {
    const before = await expanded();
    const said = await ok(shop.flux(url, 'rollback'));
    expect(said).toContain('once the new release is out');
    expect(said).toContain('integer cannot hold');
    const waiting = await ok(shop.flux(url, 'status'));
    expect(waiting).toMatch(
      /main: rollback written, \d+ files not applied on main\n {2}next: npx drizzle-flux migrate\n/,
    );
    const [report] = JSON.parse(await ok(shop.flux(url, 'status', '--json'))) as [
      { takenBack: boolean; targets: unknown[] },
    ];
    expect(report).toMatchObject({ takenBack: true, targets: [{ nextCommand: 'npx drizzle-flux migrate' }] });
    await ok(shop.stock('js', url));
    expect(await schemaOfDatabase(url)).toEqual(before);
    expect(await rows()).toBe(2000);
    expect(await state()).toEqual({ state: 'rolled back' });
    toBefore(shop);
    expect(await ok(shop.kit(url, 'generate'))).toContain('No schema changes');
    expect(await ok(shop.kit(url, 'check'))).toContain("Everything's fine");
    expect(await ok(shop.flux(url, 'status'))).toContain('taken back');
    const empty = await server.createDatabase();
    await ok(shop.stock('pg', empty));
    expect(await schemaOfDatabase(empty)).toEqual(before);
    // And the same change once more.
    toAfter(shop);
    await ok(shop.flux(url, 'generate', ...answers));
    await ok(shop.flux(url, 'migrate'));
    expect((await shop.flux(url, 'release', '--json')).output).toContain('watchedTooShort');
  });

  it('takes back a contracted change too, rows and all', async () => {
    const before = await expanded();
    await ok(shop.flux(url, 'release', '--confirm', 'gone'));
    await ok(shop.stock('pg', url));
    await ok(shop.flux(url, 'rollback'));
    await ok(shop.stock('js', url));
    // From 18 on NOT NULL has a name, and users.display_name has taken that of users.name over.
    expect(nameless(await schemaOfDatabase(url))).toEqual(nameless(before));
    expect(await rows()).toBe(2000);
  });

  it('takes back a part; the plan goes on from there', async () => {
    await expanded();
    const after = await schemaOfDatabase(url);
    expect((await shop.flux(url, 'rollback', '--to', '99')).code).toBe(2);
    await ok(shop.flux(url, 'rollback', '--to', '05'));
    await ok(shop.stock('pg', url));
    expect(await schemaOfDatabase(url)).not.toEqual(after);
    expect(await state()).toEqual({ state: 'active' });
    expect(await ok(shop.kit(url, 'generate'))).toContain('No schema changes');
    expect(await ok(shop.flux(url, 'status'))).toContain('↩   6.');
    await ok(shop.flux(url, 'release'));
    await ok(shop.stock('pg', url));
    expect(await schemaOfDatabase(url)).toEqual(after);
    // All the files, there and back and there again, on an empty database.
    const empty = await server.createDatabase();
    await ok(shop.stock('js', empty));
    expect(await schemaOfDatabase(empty)).toEqual(after);
  });
});

describe('rollback of a plan that was never begun', () => {
  it('takes its files away; where no target can be asked it writes files', async () => {
    shop = makeShop();
    url = await liveDatabase(server, shop);
    const folder = () => [
      shop.list('drizzle'),
      shop.list('drizzle/meta'),
      JSON.parse(shop.read('drizzle/meta/_journal.json')) as unknown,
    ];
    const before = folder();
    toAfter(shop);
    await ok(shop.flux(url, 'generate', ...answers));
    const { planId } = shop;
    const down = 'postgres://app:hunter2@127.0.0.1:1/shop';
    const said = await ok(shop.flux(url, 'rollback'));
    expect(said).toContain(`Nothing of ${planId} was applied on main: the plan and its files are removed.`);
    expect(folder()).toEqual(before);
    expect(shop.list('flux/plans')).toEqual([]);
    await ok(shop.flux(url, 'generate', ...answers));
    const files = shop.list('drizzle').length;
    expect(await ok(shop.flux(down, 'rollback'))).toContain('Takes back 8 steps');
    expect(shop.list('drizzle')).toHaveLength(files + 8);
    // Still nothing has run: the files that undo go with the others.
    expect(await ok(shop.flux(url, 'rollback', shop.planId))).toContain('are removed');
    expect(folder()).toEqual(before);
  });
});

describe('rollback --now', () => {
  it('asks before it loses, stops the plan for every runner, and lets it go on', async () => {
    await expanded();
    const after = await schemaOfDatabase(url);
    const asked = await shop.flux(url, 'rollback', '--now', '--to', '04-copy-orders-amount-into-its-shadow');
    expect(asked.code).toBe(1);
    expect(asked.output).toContain('ANSWER_NEEDED');
    expect(await schemaOfDatabase(url)).toEqual(after);
    await ok(shop.flux(url, 'rollback', '--now', '--yes', '--to', '04-copy-orders-amount-into-its-shadow'));
    const stopped = await shop.stock('pg', url);
    expect(stopped.code).toBe(1);
    expect(stopped.output).toContain('is paused in this database');
    const own = await shop.flux(url, 'migrate');
    expect(own.code, own.output).toBe(1);
    expect(own.output).toContain('GATE_CLOSED');
    expect((await shop.flux(url, 'status')).output).toContain(`migrate --resume ${shop.planId}`);
    await ok(shop.flux(url, 'migrate', '--resume', shop.planId));
    expect(await schemaOfDatabase(url)).toEqual(after);
  });

  it('then for every database in files: this one passes them over', async () => {
    const before = await expanded();
    const other = await liveDatabase(server, shop);
    await ok(shop.stock('js', other));
    await ok(shop.flux(url, 'rollback', '--now', '--yes'));
    expect(await schemaOfDatabase(url)).toEqual(before);
    expect(await state()).toEqual({ state: 'rolled back' });
    const stopped = await ok(shop.flux(url, 'status', '--target', 'main'));
    expect(stopped).toContain(`migrate --resume ${shop.planId}`);
    expect(stopped).toContain('↩   1.');
    const down = await shop.flux('postgres://app:hunter2@127.0.0.1:1/shop', 'status');
    expect(down.code, down.output).toBe(3);
    expect(down.output).toMatch(/main: CONNECT_FAILED: .*\n {2}\S/);
    // Never run here, so never taken back.
    expect(stopped).toMatch(/· {2}10\./);
    expect((await shop.flux(url, 'release')).output).toContain(
      `Next:  npx drizzle-flux migrate --resume ${shop.planId}`,
    );
    await ok(shop.flux(url, 'rollback'));
    expect(await ok(shop.flux(url, 'migrate'))).toContain('passed over');
    await ok(shop.stock('js', other));
    expect(await schemaOfDatabase(url)).toEqual(before);
    expect(await schemaOfDatabase(other)).toEqual(before);
  });
});
