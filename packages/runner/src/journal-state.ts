import { FluxError } from '@flux/core';
import type { Driver, JournalState, Plan, Session } from '@flux/core';
import { gateIsOpen } from './step-state.ts';

/**
 * What the target's journal says of the plan; null: the plan has not begun there.
 * @throws FluxError PLAN_MISMATCH when another plan of the same id was begun there
 */
export async function readJournal(driver: Driver, session: Session, plan: Plan): Promise<JournalState | null> {
  const state = await driver.journal.readPlan(session, plan.id);
  if (state && state.fingerprint !== plan.fingerprint)
    throw new FluxError(
      'PLAN_MISMATCH',
      `A different plan named ${plan.id} was begun on this target: it was made for another schema.`,
      'Use the plan file that was begun there (see version control), or roll that plan back with it first.',
      { plan: plan.id, fingerprint: plan.fingerprint, found: state.fingerprint },
    );
  return state;
}

/** @throws FluxError GATE_CLOSED */
export async function begunPlan(driver: Driver, session: Session, plan: Plan): Promise<JournalState> {
  const state = await readJournal(driver, session, plan);
  if (state) return state;
  throw new FluxError(
    'GATE_CLOSED',
    `Plan ${plan.id} has not begun on this target.`,
    'Run its first phase there, and check that the URL points at the database you mean.',
    { plan: plan.id },
  );
}

/**
 * For work on one step out of turn: the plan is active and every gate before the phase is open.
 * @throws FluxError GATE_CLOSED
 */
export async function requireOpen(driver: Driver, session: Session, plan: Plan, phase: number): Promise<void> {
  const state = await begunPlan(driver, session, plan);
  const closed = plan.steps.find((step) => step.kind === 'deploy' && step.phase < phase && !gateIsOpen(step, state));
  if (!closed && (state.state === 'active' || state.state === 'done')) return;
  throw new FluxError(
    'GATE_CLOSED',
    closed
      ? `Phase ${phase + 1} of plan ${plan.id} is held: its gate after step ${closed.id} is closed on this target.`
      : `Plan ${plan.id} is ${state.state} on this target.`,
    closed ? 'Deploy that release, then release the phase.' : 'Resume it explicitly to run it there.',
    { plan: plan.id, phase, state: state.state, step: closed?.id ?? null },
  );
}
