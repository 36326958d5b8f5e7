import { startPostgres } from '@flux/scratch';
import type { ScratchPostgres } from '@flux/scratch';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
// The traffic starts a thread of its own, which needs the built files.
import { startTraffic } from '../dist/demo/traffic.js';
import { verifyWrites } from '../dist/demo/verify-writes.js';

const rows = 2000;
const tables = `
  CREATE TABLE users (id serial PRIMARY KEY, name text, display_name text, email text,
    created_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE orders (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users, amount bigint NOT NULL,
    status text, created_at timestamptz NOT NULL DEFAULT now());
  INSERT INTO users (name, display_name, email)
    SELECT 'User ' || n, 'User ' || n, 'user' || n || '@shop.example' FROM generate_series(1, ${rows}) AS n;
  INSERT INTO orders (user_id, amount, status) SELECT n, n, 'placed' FROM generate_series(1, ${rows}) AS n`;
const sync = `
  CREATE FUNCTION sync() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'INSERT' THEN
      NEW.name := coalesce(NEW.name, NEW.display_name);
      NEW.display_name := coalesce(NEW.display_name, NEW.name);
    ELSIF NEW.name IS DISTINCT FROM OLD.name THEN NEW.display_name := NEW.name;
    ELSE NEW.name := NEW.display_name;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER sync BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION sync()`;

let server: ScratchPostgres;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

async function bothVersions(...setup: readonly string[]) {
  const url = await server.createDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const sql of setup) await client.query(sql);
  await client.end();
  const options = { url, rows, rate: 100, seed: 7, channel: url };
  const before = await startTraffic({ ...options, version: 'before' });
  const after = await startTraffic({ ...options, version: 'after', seed: 8 });
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const summaries = [await before.stop(), await after.stop()] as const;
  return { summaries, verified: await verifyWrites(url, { before: before.writes, after: after.writes }) };
}

test('two columns kept in step: nothing fails, nothing is lost', async () => {
  const { summaries, verified } = await bothVersions(tables, sync);
  for (const summary of summaries) {
    expect(summary).toMatchObject({ failed: 0, lostWrites: 0 });
    expect(summary.requests).toBeGreaterThan(250);
    expect(summary.crossReads).toBeGreaterThan(10);
  }
  expect(verified.lost).toBe(0);
  expect(verified.checked).toBeGreaterThan(300);
});

test("two columns that drift apart: each version misses the other's writes, and the check after the run too", async () => {
  const { summaries, verified } = await bothVersions(tables);
  for (const summary of summaries) expect(summary.lostWrites).toBeGreaterThan(0);
  expect(verified.lost).toBeGreaterThan(0);
});
