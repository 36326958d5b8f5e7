/** What the page's charts draw, in columns: ten thousands of requests stay small. */
import type { RunRecord, Sample, Version } from './measurements.ts';

export interface TimelineData {
  /** Milliseconds since the epoch; every time below is in seconds from here. */
  readonly start: number;
  readonly end: number;
  readonly events: readonly { readonly t: number; readonly until?: number; readonly failed: boolean }[];
  readonly kinds: readonly string[];
  readonly errors: readonly string[];
  readonly versions: Readonly<Record<Version, TimelineColumns>>;
}

export interface TimelineColumns {
  /** Ascending. */
  readonly t: readonly number[];
  readonly ms: readonly number[];
  /** Index into `kinds`. */
  readonly kind: readonly number[];
  /** Index into `errors`, -1 for a request that succeeded. */
  readonly error: readonly number[];
}

export function timelineData({ events, samplesByVersion }: RunRecord): TimelineData {
  const versions = { before: byTime(samplesByVersion.before), after: byTime(samplesByVersion.after) };
  const all = [...versions.before, ...versions.after];
  const times = [
    ...all.map(({ t }) => t),
    ...events.flatMap(({ t, until }) => (until === undefined ? [t] : [t, until])),
  ];
  const start = times.reduce((least, t) => Math.min(least, t), Number.POSITIVE_INFINITY);
  const last = times.reduce((most, t) => Math.max(most, t), 0);
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  const errors = [...new Set(all.flatMap(({ ok, error }) => (ok ? [] : [error ?? 'unknown error'])))];
  const seconds = (t: number): number => Math.round(t - start) / 1000;
  const columns = (samples: readonly Sample[]): TimelineColumns => ({
    t: samples.map(({ t }) => seconds(t)),
    ms: samples.map(({ ms }) => Math.round(ms * 100) / 100),
    kind: samples.map(({ kind }) => kinds.indexOf(kind)),
    error: samples.map(({ ok, error }) => (ok ? -1 : errors.indexOf(error ?? 'unknown error'))),
  });
  return {
    start,
    end: seconds(last),
    events: events.map(({ t, until, failed }) => ({
      t: seconds(t),
      ...(until === undefined ? {} : { until: seconds(until) }),
      failed: failed ?? false,
    })),
    kinds,
    errors,
    versions: { before: columns(versions.before), after: columns(versions.after) },
  };
}

const byTime = (samples: readonly Sample[]): readonly Sample[] => samples.toSorted((a, b) => a.t - b.t);
