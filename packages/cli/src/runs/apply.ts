import { actorOf, applyPhase, interruptible, progressView } from '@flux/runner';
import type { ApplyResult } from '@flux/runner';
import type { ApplyCommandOptions } from '../commands/apply.ts';
import { targetOf } from '../target.ts';
import type { Terminal } from '../terminal.ts';
import { loadUnfinished } from '../unfinished-plan.ts';

export async function runApply(
  terminal: Terminal,
  named: string | undefined,
  options: ApplyCommandOptions,
): Promise<number> {
  const plan = await loadUnfinished(terminal, named, options.url);
  const { until, again, resume = false, fresh = false } = options;
  const target = await targetOf(terminal, options.url, fresh);
  if (fresh) terminal.note('fresh: gates are open here');
  const progress = progressView(terminal.stderr, { environment: terminal.env });
  try {
    const result = await interruptible((signal) =>
      applyPhase({
        ...target,
        plan,
        actor: actorOf(terminal.env),
        onEvent: progress.onEvent,
        signal,
        resume,
        ...(until === undefined ? {} : { until }),
        ...(again === undefined ? {} : { again }),
      }),
    );
    progress.end();
    terminal.result(options.json, { plan: plan.id, ...result }, resultText(plan.id, result));
    return result.held && result.ran.length === 0 ? 1 : 0;
  } finally {
    progress.end();
  }
}

function resultText(id: string, { ran, held, done }: ApplyResult): string {
  const steps = `${ran.length} ${ran.length === 1 ? 'step' : 'steps'} run`;
  if (done) return `${steps}. Plan ${id} is done.`;
  if (!held) return `${steps}. Go on with: flux apply ${id}`;
  return [
    `${steps}. Held at ${held.id}.`,
    `Deploy the ${held.release} release:`,
    ...held.application.map((task) => `  · ${task}`),
    `When ${held.gate.gone} is gone: flux release ${id}`,
  ].join('\n');
}
