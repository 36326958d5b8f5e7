import { FluxError } from '@flux/core';
import type { DeployStep, Driver, JournalState, Plan, Session } from '@flux/core';
import { measure } from './checkpoint.ts';
import type { Measurement } from './checkpoint.ts';
import { classified } from './classified.ts';
import type { EvidenceSeen } from './gate-decision.ts';
import { isOvertaken, stepStates } from './step-state.ts';

/** @throws FluxError USAGE */
export function deployBefore(plan: Plan, phase: number): DeployStep {
  const found = plan.steps.find((step) => step.kind === 'deploy' && step.phase === phase - 1);
  if (found?.kind === 'deploy') return found;
  const phases = plan.steps.filter((step) => step.kind === 'deploy').map((step) => step.phase + 1);
  throw new FluxError(
    'USAGE',
    `Plan ${plan.id} has no gate before phase ${phase + 1}.`,
    phases.length > 0
      ? `Its gated phases are ${phases.map((gated) => gated + 1).join(', ')}.`
      : 'It has one phase only: nothing to release.',
    { plan: plan.id, phase, phases },
  );
}

/** Measures what must hold before the deploy: steps that are done or begun there and not overtaken. */
export async function measureBefore(
  session: Session,
  driver: Driver,
  plan: Plan,
  deploy: DeployStep,
  journal: JournalState,
): Promise<readonly Measurement[]> {
  const states = stepStates(plan, journal);
  const measurements: Measurement[] = [];
  for (const [index, step] of plan.steps.entries()) {
    if (step.id === deploy.id) break;
    const state = states[index]!;
    if (step.kind === 'deploy' || state === 'pending' || state === 'undone' || isOvertaken(plan, states, index))
      continue;
    measurements.push(await measure(session, driver, step.id, step.checkpoint));
  }
  return measurements;
}

export async function readEvidence(
  session: Session,
  driver: Driver,
  queries: DeployStep['gate']['evidence'],
): Promise<readonly EvidenceSeen[]> {
  const seen: EvidenceSeen[] = [];
  for (const { what, query } of queries) {
    try {
      const [row] = await session.query(query);
      seen.push({ what, lastSeen: isoTime(row?.['last_seen']), error: null });
    } catch (thrown) {
      const { error } = classified(driver, thrown);
      if (error.code === 'CONNECT_FAILED' || error.code === 'AUTH_FAILED') throw error;
      seen.push({ what, lastSeen: null, error: error.message });
    }
  }
  return seen;
}

/** Windows are measured on one clock, the database's: the operator's machine may be off. */
export async function databaseNow(session: Session): Promise<string> {
  const [row] = await session.query('SELECT CURRENT_TIMESTAMP AS now');
  const now = isoTime(row?.['now']);
  if (now !== null) return now;
  throw new FluxError('INTERNAL', 'The database gave no time.', 'Report this as a bug in Flux.');
}

function isoTime(value: unknown): string | null {
  if (value == null) return null;
  const time = value instanceof Date ? value : new Date(String(value));
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw new FluxError('INTERNAL', `Not a time: ${String(value)}.`, 'Report this as a bug in Flux.');
}
