import { FluxError } from '@flux/core';
import { actorOf, interruptible, readStatus, releaseGate } from '@flux/runner';
import type { ReleaseResult } from '@flux/runner';
import type { Plan } from '@flux/core';
import { releaseSqlFiles } from '@flux/sql';
import { relative } from 'node:path';
import type { ReleaseCommandOptions } from '../commands/release.ts';
import { gateReasonText } from '../gate-words.ts';
import { migrationsFolder, plansFolder } from '../plan-store.ts';
import { defaultQuietWindowMs } from '../shared-options.ts';
import { targetOf } from '../target.ts';
import type { Terminal } from '../terminal.ts';
import { loadUnfinished } from '../unfinished-plan.ts';

export async function runRelease(
  terminal: Terminal,
  named: string | undefined,
  options: ReleaseCommandOptions,
): Promise<number> {
  const plan = await loadUnfinished(terminal, named, options.url);
  const target = await targetOf(terminal, options.url);
  const { confirm, quietWindow: quietWindowMs = defaultQuietWindowMs } = options;
  const status = await readStatus({ ...target, plan, quietWindowMs });
  // People count phases from 1.
  const phase = options.phase === undefined ? nextGate(plan, status) : options.phase - 1;
  const release = (): Promise<ReleaseResult> =>
    interruptible((signal) =>
      releaseGate({
        ...target,
        plan,
        phase,
        actor: actorOf(terminal.env),
        quietWindowMs,
        signal,
        ...(confirm === undefined ? {} : { confirm }),
      }),
    );
  // Opening a gate makes Flux's own tables: not in a database that the plan never touched.
  const result = status.record ? await release() : notBegun;
  const folders = { migrations: migrationsFolder(terminal, options.out), plans: plansFolder(terminal) };
  const released = result.open ? await releaseSqlFiles(folders, plan, phase) : [];
  const files = released.map((path) => relative(terminal.cwd(), path));
  terminal.result(options.json, { plan: plan.id, phase, ...result, files }, resultText(plan, phase, result, files));
  return result.open ? 0 : 1;
}

const notBegun: ReleaseResult = {
  open: false,
  reasons: [{ kind: 'notBegun' }],
  confirmable: false,
  measurements: [],
  evidence: [],
  blindSpots: [],
};

/** @throws FluxError USAGE when there is nothing to release */
function nextGate(plan: Plan, { gates }: Awaited<ReturnType<typeof readStatus>>): number {
  const last = gates.at(-1);
  if (!last)
    throw new FluxError('USAGE', `Plan ${plan.id} has one phase only: nothing to release.`, `flux apply ${plan.id}`);
  return (gates.find((gate) => !gate.open) ?? last).phase;
}

const how = {
  already: 'was open already',
  fresh: 'is open: nothing is stored in this database',
  evidence: 'is open: the old release has been quiet',
  confirmed: 'is open: confirmed',
} as const;

function resultText(plan: Plan, phase: number, result: ReleaseResult, files: readonly string[]): string {
  if (result.open) {
    const moved = files.length > 0 ? [`Released ${files.length} migration files: ${files.join(', ')}.`] : [];
    return [`Phase ${phase + 1} ${how[result.how]}.`, ...moved, `Next: flux apply ${plan.id}`].join('\n');
  }
  return [
    `Phase ${phase + 1} stays closed:`,
    ...result.reasons.map((reason) => `  · ${gateReasonText(reason)}`),
    ...(result.confirmable
      ? [
          `Not seen by that evidence: ${result.blindSpots.join('; ')}.`,
          `If you know that it is gone: flux release ${plan.id} --confirm "<how you know>"`,
        ]
      : []),
  ].join('\n');
}
