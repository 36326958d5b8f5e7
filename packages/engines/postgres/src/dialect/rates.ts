/**
 * Rows per second without calibration, as ranges wide enough for a busy disk and for a wide row.
 * Source: `npm run bench -- rates` measures them on this machine; see bench/README.md.
 */
export const rates = {
  backfill: { low: 20_000, high: 200_000 },
  indexBuild: { low: 100_000, high: 1_500_000 },
  scan: { low: 500_000, high: 10_000_000 },
} as const;
