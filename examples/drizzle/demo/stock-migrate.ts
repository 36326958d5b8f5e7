/**
 * A process of its own that applies a folder with drizzle-orm's stock `migrate()`, as a deploy script does.
 * Started by `applyStock`; the connection string comes by the environment, never by the command line.
 */
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';
import { describeError } from './failures.ts';
import { clock } from './measurements.ts';
import type { StockResult } from './apply-stock.ts';

const client = new Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();
const startedAt = clock();
let error: string | undefined;
try {
  await migrate(drizzle(client), { migrationsFolder: process.argv[2]! });
} catch (thrown) {
  error = describeError(thrown);
}
const result: StockResult = { startedAt, finishedAt: clock(), ...(error === undefined ? {} : { error }) };
await client.end();
process.send!(result);
