import { parseArgs } from 'node:util';

export interface DemoOptions {
  readonly rows: number;
  readonly rate: number;
  readonly json: boolean;
  readonly help: boolean;
}

export const usage = `npm run demo -- [options]

  --rows N   users, and as many orders, in the database (default 500000, at least 1000)
  --rate N   requests per second of each application version (default 150)
  --json     one JSON document on stdout, progress on stderr
  --help

Exit code: 0 when the Flux run had no failed request and no lost write, 1 when it had, 2 for a wrong option.`;

/** Throws a TypeError that says what is wrong with the arguments. */
export function parseOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: '500000' },
      rate: { type: 'string', default: '150' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    rows: wholeNumber('--rows', values.rows, 1000, 50_000_000),
    rate: wholeNumber('--rate', values.rate, 1, 2000),
    json: values.json,
    help: values.help,
  };
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new TypeError(`${option} takes a whole number from ${least} to ${most}, not "${text}".`);
}
