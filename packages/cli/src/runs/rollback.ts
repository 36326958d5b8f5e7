import { FluxError } from '@flux/core';
import { previewRollback, progressView, rollbackTo } from '@flux/runner';
import type { RollbackCost } from '@flux/runner';
import type { RollbackCommandOptions } from '../commands/rollback.ts';
import { interruptible } from '../interruption.ts';
import { loadPlan } from '../plan-store.ts';
import { actorOf, targetOf } from '../target.ts';
import type { Terminal } from '../terminal.ts';

export async function runRollback(
  terminal: Terminal,
  named: string | undefined,
  options: RollbackCommandOptions,
): Promise<number> {
  const plan = await loadPlan(terminal, named);
  const target = await targetOf(terminal, options.url);
  const { to = 'start' } = options;
  const preview = await previewRollback({ ...target, plan, to });
  const steps = preview.steps.map((step) => step.id);
  if (options.dryRun) {
    const lines = [
      steps.length > 0 ? `Would undo ${steps.join(', ')}.` : 'Nothing to undo.',
      ...costLines(preview.costs),
    ];
    terminal.result(options.json, { plan: plan.id, to, steps, costs: preview.costs }, lines.join('\n'));
    return 0;
  }
  const dear = preview.costs.filter((cost) => cost.loses !== null || cost.tooLate);
  if (dear.length > 0 && !options.acceptLoss)
    throw new FluxError(
      'ANSWER_NEEDED',
      `Undoing has a price:\n${costLines(dear).join('\n')}`,
      'Nothing was undone. If that is what you want: the same command with --accept-loss.',
      { plan: plan.id, to, costs: dear, answer: 'accept-loss' },
    );
  const progress = progressView(terminal.stderr, { environment: terminal.env });
  try {
    const result = await interruptible((signal) =>
      rollbackTo({ ...target, plan, to, actor: actorOf(terminal), onEvent: progress.onEvent, signal }),
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
  costs.map(({ step, safeUntil, loses, tooLate }) => {
    const needs = tooLate && safeUntil !== null ? `the ${safeUntil} release must be out of service first` : null;
    const parts = [loses === null ? null : `loses ${loses}`, needs].filter((part) => part !== null);
    return `  · ${step}: ${parts.join('; ') || `safe until the ${safeUntil} release`}`;
  });
