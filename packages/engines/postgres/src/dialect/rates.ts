/**
 * Rows per second without calibration, as ranges around what was measured on two cores, durable, with PostgreSQL 18.4:
 * backfill 17,011 (wide rows, four indexes, machine busy) to 261,917 (narrow, primary key only), index build 403,063 to 1,538,462,
 * validation 1,886,792 to 19,230,769; halved at the low end for a busy disk.
 * Source: `npm run bench -- rates 1000000` prints these figures for the machine it runs on.
 */
export const rates = {
  backfill: { low: 8_000, high: 250_000 },
  indexBuild: { low: 200_000, high: 1_500_000 },
  scan: { low: 900_000, high: 20_000_000 },
} as const;
