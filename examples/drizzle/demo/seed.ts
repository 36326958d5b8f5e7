/** Fills the database that both runs start from: the tables by Drizzle's own migrator, the rows by the server. */
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';
import { projectFile } from './project.ts';

export interface Seeded {
  readonly users: number;
  readonly orders: number;
  readonly usersWithoutEmail: number;
}

export async function seed(url: string, rows: number): Promise<Seeded> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await migrate(drizzle(client), { migrationsFolder: projectFile('drizzle') });
    // The rows below are consistent by construction: checking each order's user would take most of the time.
    await client.query('SET session_replication_role = replica');
    const users = await client.query(
      `INSERT INTO users (name, email, created_at)
       SELECT 'User ' || n, CASE WHEN n % 100 <> 0 THEN 'user' || n || '@shop.example' END, now() - n * interval '1 minute'
       FROM generate_series(1, $1::int) AS n`,
      [rows],
    );
    const orders = await client.query(
      `INSERT INTO orders (user_id, amount, status, created_at)
       SELECT 1 + (n * 7919::bigint) % $1::int, 100 + n % 100000, 'placed', now() - n * interval '1 minute'
       FROM generate_series(1, $1::int) AS n`,
      [rows],
    );
    await client.query('VACUUM (ANALYZE) users');
    await client.query('VACUUM (ANALYZE) orders');
    const { rows: counted } = await client.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM users WHERE email IS NULL',
    );
    return { users: users.rowCount ?? 0, orders: orders.rowCount ?? 0, usersWithoutEmail: counted[0]!.count };
  } finally {
    await client.end();
  }
}
