import { connectOrStart, type PostgresServer } from '@flux/scratch';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answers, liveDatabase, makeShop, pulled, schemaOfDatabase, sql, toAfter, type Shop } from './shop.ts';

let server: PostgresServer;
let shop: Shop;
/** The same change as drizzle-kit generates it, on the same rows (with the fill first, or it would fail). */
let direct: { schema: string[]; pulled: unknown };

beforeAll(async () => {
  server = await connectOrStart();
  shop = makeShop();
  const url = await liveDatabase(server, shop);
  toAfter(shop);
  const naive = await shop.drizzleKit(['generate', '--name', 'naive'], {
    NOT_LIVE: '1',
    FLUX_RENAMES: 'users.name:display_name',
  });
  expect(naive.output).toContain('stays as it is');
  await sql(url, (client) => client.query(`UPDATE users SET email = 'unknown-' || id WHERE email IS NULL`));
  expect(await shop.stock('pg', url)).toMatchObject({ code: 0 });
  direct = { schema: await schemaOfDatabase(url), pulled: await pulled(shop, url) };
  shop.remove();
});
afterAll(() => server.stop());
afterEach(() => shop.remove());

async function changed(url: string): Promise<void> {
  toAfter(shop);
  const { code, output } = await shop.flux(url, 'generate', '--name', 'change', ...answers);
  expect(code, output).toBe(0);
}

const lastTag = () => {
  const { entries } = JSON.parse(shop.read('drizzle/meta/_journal.json')) as { entries: { tag: string }[] };
  return entries.at(-1)!.tag;
};
const applied = (url: string) =>
  sql(url, async (client) => (await client.query('SELECT * FROM drizzle.__drizzle_migrations')).rows.length);

describe('a change of four parts', () => {
  for (const driver of ['pg', 'js'] as const) {
    it(`goes through drizzle-orm's stock migrate() on ${driver}, held at the deploy, to the same end`, async () => {
      shop = makeShop();
      const url = await liveDatabase(server, shop);
      await changed(url);
      expect(shop.list('drizzle')).not.toContain('0001_change.sql');
      expect((await shop.kit(url, 'check')).output).toContain("Everything's fine");
      expect((await shop.kit(url, 'generate')).output).toContain('No schema changes');

      expect(await shop.stock(driver, url)).toMatchObject({ code: 0 });
      expect(lastTag()).toContain('exchange_orders_amount');
      const closed = await shop.flux(url, 'release');
      expect(closed.code, closed.output).toBe(1);
      expect(closed.output).toContain('--confirm');
      expect(await shop.flux(url, 'release', '--confirm', 'the old release is gone')).toMatchObject({ code: 0 });
      expect((await shop.kit(url, 'check')).output).toContain("Everything's fine");
      expect((await shop.kit(url, 'generate')).output).toContain('No schema changes');
      const contracted = await shop.stock(driver, url);
      expect(contracted.code, contracted.output).toBe(0);

      expect(await schemaOfDatabase(url)).toEqual(direct.schema);
      expect(await pulled(shop, url)).toEqual(direct.pulled);
      expect((await shop.flux(url, 'status')).output).toContain('done on main');
      const { rows } = await sql(url, (client) =>
        client.query(`SELECT count(*)::int AS rows, count(*) FILTER (WHERE email = 'unknown-' || id)::int AS filled,
          count(*) FILTER (WHERE display_name = 'name ' || id)::int AS named FROM users`),
      );
      expect(rows).toEqual([{ rows: 2000, filled: 200, named: 2000 }]);

      // From zero, as a new developer or a preview does it.
      const empty = await server.createDatabase();
      const replayed = await shop.stock(driver, empty);
      expect(replayed.code, replayed.output).toBe(0);
      expect(await schemaOfDatabase(empty)).toEqual(direct.schema);
    });

    it(`stops stock migrate() on ${driver} at the gate of a database that is not ready`, async () => {
      shop = makeShop();
      const [url, other] = [await liveDatabase(server, shop), await liveDatabase(server, shop)];
      await changed(url);
      expect(await shop.flux(url, 'migrate')).toMatchObject({ code: 0 });
      expect(await shop.flux(url, 'release', '--confirm', 'gone here')).toMatchObject({ code: 0 });
      const stopped = await shop.stock(driver, other);
      expect(stopped.code).toBe(1);
      expect(stopped.output).toContain('flux: gate closed');
      expect(stopped.output).toContain(`npx drizzle-flux release ${shop.planId}`);
      // The expand phase is applied and recorded: 1 + 8 files.
      expect(await applied(other)).toBe(9);
      const own = await shop.flux(other, 'migrate');
      expect(own.code).toBe(1);
      expect(own.output).toContain('GATE_CLOSED');
      expect(own.output).toContain(`npx drizzle-flux release ${shop.planId}`);
      expect(await applied(other)).toBe(9);
      // The files are there already; only the gate opens.
      const files = shop.list('drizzle');
      expect(await shop.flux(other, 'release', '--confirm', 'gone there too')).toMatchObject({ code: 0 });
      expect(shop.list('drizzle')).toEqual(files);
      expect(await shop.stock(driver, other)).toMatchObject({ code: 0 });
      expect(await schemaOfDatabase(other)).toEqual(direct.schema);
    });
  }

  it('is released when every target is ready, and drizzle-kit migrate says where to look when one is not', async () => {
    shop = makeShop();
    const [url, staging] = [await liveDatabase(server, shop), await liveDatabase(server, shop)];
    await changed(url);
    const both = (...args: string[]) => shop.drizzleFlux(args, { DATABASE_URL: url, STAGING_URL: staging });
    const files = shop.list('drizzle');
    expect(await both('migrate')).toMatchObject({ code: 0 });
    const one = await both('release', '--confirm', 'gone');
    expect(one.code, one.output).toBe(1);
    expect(one.output).toContain('staging: closed\n    · the plan has not begun here');
    expect(shop.list('drizzle')).toEqual(files);
    const status = await both('status', '--json');
    expect(JSON.parse(status.output)).toMatchObject([
      {
        plan: shop.planId,
        targets: [
          { target: 'main', nextCommand: expect.stringContaining(`release ${shop.planId}`) },
          { target: 'staging', record: null },
        ],
      },
    ]);
    expect(await both('migrate', '--target', 'staging')).toMatchObject({ code: 0 });
    const main = await both('release', '--target', 'main');
    expect(main.output).toContain('staging: closed, and not asked for');
    expect(main.code).toBe(1);
    expect(await both('release', '--target', 'staging', '--confirm', 'gone')).toMatchObject({ code: 0 });
    expect(shop.list('drizzle').length).toBeGreaterThan(files.length);
    expect(await both('release')).toMatchObject({ code: 0 });

    const third = await liveDatabase(server, shop);
    const kit = await shop.kit(third, 'migrate');
    expect(kit.code).toBe(1);
    expect(kit.output).toContain('npx drizzle-flux status');
    expect(await shop.kit(url, 'migrate')).toMatchObject({ code: 0 });
    expect(await schemaOfDatabase(url)).toEqual(direct.schema);
  });

  it('goes through drizzle-flux migrate, killed again and again', async () => {
    shop = makeShop();
    const url = await liveDatabase(server, shop, 60_000);
    await changed(url);
    const untilThrough = async () => {
      let kills = 0;
      for (let ms = 250; ; ms += 60) {
        const through = await shop.killed(ms, url, 'migrate');
        // As after 30 s of silence.
        await sql(url, (client) => client.query(`UPDATE flux.leases SET heartbeat = now() - interval '1 hour'`)).catch(
          () => 0,
        );
        if (through) return kills;
        kills += 1;
      }
    };
    const kills = await untilThrough();
    const released = await shop.flux(url, 'release', '--confirm', 'gone', '--json');
    expect(released.code, released.output).toBe(0);
    expect(kills + (await untilThrough())).toBeGreaterThan(4);
    expect(await schemaOfDatabase(url)).toEqual(direct.schema);
    const { entries } = JSON.parse(shop.read('drizzle/meta/_journal.json')) as { entries: unknown[] };
    expect(await applied(url)).toBe(entries.length);
    const { rows } = await sql(url, (client) =>
      client.query(`SELECT count(*)::int AS users FROM users WHERE display_name = 'name ' || id AND email IS NOT NULL`),
    );
    expect(rows).toEqual([{ users: 60_000 }]);
  });
});
