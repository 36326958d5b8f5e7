import type { Driver, Plan, Session } from '@flux/core';
import type { OnEvent } from './events.ts';

/** What every step needs to run. */
export interface StepRun {
  readonly plan: Plan;
  readonly driver: Driver;
  readonly session: Session;
  /** Where the runner may open a second connection: to see what the session waits for. */
  readonly connect?: (() => Promise<Session>) | undefined;
  readonly actor: string;
  readonly onEvent: OnEvent;
  readonly signal: AbortSignal | undefined;
}
