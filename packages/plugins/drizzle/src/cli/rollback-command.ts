import type { Command } from 'commander';
import type { Plan } from '@flux/core';
import { actorOf, interruptible, lossText, previewRollback, progressView, rollbackCostText } from '@flux/runner';
import { loadProject } from '../config.ts';
import type { DrizzleProject } from '../config.ts';
import { discardPlan } from '../discard-plan.ts';
import type { DiscardedPlan } from '../discard-plan.ts';
import { choosePlan } from '../flux-folder.ts';
import { readFolder } from '../migrations-folder.ts';
import { previewFiles, rollbackNow, stepOrNumber, writeRollback } from '../rollback.ts';
import { targetOf, targetsOf } from '../target.ts';
import { filesText, outputOf } from './output.ts';
import type { Output } from './output.ts';
import { surroundings } from './surroundings.ts';

interface Options {
  readonly config?: string;
  readonly target?: string;
  readonly to: string;
  readonly now?: true;
  readonly yes?: true;
  readonly json?: true;
}

export function addRollback(program: Command): void {
  program
    .command('rollback [plan]')
    .description('Writes migration files that take the plan back, or with --now takes it back in one database.')
    .option('--config <path>', 'drizzle config file')
    .option('--to <step>', 'take back what came after this step, by its id or its number in status', 'start')
    .option('--now', 'in one database, at once; the plan is stopped there')
    .option('--target <name>', 'with --now: which database; default: url or dbCredentials')
    .option('--yes', 'with --now: also where it has a price')
    .option('--json', 'one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  npx drizzle-flux rollback
  npx drizzle-flux rollback 20261120-rename-users --to 03-copy-users-name
  npx drizzle-flux rollback --to 3
  npx drizzle-flux rollback --now --target staging`,
    )
    .action(async (id: string | undefined, options: Options) => {
      const out = outputOf(options.json ?? false);
      const project = await loadProject(options.config, process.cwd());
      const plan = await choosePlan(project, readFolder(project.out), id);
      const to = stepOrNumber(plan, options.to);
      await (options.now ? inDatabase(project, plan, { ...options, to }, out) : inFiles(project, plan, to, out));
    });
}

const serviceFirst = 'nothing is lost, but that release must be out of service first';

async function inFiles(project: DrizzleProject, plan: Plan, to: string, out: Output): Promise<void> {
  const discarded = to === 'start' ? await discardPlan(project, plan) : null;
  if (discarded !== null) return tellDiscarded(plan, discarded, out);
  const { steps, costs } = previewFiles(project, plan, to);
  const lines = costs.map(
    ({ step, safeUntil, loses }) =>
      `  ${step}: ${safeUntil === null ? '' : `once the ${safeUntil} release is out: `}${loses ?? serviceFirst}`,
  );
  out.say(
    `Takes back ${steps.length} step${steps.length === 1 ? '' : 's'} of ${plan.id}${lines.length > 0 ? '. What that loses:' : '; nothing is lost.'}`,
  );
  for (const line of lines) out.say(line);
  const tags = writeRollback(project, plan, to, surroundings());
  if (tags.length > 0) {
    out.say(filesText(tags));
    out.say(
      `Next:  ${to === 'start' ? 'take the change back in your schema file too, ' : ''}commit them, then: npx drizzle-flux migrate`,
    );
  }
  out.json({ plan: plan.id, to, costs, tags, discarded: [] });
}

function tellDiscarded(plan: Plan, { targets, tags }: DiscardedPlan, out: Output): void {
  out.say(`Nothing of ${plan.id} was applied on ${targets.join(', ')}: the plan and its files are removed.`);
  for (const tag of tags) out.say(`  - ${tag}.sql`);
  out.say(
    'If a database that is not configured here has them, restore them from version control.\nNext:  correct your schema file, then: npx drizzle-kit generate',
  );
  out.json({ plan: plan.id, to: 'start', costs: [], tags: [], discarded: tags });
}

async function inDatabase(project: DrizzleProject, plan: Plan, options: Options, out: Output): Promise<void> {
  const { to } = options;
  const [target = targetOf(project)] = targetsOf(project, options.target ?? 'main');
  const { costs, losses } = await previewRollback({ plan, driver: target.driver, connect: target.connect, to });
  for (const cost of costs) out.note(`  ${rollbackCostText(cost)}`);
  for (const loss of losses) out.note(`  ! ${loss.step}: ${lossText(loss)}`);
  const view = progressView(process.stderr);
  const result = await interruptible((signal) =>
    rollbackNow({
      project,
      plan,
      target,
      to,
      actor: actorOf(process.env),
      acceptCosts: options.yes ?? false,
      acceptCommand: `npx drizzle-flux rollback ${plan.id} --to ${to} --now --yes`,
      onEvent: view.onEvent,
      signal,
    }),
  ).finally(() => view.end());
  out.say(
    `Took back ${result.undone.length} step${result.undone.length === 1 ? '' : 's'} on ${target.name}; ${plan.id} is stopped there.`,
  );
  out.say(
    `Next:  go on again:            npx drizzle-flux migrate --resume ${plan.id}\n       or take it back everywhere: npx drizzle-flux rollback ${plan.id}   (files for every database; this one passes them)`,
  );
  out.json({ plan: plan.id, target: target.name, ...result });
}
