import type { Driver, Plan, Session } from '@flux/core';
import type { OnEvent } from './events.ts';

/** What every step needs to run. */
export interface StepRun {
  readonly plan: Plan;
  readonly driver: Driver;
  readonly session: Session;
  readonly actor: string;
  readonly onEvent: OnEvent;
  readonly signal: AbortSignal | undefined;
}
