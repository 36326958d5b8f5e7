import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { readFills } from '../answers.ts';
import { loadProject } from '../config.ts';
import { discardEntry } from '../discard-entry.ts';
import { plansFolder } from '../flux-folder.ts';
import { readFolder } from '../migrations-folder.ts';
import { split } from '../split.ts';
import { filesText, outputOf } from './output.ts';
import { surroundings } from './surroundings.ts';

const collect = (value: string, before: string[]): string[] => [...before, value];

interface Options {
  readonly tag: string;
  readonly config?: string;
  readonly fill: string[];
  readonly discard?: true;
  readonly json?: true;
}

export function addSplit(program: Command): void {
  program
    .command('split')
    .description(
      'Plans the newest generated migration and puts the first phase in its place. drizzle-kit generate starts it.',
    )
    .requiredOption('--tag <tag>', 'the entry that drizzle-kit has just generated')
    .option('--config <path>', 'drizzle config file')
    .option(
      '--fill <column=expression>',
      'value for rows without one (repeatable); FLUX_FILLS holds them too',
      collect,
      [],
    )
    .option('--discard', 'take the generated entry out of the folder, as after a split that failed')
    .option('--json', 'one JSON document')
    .addHelpText('after', '\nExample:\n  npx drizzle-flux split --tag 0007_brave_hulk')
    .action(async (options: Options) => {
      const { tag, fill, discard } = options;
      const out = outputOf(options.json ?? false);
      const project = await loadProject(options.config, process.cwd());
      const remove = () => discardEntry(readFolder(project.out), tag);
      if (discard) return remove();
      // Interrupted in the middle of planning, the generated migration must not stay for the next `migrate`.
      const interrupted = () => {
        remove();
        process.exit(130);
      };
      process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
      const fills = readFills(fill, process.env['FLUX_FILLS']);
      const result = await split({ project, tag, fills, ...surroundings() });
      if (result.kind === 'unchanged') {
        out.say(`drizzle-flux: ${tag} stays as it is: ${result.why}.`);
        return out.json({ unchanged: tag, why: result.why });
      }
      const { plan, tags, text } = result;
      const where = join(relative(process.cwd(), plansFolder(project)), plan.id);
      out.say(`\n${text}\n${filesText(tags)}\nPlan:  ${where}/plan.json`);
      const phases = plan.phases.length - 1;
      if (phases > 0) out.say(`Held:  ${phases} later phase${phases > 1 ? 's' : ''}, in ${where}/held`);
      out.say('Next:  review and commit them, then: npx drizzle-flux migrate');
      out.json({ plan: plan.id, type: plan.type, tags });
    });
}
