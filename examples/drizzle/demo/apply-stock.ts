import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface StockResult {
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly error?: string;
}

/** Applies `folder` with drizzle-orm's own `migrate()`, in a process of its own. A failure is a result, not a throw. */
export async function applyStock(url: string, folder: string): Promise<StockResult> {
  const child = fork(fileURLToPath(new URL('./stock-migrate.js', import.meta.url)), [folder], {
    env: { ...process.env, DATABASE_URL: url },
  });
  const exited = once(child, 'exit').then(() => {
    throw new Error('The process that runs migrate() ended without a result.');
  });
  const [result] = (await Promise.race([once(child, 'message'), exited])) as [StockResult];
  child.disconnect();
  return result;
}
