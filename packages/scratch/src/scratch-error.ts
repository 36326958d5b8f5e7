export type ScratchErrorCode =
  | 'SCRATCH_MAJOR_UNAVAILABLE'
  | 'SCRATCH_DIRECTORY_UNSAFE'
  | 'SCRATCH_START_FAILED'
  | 'SCRATCH_STOPPED'
  | 'SCRATCH_CONNECT_FAILED'
  | 'SCRATCH_ABORTED';

/** A failure to bring up, reach or use a throw-away server. `remedy` is what the reader can do about it. */
export class ScratchError extends Error {
  readonly code: ScratchErrorCode;
  readonly remedy: string;

  constructor(code: ScratchErrorCode, message: string, remedy: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ScratchError';
    this.code = code;
    this.remedy = remedy;
  }
}
