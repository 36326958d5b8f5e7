const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `24h`, `30m`, `90s`, `7d`, `0` → milliseconds; `undefined` when it is none of these. */
export function readSpan(text: string): number | undefined {
  const match = /^(\d+)([smhd]?)$/.exec(text.trim());
  if (match === null) return undefined;
  const value = Number(match[1]);
  if (match[2] === '') return value === 0 ? 0 : undefined;
  return value * units[match[2] as keyof typeof units];
}

/** Rounded up where it is short: who waits that long is not too early. */
export function spanText(ms: number): string {
  if (ms < 90_000) return `${Math.ceil(ms / 1000)} s`;
  if (ms < 5_400_000) return `${Math.ceil(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}
