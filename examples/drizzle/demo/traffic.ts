/** Traffic of one application version, in a thread of its own: what the demo does meanwhile cannot slow it. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Write } from './ledger.ts';
import type { Sample, TrafficSummary, Version } from './measurements.ts';
import { summarise } from './summary.ts';
import type { TrafficCounters } from './summary.ts';

export interface TrafficOptions {
  readonly version: Version;
  readonly url: string;
  /** Requests that fall due per second, whether or not earlier ones are answered. */
  readonly rate: number;
  readonly seed: number;
  /** Users that were there before; ids from 1. */
  readonly rows: number;
  /** Traffic with the same channel reads each other's writes. */
  readonly channel: string;
}

export interface Traffic {
  readonly version: Version;
  /** Grows while the traffic runs, a batch every fifth of a second. */
  readonly samples: readonly Sample[];
  /** Lets the requests in flight end. A second call gives the same summary. */
  stop(): Promise<TrafficSummary>;
  /** The last acknowledged write of each value; complete after `stop`. */
  readonly writes: readonly Write[];
}

export type WorkerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'samples'; readonly samples: readonly Sample[] }
  | { readonly type: 'stopped'; readonly counters: TrafficCounters; readonly writes: readonly Write[] };

/** Resolves when the version is warm and its first requests are due. */
export async function startTraffic(options: TrafficOptions): Promise<Traffic> {
  const { version } = options;
  const samples: Sample[] = [];
  const writes: Write[] = [];
  const worker = new Worker(new URL('./traffic-worker.js', import.meta.url), { workerData: options });
  const stopped = new Promise<TrafficCounters>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'samples') samples.push(...message.samples);
      if (message.type !== 'stopped') return;
      writes.push(...message.writes);
      resolve(message.counters);
    });
  });
  // Whoever calls `stop` sees the failure; until then it is not an unhandled one.
  stopped.catch(() => undefined);
  // The worker's first message says that it is ready.
  await Promise.race([once(worker, 'message'), stopped]);

  let summary: Promise<TrafficSummary> | undefined;
  return {
    version,
    samples,
    writes,
    stop: () => (summary ??= finish()),
  };

  async function finish(): Promise<TrafficSummary> {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
    worker.postMessage('stop');
    const counters = await stopped;
    await worker.terminate();
    return summarise(version, samples, counters);
  }
}
