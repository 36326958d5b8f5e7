import { clock } from './measurements.ts';
import type { StepEvent } from './measurements.ts';

export interface EventLog {
  /** A moment. Not part of the change itself: traffic started, a version stopped. */
  mark(label: string): void;
  /** A step of the change. Call what it returns when the step ends, with the label to show if that tells more. */
  begin(label: string): (end?: { readonly label?: string; readonly failed?: boolean }) => void;
  /** A step that has just ended and began at `since`. */
  ended(label: string, since: number): void;
  all(): readonly StepEvent[];
  /** From the first step's begin to the last one's end, in ms; moments do not count. */
  span(): number;
}

export function createEventLog(startedAt: number, report: (line: string) => void): EventLog {
  const events: StepEvent[] = [];
  const line = (at: number, sign: string, text: string): void =>
    report(`${((at - startedAt) / 1000).toFixed(1).padStart(6)} s  ${sign} ${text}`);

  return {
    mark(label) {
      const event = { t: clock(), label };
      events.push(event);
      line(event.t, '•', label);
    },
    begin(label) {
      const index = events.length;
      const t = clock();
      events.push({ t, label });
      line(t, '▸', label);
      return (end = {}) => {
        const until = clock();
        events[index] = { t, until, label: end.label ?? label, failed: end.failed ?? false };
        line(until, end.failed ? '✗' : '✓', `${end.label ?? label} (${((until - t) / 1000).toFixed(2)} s)`);
      };
    },
    ended(label, since) {
      const until = clock();
      events.push({ t: since, until, label, failed: false });
      line(until, '✓', `${label} (${((until - since) / 1000).toFixed(2)} s)`);
    },
    all: () => [...events],
    span() {
      const steps = events.filter(({ until }) => until !== undefined);
      if (steps.length === 0) return 0;
      return Math.max(...steps.map(({ until }) => until!)) - Math.min(...steps.map(({ t }) => t));
    },
  };
}
