/** The run without Flux: the migration as drizzle-kit generated it, applied by drizzle-orm's own `migrate()`. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { applyStock } from './apply-stock.ts';
import { mendedEmailSql } from './ledger.ts';
import { projectFile } from './project.ts';
import type { Stage } from './stage.ts';

const migration = '0001_display_name_and_big_amounts.sql';
const fill = `UPDATE "users" SET "email" = ${mendedEmailSql} WHERE "email" IS NULL;--> statement-breakpoint\n`;
const maxAttempts = 6;

export async function runNaive(stage: Stage): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'flux-demo-'));
  cpSync(projectFile('demo/naive-migration'), folder, { recursive: true });
  try {
    await changeUnderTraffic(stage, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function changeUnderTraffic(stage: Stage, folder: string): Promise<void> {
  const { events } = stage;
  const old = await stage.startOld();
  events.mark('Old version serves');
  await pause(3000);

  for (let attempt = 1; ; attempt += 1) {
    const what = attempt === 1 ? 'migrate(), as generated' : `migrate(), with the UPDATE added, attempt ${attempt - 1}`;
    const end = events.begin(what);
    const { error } = await applyStock(stage.url, folder);
    end({ failed: error !== undefined, label: error === undefined ? what : `${what}: rolled back, ${error}` });
    if (error === undefined) break;
    if (attempt === maxAttempts)
      throw new Error(`Drizzle's own migration did not apply in ${attempt} attempts: ${error}`);
    // What the developer does about the NULLs, faster than any developer.
    if (attempt === 1) {
      writeFileSync(`${folder}/${migration}`, fill + readFileSync(`${folder}/${migration}`, 'utf8'));
      events.mark('An UPDATE for the empty e-mail addresses is put at the head of the file');
    }
    await pause(1000);
  }

  const deployed = events.begin('Rolling deploy: both versions serve');
  await stage.startNew();
  await pause(5000);
  await old.stop();
  deployed();
  events.mark('Old version is gone');
  await pause(2000);
}
