import type { Command } from 'commander';
import { actorOf, interruptible, progressView } from '@flux/runner';
import { loadProject } from '../config.ts';
import type { DrizzleProject } from '../config.ts';
import { fluxEntries } from '../flux-folder.ts';
import { readFolder } from '../migrations-folder.ts';
import { migrate } from '../migrate.ts';
import { status } from '../status.ts';
import { nextOnTarget } from '../next-text.ts';
import { targetOf, targetsOf } from '../target.ts';
import type { Target } from '../target.ts';
import { outputOf, paint } from './output.ts';

interface Options {
  readonly config?: string;
  readonly target?: string;
  readonly resume?: string;
  readonly fresh?: boolean;
  readonly json?: true;
}

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('Applies pending migrations, file by file, with drizzle’s own bookkeeping; backfills with progress.')
    .option('--config <path>', 'drizzle config file')
    .option('--target <name>', 'one of the targets in withFlux’s options; default: url or dbCredentials')
    .option('--resume <plan>', 'go on with a plan that was stopped on this target')
    .option('--fresh', 'this database serves nobody, as in CI: all gates are open here')
    .option('--json', 'one JSON document; progress goes to stderr')
    .addHelpText('after', '\nExamples:\n  npx drizzle-flux migrate\n  npx drizzle-flux migrate --target staging')
    .action(async ({ config, target: name, resume, fresh = false, json }: Options) => {
      const out = outputOf(json ?? false);
      const project = await loadProject(config, process.cwd());
      const [target = targetOf(project)] = targetsOf(project, name ?? 'main', fresh);
      if (fresh) out.note('fresh: gates are open here');
      const view = progressView(process.stderr);
      const { applied } = await interruptible((signal) =>
        migrate({
          project,
          target,
          actor: actorOf(process.env),
          signal,
          ...(resume === undefined ? {} : { resume }),
          onEvent: (event) => {
            if (event.kind === 'file') out.note(`${paint.green('✓')} ${event.tag}  ${event.ms} ms`);
            else if (event.kind === 'passed') out.note(`- ${event.tag}  passed over: ${event.why}`);
            else view.onEvent(event);
          },
        }),
      ).finally(() => view.end());
      out.say(
        applied.length === 0
          ? 'Nothing to apply.'
          : `Applied ${applied.length} file${applied.length === 1 ? '' : 's'}.`,
      );
      const { next, done } = await afterwards(project, target, applied);
      for (const plan of done) out.say(`${paint.green('✓')} ${plan}: done on ${target.name}`);
      for (const line of next) out.say(`Next:  ${line.next}`);
      out.json({ applied, done, next });
    });
}

/** Plans that are under way, and those that this run brought to their end. */
async function afterwards(project: DrizzleProject, target: Target, applied: readonly string[]) {
  const files = fluxEntries(readFolder(project.out));
  const ids = new Set(files.map(({ plan }) => plan));
  const run = new Set(files.flatMap(({ plan, entry }) => (applied.includes(entry.tag) ? [plan] : [])));
  const reports = await status(project, [target], 86_400_000);
  const done = reports.flatMap(({ plan, targets: [asked] }) =>
    run.has(plan.id) && asked?.record?.state === 'done' ? [plan.id] : [],
  );
  const next = reports.flatMap((report) => {
    const [asked] = report.targets;
    const command = asked && ids.has(report.plan.id) ? nextOnTarget(report, asked) : null;
    if (command === null || asked?.status?.next.kind === 'done') return [];
    return [{ plan: report.plan.id, next: command }];
  });
  return { next, done };
}
