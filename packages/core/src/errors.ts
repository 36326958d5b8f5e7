/**
 * Everything that stops Flux is a FluxError: a stable code, what happened, and the fix to paste.
 * `data` holds the facts for `--json`; no connection string or password is ever put into any of the three.
 */
export class FluxError extends Error {
  override readonly name = 'FluxError';
  readonly code: FluxErrorCode;
  readonly remedy: string;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(
    code: FluxErrorCode,
    message: string,
    remedy: string,
    data: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy;
    this.data = data;
  }
}

/** Exit codes of every command: 0 fine, 1 hazard or gate closed, 2 usage, 3 database, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** Every code with its meaning and the exit code of the command that it stops. */
export const errorCodes = {
  SQL_SYNTAX: { exit: 2, meaning: 'The migration does not parse as SQL of this engine.' },
  UNKNOWN_TABLE: { exit: 2, meaning: 'The migration names a table that the database does not have.' },
  UNKNOWN_COLUMN: { exit: 2, meaning: 'The migration names a column that the table does not have.' },
  NAME_TAKEN: { exit: 2, meaning: 'The name the change needs is already used.' },
  NO_PRIMARY_KEY: { exit: 1, meaning: 'A batched backfill needs a primary key or a unique NOT NULL index.' },
  ANSWER_NEEDED: { exit: 1, meaning: 'Flux does not guess: the command needs an answer that was not given.' },
  ANSWER_UNUSED: { exit: 2, meaning: 'An answer was given that matches nothing in the migration.' },
  DEPENDENT_STOPS: { exit: 1, meaning: 'An object that depends on the column cannot be carried over safely.' },
  UNSUPPORTED_CHANGE: { exit: 1, meaning: 'Flux knows no safe way for this change.' },
  UNSUPPORTED_SERVER: { exit: 1, meaning: 'The server or tool version is outside what Flux was tested on.' },
  FILL_FAILS: { exit: 2, meaning: 'A fill expression does not give every row a value.' },
  VIOLATING_ROWS: { exit: 1, meaning: 'Rows violate the constraint that the change adds.' },
  CHECKPOINT_FAILED: { exit: 1, meaning: 'A step is not proven done.' },
  GATE_CLOSED: { exit: 1, meaning: 'The next phase needs evidence or a confirmation that is missing.' },
  PLAN_MISMATCH: { exit: 1, meaning: 'The plan was made for another schema than the one found.' },
  PLAN_INVALID: { exit: 2, meaning: 'The plan file is not a valid plan.' },
  PLAN_CONFLICT: { exit: 1, meaning: 'Another plan in flight works on the same object.' },
  IRREVERSIBLE: { exit: 1, meaning: 'A step that was run cannot be undone.' },
  LEASE_HELD: { exit: 1, meaning: 'Another runner is at work on this target.' },
  CONNECT_FAILED: { exit: 3, meaning: 'The database cannot be reached.' },
  AUTH_FAILED: { exit: 3, meaning: 'The database refused the credentials.' },
  MISSING_PRIVILEGE: { exit: 3, meaning: 'The role lacks a privilege that the step needs.' },
  LOCK_TIMEOUT: { exit: 3, meaning: 'The lock was not granted within the bound, in all attempts.' },
  INVALID_INDEX: { exit: 3, meaning: 'An interrupted build left an invalid index.' },
  DATABASE: { exit: 3, meaning: 'The database answered with an error that Flux does not classify.' },
  SCRATCH: { exit: 3, meaning: 'A throw-away server cannot be started or reached.' },
  USAGE: { exit: 2, meaning: 'The command line or configuration is wrong.' },
  INTERRUPTED: { exit: 130, meaning: 'The command was stopped by Ctrl-C or a signal.' },
  INTERNAL: { exit: 3, meaning: 'A Flux invariant does not hold: a bug in Flux.' },
} as const satisfies Record<string, { exit: ExitCode; meaning: string }>;

export type FluxErrorCode = keyof typeof errorCodes;
