import { FluxError } from '@flux/core';

/** Runs `work` with a signal that the first Ctrl-C or SIGTERM gives: it stops between two pieces; a second one ends at once. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = (): void =>
    controller.abort(
      new FluxError('INTERRUPTED', 'Stopped on request; what was done stays.', 'Run the command again to go on.'),
    );
  process.once('SIGINT', abort).once('SIGTERM', abort);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort);
  }
}
