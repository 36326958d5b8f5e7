import { FluxError } from '@flux/core';

/** drizzle-kit has said that its file is written before planning failed and the file was taken out again: so say that. */
export function notWritten(error: unknown, tag: string): unknown {
  if (!(error instanceof FluxError)) return error;
  const gone = `No migration was written: ${tag}.sql was taken out again.`;
  return new FluxError(error.code, error.message, `${gone}\n${error.remedy}`, { ...error.data, tag }, error);
}
