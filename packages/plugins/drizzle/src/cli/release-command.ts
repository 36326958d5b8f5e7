import type { Command } from 'commander';
import type { Plan } from '@flux/core';
import { actorOf } from '@flux/runner';
import { loadProject } from '../config.ts';
import type { DrizzleProject } from '../config.ts';
import { choosePlan } from '../flux-folder.ts';
import { readFolder } from '../migrations-folder.ts';
import { reasonText, toTarget } from '../next-text.ts';
import { release } from '../release.ts';
import type { PhaseRelease, TargetRelease } from '../release.ts';
import { status } from '../status.ts';
import { targetsOf } from '../target.ts';
import type { Target } from '../target.ts';
import { filesText, outputOf } from './output.ts';
import { quietWindow, surroundings } from './surroundings.ts';

interface Options {
  readonly config?: string;
  readonly target?: string;
  readonly confirm?: string;
  readonly quietWindow: string;
  readonly json?: true;
}

export function addRelease(program: Command): void {
  program
    .command('release [plan]')
    .description('Opens the next gate where the evidence allows it, and writes the next phase’s migration files.')
    .option('--config <path>', 'drizzle config file')
    .option('--target <name>', 'open the gate on this target only; the files come when it is open on all')
    .option('--confirm <text>', 'your word, recorded, that the old release is gone where evidence is missing')
    .option('--quiet-window <span>', 'how long the old release must have been silent', '24h')
    .option('--json', 'one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  npx drizzle-flux release
  npx drizzle-flux release 20261120-rename-users --quiet-window 2h
  npx drizzle-flux release --confirm "v41 is off everywhere, checked in the dashboard"`,
    )
    .action(async (id: string | undefined, options: Options) => {
      const out = outputOf(options.json ?? false);
      const project = await loadProject(options.config, process.cwd());
      const plan = await choosePlan(project, readFolder(project.out), id);
      const targets = targetsOf(project, options.target);
      const result = await release({
        project,
        plan,
        targets,
        others: targetsOf(project).filter(({ name }) => targets.every((target) => target.name !== name)),
        actor: actorOf(process.env),
        quietWindowMs: quietWindow(options.quietWindow),
        ...(options.confirm === undefined ? {} : { confirm: options.confirm }),
        surroundings: surroundings(),
      });
      if (result === null) {
        const { text, done } = await allReleased(project, plan, targetsOf(project));
        out.say(text);
        return out.json({ plan: plan.id, released: true, done, tags: [] });
      }
      if (!result.open) process.exitCode = 1;
      out.say(releaseText(plan, result));
      out.json({ plan: plan.id, ...result });
    });
}

async function allReleased(project: DrizzleProject, plan: Plan, targets: readonly Target[]) {
  const reports = await status(project, targets, 0);
  const asked = reports.find((report) => report.plan.id === plan.id)?.targets ?? [];
  const behind = asked.filter(({ record }) => record?.state !== 'done').map(({ target }) => target);
  const where = targets.map(({ name }) => name).join(', ');
  const text =
    behind.length === 0
      ? `Every phase of ${plan.id} is released, and the plan is done on ${where}: nothing is left to do.`
      : [
          `Every phase of ${plan.id} is released.`,
          ...behind.map((name) => `Next:  npx drizzle-flux migrate${toTarget(name)}`),
        ].join('\n');
  return { text, done: behind.length === 0 };
}

function releaseText(plan: Plan, { phase, targets, closedOn, open, tags }: PhaseRelease): string {
  const name = `phase ${phase + 1} of ${plan.phases.length} (${plan.phases[phase]!.name})`;
  const lines = [
    ...targets.flatMap(targetLines),
    ...closedOn.map((target) => `  ${target}: closed, and not asked for`),
  ];
  const confirmable = targets.some(({ result }) => !result.open && result.confirmable);
  const end = open
    ? [
        tags.length > 0 ? filesText(tags) : 'The files are in the folder already.',
        'Next:  commit them, then: npx drizzle-flux migrate',
      ]
    : [
        'No file was written.',
        ...closedNext(plan, targets),
        ...(confirmable
          ? [`       or vouch for it: npx drizzle-flux release ${plan.id} --confirm "<how you know>"`]
          : []),
      ];
  return [`${plan.id}: ${name} ${open ? 'is open' : 'stays closed'}`, ...lines, ...end].join('\n');
}

/** A plan that is stopped or not so far on a target waits for a command there, not for a release to go. */
function closedNext(plan: Plan, targets: readonly TargetRelease[]): readonly string[] {
  const first = targets.flatMap(({ target, result }) => {
    const kinds = new Set(result.open ? [] : result.reasons.map(({ kind }) => kind));
    const on = toTarget(target);
    if (kinds.has('stopped'))
      return [`npx drizzle-flux migrate --resume ${plan.id}${on}, or npx drizzle-flux rollback ${plan.id}`];
    return kinds.has('notBegun') || kinds.has('stepNotDone') ? [`npx drizzle-flux migrate${on}`] : [];
  });
  return first.length > 0
    ? first.map((command) => `Next:  ${command}`)
    : [`Next:  when it is gone: npx drizzle-flux release ${plan.id}`];
}

function targetLines({ target, result }: TargetRelease): readonly string[] {
  const seen = result.evidence.map(({ what, lastSeen, error }) => `    ${what}: ${error ?? lastSeen ?? 'none seen'}`);
  if (result.open) return [`  ${target}: open (${result.how})`, ...seen];
  return [
    `  ${target}: closed`,
    ...result.reasons.map((reason) => `    · ${reasonText(reason)}`),
    ...result.blindSpots.map((spot) => `    not seen by any of this: ${spot}`),
  ];
}
