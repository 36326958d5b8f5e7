import type { FailureGroup, Sample, TrafficSummary, Version } from './measurements.ts';

export interface TrafficCounters {
  readonly lostWrites: number;
  readonly crossReads: number;
  readonly startedAt: number;
  readonly stoppedAt: number;
}

export function summarise(version: Version, samples: readonly Sample[], counters: TrafficCounters): TrafficSummary {
  const waits = samples.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const failures = groupFailures(samples);
  return {
    version,
    requests: samples.length,
    failed: failures.reduce((sum, { count }) => sum + count, 0),
    failures,
    longestWaitMs: waits.at(-1) ?? 0,
    p50Ms: percentile(waits, 0.5),
    p99Ms: percentile(waits, 0.99),
    ...counters,
  };
}

/** The traffic of a version that never ran. */
export const noTraffic = (version: Version, at: number): TrafficSummary =>
  summarise(version, [], { lostWrites: 0, crossReads: 0, startedAt: at, stoppedAt: at });

/** Nearest rank: always a wait that a request really had. */
export function percentile(sorted: readonly number[], fraction: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)] ?? 0;
}

function groupFailures(samples: readonly Sample[]): readonly FailureGroup[] {
  const counts = new Map<string, number>();
  for (const { ok, error = 'unknown error' } of samples) if (!ok) counts.set(error, (counts.get(error) ?? 0) + 1);
  return [...counts].map(([error, count]) => ({ error, count })).toSorted((a, b) => b.count - a.count);
}
