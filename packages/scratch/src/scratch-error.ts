import { FluxError } from '@flux/core';

export type ScratchFailure =
  | 'MAJOR_UNAVAILABLE'
  | 'DIRECTORY_UNSAFE'
  | 'START_FAILED'
  | 'STOPPED'
  | 'CONNECT_FAILED'
  | 'ABORTED';

/** A failure to bring up, reach or use a throw-away server: a FluxError of code SCRATCH; `failure` says which. */
export class ScratchError extends FluxError {
  readonly failure: ScratchFailure;

  constructor(failure: ScratchFailure, message: string, remedy: string, cause?: unknown) {
    super('SCRATCH', message, remedy, { failure }, cause);
    this.failure = failure;
  }
}
