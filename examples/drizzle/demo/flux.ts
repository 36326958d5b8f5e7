/** The run with Flux. */
import type { EventLog } from './event-log.ts';
import type { Traffic } from './traffic.ts';

export interface FluxRunOptions {
  readonly url: string;
  /** A copy of the project as it is before the change; `writeSchema` edits its schema file. */
  readonly projectDir: string;
  readonly rows: number;
  readonly events: EventLog;
  readonly startOld: () => Promise<Traffic>;
  readonly startNew: () => Promise<Traffic>;
}

export interface FluxRun {
  readonly planText: string;
}

/** Undefined while there is no Flux to run. */
export const runFlux: ((options: FluxRunOptions) => Promise<FluxRun>) | undefined = undefined;
