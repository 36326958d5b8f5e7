import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { backfillRate } from '../src/backfill-rate.ts';
import { progressLine, progressView } from '../src/progress.ts';
import { waitBefore } from '../src/retry.ts';

test('rate and time left count from where this run began', () => {
  const rate = backfillRate('02', 10_000, 4_000, 0);
  expect(rate(4_500, 100)).toMatchObject({ rowsDone: 4_500, batches: 1, rowsPerSecond: null, etaMs: null });
  expect(rate(6_000, 1_000)).toMatchObject({ batches: 2, rowsPerSecond: 2_000, etaMs: 2_000 });
  expect(backfillRate('02', null, 0, 0)(500, 1_000)).toMatchObject({ rowsPerSecond: 500, etaMs: null });
});

test('waits double and stay under the longest', () => {
  expect([1, 2, 3, 20].map((attempt) => waitBefore(attempt, 1))).toEqual([50, 100, 200, 3_000]);
  expect(waitBefore(1, 0)).toBe(25);
});

const backfill = {
  kind: 'backfill',
  step: '02-backfill',
  rowsDone: 250_000,
  rowsEstimated: 1_000_000,
  batches: 25,
  rowsPerSecond: 50_000,
  etaMs: 75_000,
} as const;

test('a line says how far, how fast and how long', () => {
  expect(progressLine(backfill)).toBe('  02-backfill  25%  250,000 of about 1,000,000 rows  50,000/s  1 min 15 s left');
});

test('more rows than were estimated: no share, no time left', () => {
  const event = backfillRate('02', 60_000, 0, 0)(230_000, 10_000);
  expect(event).toMatchObject({ etaMs: null });
  expect(progressLine(event)).toBe('  02  230,000 rows, more than the estimate of 60,000  23,000/s');
});

const output = (bar: boolean, environment: Record<string, string>): { stream: NodeJS.WriteStream; text(): string } => {
  const chunks: string[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  void environment;
  return { stream: Object.assign(stream, { isTTY: bar, columns: 120 }) as never, text: () => chunks.join('') };
};

test('without a terminal: lines, not one for every batch, no escape codes', () => {
  const { stream, text } = output(false, {});
  const view = progressView(stream, { environment: {} });
  view.onEvent({ kind: 'stepStarted', step: '02-backfill', title: 'copy' });
  for (let i = 0; i < 50; i += 1) view.onEvent(backfill);
  view.onEvent({ kind: 'stepDone', step: '02-backfill', ms: 1_500, checkpoint: null });
  view.end();
  expect(text()).toBe('▸ 02-backfill  copy\n✓ 02-backfill  1.5 s\n');
});

test.each([
  [{}, true],
  [{ NO_COLOR: '1' }, false],
])('on a terminal: a bar, with %j in colour: %s', async (environment, coloured) => {
  const { stream, text } = output(true, environment);
  const view = progressView(stream, { environment, bar: true });
  view.onEvent(backfill);
  await new Promise((resolve) => setTimeout(resolve, 400));
  view.onEvent(backfill);
  view.end();
  expect(text()).toContain('25%  250,000 of about 1,000,000 rows');
  expect(text()).toContain('██████░░');
  expect(text().includes('\u001b[36m')).toBe(coloured);
});
