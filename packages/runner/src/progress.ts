import { SingleBar } from 'cli-progress';
import { waitingText } from './lock-watch.ts';
import type { BackfillEvent, OnEvent, RunEvent } from './events.ts';

export interface ProgressOptions {
  /** Default: whether the stream is a terminal. */
  readonly bar?: boolean;
  /** Between two lines of one backfill where there is no bar. Default 2,000. */
  readonly everyMs?: number;
  /** Default: the process's, for NO_COLOR and TERM. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Renders a run's events; for commands, the runner itself writes nothing. */
export interface ProgressView {
  readonly onEvent: OnEvent;
  /** Takes the bar away; call it also when the run failed. */
  end(): void;
}

/** A bar on one line with the time left on a terminal; elsewhere a line for each step and one every few seconds. */
export function progressView(stream: NodeJS.WriteStream, options: ProgressOptions = {}): ProgressView {
  const { environment = process.env, everyMs = 2_000 } = options;
  const bar = options.bar ?? (stream.isTTY && environment['TERM'] !== 'dumb');
  return bar ? barView(stream, environment) : lineView(stream, everyMs);
}

function lineView(stream: NodeJS.WritableStream, everyMs: number): ProgressView {
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    onEvent: (event) => {
      if (event.kind === 'backfill') {
        if (performance.now() - lastAt < everyMs) return;
        lastAt = performance.now();
      }
      if (event.kind === 'stepStarted') lastAt = performance.now();
      const line = progressLine(event);
      if (line !== null) stream.write(`${line}\n`);
    },
    end: () => undefined,
  };
}

function barView(stream: NodeJS.WriteStream, environment: Readonly<Record<string, string | undefined>>): ProgressView {
  let bar: SingleBar | null = null;
  const end = (): void => {
    bar?.stop();
    bar = null;
  };
  return {
    onEvent: (event) => {
      if (event.kind !== 'backfill') {
        const line = progressLine(event);
        if (line === null) return;
        end();
        stream.write(`${line}\n`);
        return;
      }
      bar ??= startedBar(stream, environment['NO_COLOR'] ? '' : cyan);
      if (event.rowsEstimated !== null) bar.setTotal(Math.max(event.rowsEstimated, event.rowsDone));
      bar.update(event.rowsDone, { event });
    },
    end,
  };
}

const cyan = '\u001b[36m';
const plain = '\u001b[39m';
const barWidth = 24;

function startedBar(stream: NodeJS.WriteStream, colour: string): SingleBar {
  const bar = new SingleBar({
    stream,
    hideCursor: true,
    clearOnComplete: true,
    fps: 5,
    // Signals are the command's business: it aborts the run and calls end().
    gracefulExit: false,
    format: (_options, { progress }, payload: { event?: BackfillEvent }) => {
      if (!payload.event) return '';
      const full = Math.round(Math.min(Math.max(progress, 0), 1) * barWidth);
      const drawn = `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
      return `  ${colour && `${colour}${drawn}${plain}`}${colour ? '' : drawn} ${backfillText(payload.event)}`;
    },
  });
  bar.start(1, 0);
  return bar;
}

/** One event as a line; null: nothing worth a line. */
export function progressLine(event: RunEvent): string | null {
  switch (event.kind) {
    case 'waitingForLease':
      return `waiting for ${event.holder}, silent for ${seconds(event.heartbeatAgeMs)}`;
    case 'stepStarted':
      return `▸ ${event.step}  ${event.title}`;
    case 'unitDone':
      return null;
    case 'retry':
      return event.attempt < 3
        ? null
        : `  ${event.error.code}: attempt ${event.attempt + 1} in ${seconds(event.waitMs)}`;
    case 'waiting':
      return `  ${event.step}  ${waitingText(event)}`;
    case 'backfill':
      return `  ${event.step}  ${backfillText(event)}`;
    case 'stepDone':
      return `✓ ${event.step}  ${seconds(event.ms)}`;
    case 'stepUndone':
      return `↩ ${event.step}  ${seconds(event.ms)}`;
    case 'held':
      return `■ held at ${event.step.id}  ${event.step.title}`;
  }
}

function backfillText({ rowsDone, rowsEstimated, rowsPerSecond, etaMs }: BackfillEvent): string {
  return [
    rowsText(rowsDone, rowsEstimated),
    rowsPerSecond === null ? null : `${count(rowsPerSecond)}/s`,
    etaMs === null ? null : `${duration(etaMs)} left`,
  ]
    .filter((part) => part !== null)
    .join('  ');
}

function rowsText(done: number, estimated: number | null): string {
  if (estimated === null) return `${count(done)} rows`;
  if (done > estimated) return `${count(done)} rows, more than the estimate of ${count(estimated)}`;
  const percent = Math.floor((done / Math.max(1, estimated)) * 100);
  return `${percent}%  ${count(done)} of about ${count(estimated)} rows`;
}

const count = (value: number): string => value.toLocaleString('en-US');
const seconds = (ms: number): string => (ms < 100 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

function duration(ms: number): string {
  const s = Math.ceil(ms / 1000);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}
