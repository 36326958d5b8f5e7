import { FluxError } from '@flux/core';
import type { ActionKind, Dialect } from '@flux/core';
import type { DescribableOperation } from './operation-examples.ts';
import { readTarget, tableOf } from './described-target.ts';
import type { DescribedTarget } from './described-target.ts';

export interface DescribedOptions {
  readonly notNull?: boolean;
  readonly default?: string;
  readonly using?: string;
  readonly unique?: boolean;
  readonly name?: string;
}

/** An operation told on the command line, ready to become SQL in the engine's own quoting. */
export interface Described {
  /** For the plan's name. */
  readonly words: string;
  /** Where a fill without a name belongs; null: to nothing. */
  readonly fills: string | null;
  /** @throws FluxError USAGE when an option holds more than it should */
  sql(dialect: Dialect): string;
}

interface Form {
  readonly form: string;
  readonly action: ActionKind;
  readonly fills: boolean;
  readonly rest: boolean;
  readonly sql: (target: Quoted, options: DescribedOptions) => string;
}
interface Quoted {
  readonly table: string;
  readonly columns: readonly string[];
  /** A name is quoted, anything else is SQL of the user. */
  readonly rest: string;
  readonly quote: (name: string) => string;
  readonly plain: DescribedTarget;
}

const forms: Readonly<Record<DescribableOperation, Form>> = {
  'rename-column': {
    form: '<table>.<from>:<to>',
    action: 'renameColumn',
    fills: false,
    rest: true,
    sql: ({ table, columns, rest, quote }) =>
      `ALTER TABLE ${table} RENAME COLUMN ${columns[0]} TO ${quote(bare(rest))}`,
  },
  'add-column': {
    form: '<table>.<column>:<type>',
    action: 'addColumn',
    fills: true,
    rest: true,
    sql: ({ table, columns, rest }, { notNull, default: value }) =>
      `ALTER TABLE ${table} ADD COLUMN ${columns[0]} ${rest}${value === undefined ? '' : ` DEFAULT ${value}`}${notNull ? ' NOT NULL' : ''}`,
  },
  'set-not-null': {
    form: '<table>.<column>',
    action: 'setNotNull',
    fills: true,
    rest: false,
    sql: ({ table, columns }) => `ALTER TABLE ${table} ALTER COLUMN ${columns[0]} SET NOT NULL`,
  },
  'change-type': {
    form: '<table>.<column>:<type>',
    action: 'changeType',
    fills: false,
    rest: true,
    sql: ({ table, columns, rest }, { using }) =>
      `ALTER TABLE ${table} ALTER COLUMN ${columns[0]} TYPE ${rest}${using === undefined ? '' : ` USING ${using}`}`,
  },
  'add-index': {
    form: '<table>.<column>[,<column>...]',
    action: 'createIndex',
    fills: false,
    rest: false,
    sql: ({ table, columns, plain, quote }, { unique, name = `${plain.table}_${plain.columns.join('_')}_idx` }) =>
      `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quote(name)} ON ${table} (${columns.join(', ')})`,
  },
  'drop-column': {
    form: '<table>.<column>',
    action: 'dropColumn',
    fills: false,
    rest: false,
    sql: ({ table, columns }) => `ALTER TABLE ${table} DROP COLUMN ${columns[0]}`,
  },
};

/** @throws FluxError USAGE */
export function describeOperation(operation: string, text: string, options: DescribedOptions): Described {
  const known = (forms as Readonly<Record<string, Form>>)[operation];
  if (!known) throw new FluxError('USAGE', `There is no operation ${operation}.`, `It is one of ${list()}.`);
  const { form, action, fills, rest, sql } = known;
  const target = readTarget(text, form);
  const wanted = operation === 'add-index' ? target.columns.length : 1;
  if ((target.rest !== null) !== rest || target.columns.length !== wanted)
    throw new FluxError(
      'USAGE',
      `"${text}" is not of the form ${form}.`,
      `flux plan ${operation} --help has an example.`,
    );
  const label = `${tableOf(target)}.${target.columns[0]}`;
  return {
    words: `${operation.split('-')[0]} ${target.table} ${target.columns.join(' ')}`,
    fills: fills ? label : null,
    sql(dialect) {
      const quote = (name: string): string => dialect.quote(name);
      const parts = [...(target.schema === null ? [] : [target.schema]), target.table];
      const quoted = { table: parts.map(quote).join('.'), columns: target.columns.map(quote), quote, plain: target };
      const statement = sql({ ...quoted, rest: target.rest ?? '' }, options);
      refuseMore(dialect, statement, action);
      return statement;
    },
  };
}

const list = (): string => Object.keys(forms).join(', ');
const bare = (name: string): string => (/^".*"$/s.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name);

/** A type or an expression is the user's own SQL: it must not end the statement or add a clause to it. */
function refuseMore(dialect: Dialect, sql: string, action: ActionKind): void {
  const statements = dialect.parse(sql);
  const [only] = statements;
  const kinds = only?.actions?.map(({ kind }) => kind);
  if (statements.length === 1 && (kinds === undefined || (kinds.length === 1 && kinds[0] === action))) return;
  throw new FluxError(
    'USAGE',
    `This says more than one operation: ${sql}`,
    'Write the change into a file and give that with --sql.',
    { sql },
  );
}
