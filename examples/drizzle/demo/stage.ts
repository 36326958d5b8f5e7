/** One run's surroundings: its database, the traffic of both versions, its steps, and what was measured. */
import { createEventLog } from './event-log.ts';
import type { EventLog } from './event-log.ts';
import { clock } from './measurements.ts';
import type { RunRecord, Version } from './measurements.ts';
import { noTraffic } from './summary.ts';
import { startTraffic } from './traffic.ts';
import type { Traffic } from './traffic.ts';
import { verifyWrites } from './verify-writes.ts';

export interface StageOptions {
  /** For people; `name` is the key. */
  readonly title: string;
  readonly name: string;
  readonly url: string;
  readonly rate: number;
  readonly seed: number;
  readonly rows: number;
  /** Takes the lines of live progress. */
  readonly report: (line: string) => void;
}

export interface Stage {
  readonly url: string;
  readonly rows: number;
  readonly events: EventLog;
  /** Both start their version's traffic once; its `stop` is part of the rolling deploy. */
  startOld(): Promise<Traffic>;
  startNew(): Promise<Traffic>;
  /** Stops what still runs, verifies every acknowledged write, and returns the measurements. */
  finish(): Promise<RunRecord>;
  /** Stops what still runs, after a failure. */
  abort(): Promise<void>;
}

export function openStage(options: StageOptions): Stage {
  const { name, url, rate, rows, report } = options;
  const startedAt = clock();
  const running = new Map<Version, Traffic>();
  const events = createEventLog(startedAt, report);
  const status = setInterval(() => report(statusLine(startedAt, running)), 2000);

  const start = async (version: Version): Promise<Traffic> => {
    const seed = version === 'before' ? options.seed : options.seed + 1;
    const traffic = await startTraffic({ version, url, rate, seed, rows, channel: `${name}-${startedAt}` });
    running.set(version, traffic);
    return traffic;
  };
  const stopAll = async (): Promise<void> => {
    clearInterval(status);
    await Promise.all([...running.values()].map((traffic) => traffic.stop()));
  };

  return {
    url,
    rows,
    events,
    startOld: () => start('before'),
    startNew: () => start('after'),
    abort: stopAll,
    async finish() {
      await stopAll();
      const before = running.get('before');
      const after = running.get('after');
      const verified = await verifyWrites(url, { before: before?.writes ?? [], after: after?.writes ?? [] });
      const summaries = {
        before: (await before?.stop()) ?? noTraffic('before', startedAt),
        after: (await after?.stop()) ?? noTraffic('after', startedAt),
      };
      return {
        name: options.title,
        samplesByVersion: { before: before?.samples ?? [], after: after?.samples ?? [] },
        events: events.all(),
        summary: {
          ...summaries,
          verifiedWrites: verified.checked,
          lostWrites: verified.lost + summaries.before.lostWrites + summaries.after.lostWrites,
          totalMs: events.span(),
        },
      };
    },
  };
}

function statusLine(startedAt: number, running: ReadonlyMap<Version, Traffic>): string {
  const parts = [...running].map(([version, { samples }]) => {
    const failed = samples.reduce((count, { ok }) => count + (ok ? 0 : 1), 0);
    const longest = samples.reduce((max, { ms }) => Math.max(max, ms), 0);
    const name = version === 'before' ? 'old version' : 'new version';
    return `${name} ${samples.length} answered, ${failed} failed, longest wait ${Math.round(longest)} ms`;
  });
  const elapsed = ((clock() - startedAt) / 1000).toFixed(1).padStart(6);
  return `${elapsed} s  · ${parts.join(' │ ') || 'no traffic yet'}`;
}
