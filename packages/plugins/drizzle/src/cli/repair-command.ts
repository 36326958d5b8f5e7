import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadProject } from '../config.ts';
import { repairFolder } from '../folder-change.ts';
import { outputOf } from './output.ts';

export function addRepair(program: Command): void {
  program
    .command('repair')
    .description('Finishes writing the migrations folder after a split or release that was killed.')
    .option('--config <path>', 'drizzle config file')
    .option('--out <folder>', 'the migrations folder itself, instead of the config')
    .option('--json', 'one JSON document')
    .addHelpText('after', '\nExample:\n  npx drizzle-flux repair')
    .action(async ({ config, out: given, json }: { config?: string; out?: string; json?: true }) => {
      const out = outputOf(json ?? false);
      const folder = given === undefined ? (await loadProject(config, process.cwd())).out : resolve(given);
      const change = repairFolder(folder);
      out.say(change ? `Finished: ${change.tags.join(', ')}` : 'Nothing was left unfinished.');
      out.json({ finished: change?.tags ?? [] });
    });
}
