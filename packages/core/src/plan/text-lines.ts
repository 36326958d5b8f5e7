import type { Estimate } from './types.ts';

/** Columns of the plan's text. */
export const width = 78;

/** Names and messages are other people's text: a line break or an escape sequence in them must not reach a terminal. */
// eslint-disable-next-line no-control-regex
const clean = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');

/** Cut at a word where there is one near the end, else anywhere. */
export function oneLine(text: string, room: number): string {
  const line = clean(text).trimEnd();
  if (line.length <= room) return line;
  const cut = line.slice(0, room - 1);
  const blank = cut.lastIndexOf(' ');
  // The half of a surrogate pair is no character.
  const kept = blank > room * 0.6 ? cut.slice(0, blank) : cut.replace(/[\ud800-\udbff]$/, '');
  return `${kept}…`;
}

/** Lines of at most `room` columns, the second and later ones indented; at most `lines` of them. */
export function wrap(text: string, indent: string, lines: number, room = width): readonly string[] {
  const result: string[] = [];
  let rest = clean(text).trimEnd();
  const left = (): number => room - (result.length === 0 ? 0 : indent.length);
  while (result.length < lines - 1 && rest.length > left()) {
    const blank = rest.lastIndexOf(' ', left());
    const at = blank > left() * 0.4 ? blank : left();
    result.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...result, oneLine(rest, left())].map((line, i) => (i === 0 ? line : indent + line));
}

/** `1-4, 7`: step numbers in order. */
export function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const n of numbers) {
    const last = runs.at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else runs.push([n, n]);
  }
  return runs
    .map(([from, to]) => (from === to ? `${from}` : from === to - 1 ? `${from}, ${to}` : `${from}-${to}`))
    .join(', ');
}

/** `1s-4s`; `<0.3s` where the lower end is nothing to speak of. */
export function estimateText({ lowMs, highMs }: Pick<Estimate, 'lowMs' | 'highMs'>): string {
  if (highMs <= 250) return '<0.3s';
  const [low, high] = [duration(lowMs), duration(highMs)];
  if (lowMs < 100) return `<${high}`;
  return low === high ? low : `${low}-${high}`;
}

export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms / 100) / 10}s`;
  if (ms < 120_000) return `${Math.round(ms / 1000)}s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)}m`;
  return `${Math.round(ms / 360_000) / 10}h`;
}

export const countText = (n: number): string => Math.round(n).toLocaleString('en-US');
