import {
  actorOf,
  interruptible,
  lossText,
  previewRollback,
  progressView,
  rollbackCostText,
  rollbackTo,
} from '@flux/runner';
import type { RollbackCost } from '@flux/runner';
import type { RollbackCommandOptions } from '../commands/rollback.ts';
import { targetOf } from '../target.ts';
import type { Terminal } from '../terminal.ts';
import { loadUnfinished } from '../unfinished-plan.ts';

export async function runRollback(
  terminal: Terminal,
  named: string | undefined,
  options: RollbackCommandOptions,
): Promise<number> {
  const plan = await loadUnfinished(terminal, named, options.url);
  const target = await targetOf(terminal, options.url);
  const { to = 'start' } = options;
  if (options.dryRun) {
    const preview = await previewRollback({ ...target, plan, to });
    const steps = preview.steps.map((step) => step.id);
    const lines = [
      steps.length > 0 ? `Would undo ${steps.join(', ')}.` : 'Nothing to undo.',
      ...costLines(preview.costs),
      ...preview.losses.map((loss) => `  ! ${loss.step}: ${lossText(loss)}`),
    ];
    terminal.result(
      options.json,
      { plan: plan.id, to, steps, costs: preview.costs, losses: preview.losses },
      lines.join('\n'),
    );
    return 0;
  }
  const progress = progressView(terminal.stderr, { environment: terminal.env });
  try {
    const result = await interruptible((signal) =>
      rollbackTo({
        ...target,
        plan,
        to,
        actor: actorOf(terminal.env),
        acceptCosts: options.acceptLoss ?? false,
        acceptCommand: 'the same command with --accept-loss.',
        onEvent: progress.onEvent,
        signal,
      }),
    );
    progress.end();
    const { undone } = result;
    const text = `${undone.length} ${undone.length === 1 ? 'step' : 'steps'} undone. To go on later: flux apply ${plan.id} --resume`;
    terminal.result(options.json, { plan: plan.id, to, ...result }, text);
    return 0;
  } finally {
    progress.end();
  }
}

const costLines = (costs: readonly RollbackCost[]): readonly string[] =>
  costs.map((cost) => `  · ${rollbackCostText(cost)}`);
