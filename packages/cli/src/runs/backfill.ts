import { FluxError } from '@flux/core';
import type { Plan } from '@flux/core';
import { actorOf, interruptible, progressView, runBackfill } from '@flux/runner';
import type { BackfillCommandOptions } from '../commands/backfill.ts';
import { loadPlan } from '../plan-store.ts';
import { targetOf } from '../target.ts';
import type { Terminal } from '../terminal.ts';

export async function runBackfillCommand(
  terminal: Terminal,
  named: string | undefined,
  options: BackfillCommandOptions,
): Promise<number> {
  const plan = await loadPlan(terminal, named);
  const step = options.step ?? onlyBackfill(plan);
  const target = await targetOf(terminal, options.url);
  const progress = progressView(terminal.stderr, { environment: terminal.env });
  const { batchRows: rows, pause: pauseMs } = options;
  try {
    const checkpoint = await interruptible((signal) =>
      runBackfill({
        ...target,
        plan,
        step,
        actor: actorOf(terminal.env),
        onEvent: progress.onEvent,
        signal,
        batch: { ...(rows === undefined ? {} : { rows }), ...(pauseMs === undefined ? {} : { pauseMs }) },
      }),
    );
    progress.end();
    const text = `${step} is done. ${checkpoint.what}: ${checkpoint.got}.\nNext: flux apply ${plan.id}`;
    terminal.result(options.json, { plan: plan.id, step, checkpoint }, text);
    return 0;
  } finally {
    progress.end();
  }
}

function onlyBackfill(plan: Plan): string {
  const steps = plan.steps.filter((step) => step.kind === 'backfill').map((step) => step.id);
  const [only] = steps;
  if (only !== undefined && steps.length === 1) return only;
  throw new FluxError(
    'USAGE',
    only === undefined ? `Plan ${plan.id} has no backfill.` : `Plan ${plan.id} has ${steps.length} backfills.`,
    only === undefined ? `Go on with flux apply ${plan.id}.` : `Name one with --step: ${steps.join(', ')}.`,
    { plan: plan.id, steps },
  );
}
