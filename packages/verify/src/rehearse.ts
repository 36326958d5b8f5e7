import { FluxError, tableLabel } from '@flux/core';
import type { Plan, Snapshot } from '@flux/core';
import { postgresDriver } from '@flux/postgres';
import { applyPhase, releaseGate, rollbackTo } from '@flux/runner';
import type { RunEvent } from '@flux/runner';
import { Ledger } from './ledger.ts';
import type { LostWrite } from './ledger.ts';
import { ParityWatch } from './parity.ts';
import type { ParitySeen } from './parity.ts';
import { verifyAll } from './row-check.ts';
import { shapesOf } from './shape.ts';
import type { Shape, Version } from './shape.ts';
import { Traffic } from './traffic.ts';
import type { TrafficSummary } from './traffic.ts';

export interface RehearsalOptions {
  /** A database that holds the schema before the plan, with rows; it is changed. */
  readonly url: string;
  readonly plan: Plan;
  /** The schema before the plan. */
  readonly before: Snapshot;
  readonly seed: number;
  /** Clients of each application version. */
  readonly clients?: number;
  /** Both versions run for this long around every deploy, milliseconds. */
  readonly overlapMs?: number;
  /** Stop before the phase behind this deploy (`end`: after the last step) and roll everything back, under traffic. */
  readonly rollbackAfter?: string;
  /** Columns that traffic leaves alone: the user's own triggers write them. */
  readonly ignore?: readonly string[];
  readonly onEvent?: (event: RunEvent) => void;
  /** Runs the plan up to the next closed gate; the default does it in this process. */
  readonly apply?: () => Promise<{ readonly done: boolean }>;
}

export interface Rehearsal {
  readonly traffic: Readonly<Partial<Record<Version, TrafficSummary>>>;
  readonly lost: readonly LostWrite[];
  /** Rows read once more at the end. */
  readonly verified: number;
  readonly parity: ParitySeen;
  /** Steps that were run or undone, in order. */
  readonly steps: readonly string[];
  readonly totalMs: number;
}

/**
 * Runs a plan while the application versions that it allows to run do run, and counts what they notice. The old
 * version runs from before the first step until the release after it has been out for a while.
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const { plan, url, before, overlapMs = 800 } = options;
  const started = performance.now();
  const ledgers = new Map(plan.tables.map((table) => [tableLabel(table), new Ledger()]));
  const summaries: Partial<Record<Version, TrafficSummary>> = {};
  const connect = () => postgresDriver.connect(url);
  const connection = { driver: postgresDriver, connect };
  const steps: string[] = [];
  const onEvent = (event: RunEvent): void => {
    if (event.kind === 'stepStarted' || event.kind === 'stepUndone') steps.push(event.step);
    options.onEvent?.(event);
  };
  const apply = options.apply ?? (() => applyPhase({ ...connection, plan, actor: 'rehearsal', onEvent }));
  const shapes = (version: Version): readonly Shape[] =>
    shapesOf(plan, before, version, options.rollbackAfter !== undefined).map((shape) => ({
      ...shape,
      columns: shape.columns.filter((column) => !options.ignore?.includes(column.name)),
    }));
  const start = (version: Version): Running => ({
    version,
    shapes: shapes(version),
    traffic: new Traffic({
      url,
      shapes: shapes(version),
      ledgers,
      clients: options.clients ?? 3,
      seed: options.seed * 10 + [...'odrn'].indexOf(version[0]!),
      pauseMs: 4,
    }),
  });
  const stop = async ({ version, traffic }: Running): Promise<void> => {
    summaries[version] = await traffic.stop();
  };

  /** Phase by phase: a release is taken out once the schema is back where the one before it lives. */
  const goBack = async (fromPhase: number): Promise<Running> => {
    let live = running;
    for (let phase = fromPhase; phase >= 0; phase -= 1) {
      const keep = plan.steps.findLast((step) => step.phase < phase && step.kind !== 'deploy')?.id ?? 'start';
      await rollbackTo({ ...connection, plan, to: keep, acceptCosts: true, actor: 'rehearsal', onEvent });
      if (phase === 0) break;
      const earlier = plan.steps.findLast((step) => step.kind === 'deploy' && step.phase < phase - 1);
      const next = start(earlier?.kind === 'deploy' ? earlier.release : 'old');
      await stop(live);
      live = next;
      await pause(overlapMs / 2);
    }
    return live;
  };
  let running = start('old');
  await pause(overlapMs);
  if (running.traffic.summary.failed > 0) {
    await stop(running);
    throw new FluxError(
      'UNSUPPORTED_CHANGE',
      `The traffic that was derived from the schema fails before the plan has begun: ${Object.keys(summaries.old!.failures).join('; ')}`,
      'Constraints that random values do not satisfy (CHECK, triggers) keep the table from being rehearsed this way.',
    );
  }
  const parity = new ParityWatch(url, plan);
  let seen: ParitySeen;
  try {
    for (;;) {
      const { done } = await apply();
      if (done) {
        if (options.rollbackAfter === 'end') running = await goBack(plan.phases.length - 1);
        break;
      }
      const deploy = nextDeploy(plan, running.version);
      if (!deploy)
        throw new FluxError(
          'INTERNAL',
          'The plan is held although no deploy is left.',
          'Please report this with the plan.',
        );
      const next = start(deploy.release);
      await pause(overlapMs);
      if (options.rollbackAfter === deploy.id) {
        await stop(next);
        running = await goBack(deploy.phase);
        break;
      }
      await stop(running);
      running = next;
      const gate = await releaseGate({
        ...connection,
        plan,
        phase: deploy.phase + 1,
        actor: 'rehearsal',
        quietWindowMs: 0,
        confirm: 'the rehearsal stopped it',
      });
      if (!gate.open)
        throw new FluxError(
          'GATE_CLOSED',
          `The gate stays closed: ${JSON.stringify(gate.reasons)}`,
          'See the reasons.',
        );
    }
    await pause(overlapMs / 2);
  } finally {
    await stop(running);
    seen = await parity.stop();
  }
  const verified = await verifyAll(url, running.shapes, ledgers);
  return {
    traffic: summaries,
    lost: [...ledgers.values()].flatMap((ledger) => ledger.lost),
    verified,
    parity: seen,
    steps,
    totalMs: Math.round(performance.now() - started),
  };
}

interface Running {
  readonly version: Version;
  readonly shapes: readonly Shape[];
  readonly traffic: Traffic;
}

function nextDeploy(plan: Plan, version: Version) {
  const deploys = plan.steps.filter((step) => step.kind === 'deploy');
  const at = deploys.findIndex((step) => step.release === version);
  return deploys[at + 1];
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
