/** The runs side by side: one table for the terminal and the page. */
import { pc } from './colours.ts';
import type { RunRecord, TrafficSummary } from './measurements.ts';

export interface Cell {
  readonly text: string;
  readonly verdict: 'good' | 'bad' | 'neutral';
}

export interface ComparisonRow {
  readonly label: string;
  /** One per run. */
  readonly cells: readonly Cell[];
}

type Summary = RunRecord['summary'];

const rows: readonly { readonly label: string; readonly cell: (summary: Summary) => Cell }[] = [
  { label: 'Failed requests, old version', cell: ({ before }) => failed(before) },
  { label: 'Failed requests, new version', cell: ({ after }) => failed(after) },
  { label: 'Longest wait, old version', cell: ({ before }) => wait(before, before.longestWaitMs) },
  { label: 'Longest wait, new version', cell: ({ after }) => wait(after, after.longestWaitMs) },
  { label: '99 of 100 waited less, old version', cell: ({ before }) => wait(before, before.p99Ms) },
  { label: '99 of 100 waited less, new version', cell: ({ after }) => wait(after, after.p99Ms) },
  { label: 'Lost writes', cell: lostWrites },
  { label: 'Time from first step to last', cell: ({ totalMs }) => neutral(`${(totalMs / 1000).toFixed(1)} s`) },
];

export function compare(runs: readonly RunRecord[]): readonly ComparisonRow[] {
  return rows.map(({ label, cell }) => ({ label, cells: runs.map(({ summary }) => cell(summary)) }));
}

/** Lines of at most 100 columns. */
export function comparisonText(runs: readonly RunRecord[]): readonly string[] {
  const table = compare(runs);
  const labelWidth = Math.max(...table.map(({ label }) => label.length));
  const widths = runs.map(({ name }, index) =>
    Math.max(name.length, ...table.map(({ cells }) => cells[index]!.text.length)),
  );
  const line = (label: string, cells: readonly string[]): string =>
    `  ${label.padEnd(labelWidth)}  ${cells.join('   ')}`.trimEnd();
  const paint = { good: pc.green, bad: pc.red, neutral: (text: string): string => text };
  return [
    line(
      '',
      runs.map(({ name }, index) => pc.bold(name.padStart(widths[index]!))),
    ),
    line(
      '─'.repeat(labelWidth),
      widths.map((width) => '─'.repeat(width)),
    ),
    ...table.map(({ label, cells }) =>
      line(
        label,
        cells.map(({ text, verdict }, index) => paint[verdict](text.padStart(widths[index]!))),
      ),
    ),
  ];
}

/** What failed and how often, most frequent first; empty when nothing did. */
export function failureLines({ summary }: RunRecord): readonly string[] {
  const named = [
    ['old version', summary.before],
    ['new version', summary.after],
  ] as const;
  return named.flatMap(([name, { failures }]) =>
    failures.map(({ error, count }) => `${name}: ${grouped(count)} × ${error}`),
  );
}

export const grouped = (count: number): string => count.toLocaleString('en-US');

export function milliseconds(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${grouped(Math.round(ms))} ms`;
}

const neutral = (text: string): Cell => ({ text, verdict: 'neutral' });

function failed({ failed: count, requests }: TrafficSummary): Cell {
  if (requests === 0) return neutral('did not run');
  return { text: `${grouped(count)} of ${grouped(requests)}`, verdict: count > 0 ? 'bad' : 'good' };
}

/** Red from one second on: what a person takes for an interruption. */
function wait({ requests }: TrafficSummary, ms: number): Cell {
  if (requests === 0) return neutral('did not run');
  return { text: milliseconds(ms), verdict: ms >= 1000 ? 'bad' : 'neutral' };
}

function lostWrites({ lostWrites: lost, verifiedWrites }: Summary): Cell {
  return { text: `${grouped(lost)} of ${grouped(verifiedWrites)}`, verdict: lost > 0 ? 'bad' : 'good' };
}
