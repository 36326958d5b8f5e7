/** How a request fails, and what is recorded of it. */
export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
}

export class LostWrite extends Error {
  override readonly name = 'LostWrite';
}

/** Drizzle wraps the driver's error, and its own message repeats the statement with its values. */
export function describeError(error: unknown): string {
  const cause = rootCause(error);
  if (!(cause instanceof Error)) return 'unknown error';
  return `${codeOf(cause) ?? cause.name} ${cause.message.split('\n')[0]}`;
}

/** True when the server answered with an error: then the statement did nothing. */
export function hasSqlState(error: unknown): boolean {
  return /^[0-9A-Z]{5}$/.test(codeOf(rootCause(error)) ?? '');
}

function rootCause(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? error.cause : error;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
