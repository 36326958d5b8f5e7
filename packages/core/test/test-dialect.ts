import type { Action, Dialect, Expression, ParsedStatement, SqlUnit, TypeChange } from '../src/index.ts';
import { describeAction, tableLabel } from '../src/index.ts';

/** Expressions as text: `amount > 0`. */
export const text = (expression: Expression): string =>
  expression.map((part) => (typeof part === 'string' ? part : part.column)).join('');

/** What the units say; JSON where a test reads the actions back. */
export type Writer = (actions: readonly Action[]) => string;
const readable: Writer = (actions) => actions.map(describeAction).join('; ');

const fits = (limit: string | null): Expression | null =>
  limit === null ? null : [{ column: 'amount' }, ` <= ${limit}`];

const changes: Readonly<Record<string, TypeChange>> = {
  'text text': { way: 'same' },
  'integer bigint': shadow('widening', null, '2147483647'),
  'bigint integer': shadow('narrowing', '2147483647', null),
  'integer text': { way: 'unsupported', reason: 'The old version reads a number.', remedy: 'Add a new column.' },
  'character varying(20) text': { way: 'inPlace' },
};

function shadow(
  relation: 'widening' | 'narrowing',
  representable: string | null,
  reversible: string | null,
): TypeChange {
  return {
    way: 'shadow',
    relation,
    forward: [{ column: 'amount' }],
    backward: ['least(', { column: 'amount' }, ', 2147483647)'],
    representable: fits(representable),
    reversible: fits(reversible),
    tolerance: [`the old version reads ${relation === 'widening' ? 'wider' : 'narrower'} numbers`],
  };
}

/**
 * A pure dialect that writes actions as sentences: core is tested without an engine. `createIndex` is three units, as
 * engines need before and after a concurrent build; every other group is one.
 */
export function testDialect({
  write = readable,
  ...over
}: Partial<Dialect> & { readonly write?: Writer } = {}): Dialect {
  const unit = (run: SqlUnit['run'], actions: readonly Action[]): SqlUnit => ({ run, sql: write(actions) });
  return {
    name: 'testbase',
    serverVersion: 150_000,
    capabilities: {
      transactionalDdl: true,
      rowTriggers: true,
      concurrentIndex: true,
      deferredValidation: true,
      notNullFromCheck: true,
      instantDefault: true,
    },
    parse: () => [],
    mentions: (body, name) => body.includes(name),
    parseExpression: (sql) => [sql],
    quote: (name) => `"${name}"`,
    helperName: (base, suffix) => `${base}__${suffix}`,
    isInstantDefault: (expression) => !expression.includes('random'),
    differs: (left, right) => [...left, ' differs from ', ...right],
    typeChange: (_table, was, type) => changes[`${was.type} ${type}`] ?? { way: 'inPlace' },
    locks: (action) =>
      'table' in action
        ? [
            {
              object: tableLabel(action.table),
              mode: action.kind === 'fillColumns' ? 'RowExclusiveLock' : 'AccessExclusiveLock',
              blocks: action.kind === 'fillColumns' ? 'nothing' : 'reads and writes',
              held: 'milliseconds',
              waitBoundMs: action.kind === 'fillColumns' ? null : 250,
            },
          ]
        : [],
    compile: (actions) => {
      const [only] = actions;
      if (only?.kind === 'verbatim') return [{ run: 'plain', sql: write([only]) }];
      return [unit(only?.kind === 'createIndex' || only?.kind === 'dropIndex' ? 'alone' : 'guarded', actions)];
    },
    backfill: (action) => ({
      pages: { keys: ['id'], next: '', nextFrom: '', run: '', runFrom: '', before: [] },
      inline: [unit('alone', [action])],
      remaining: { what: `rows left to ${describeAction(action)}`, query: 'count', expect: '0' },
    }),
    checkpoint: (actions) => ({ what: readable(actions), query: 'is it so', expect: 'true' }),
    countRows: (name, violates, what) => ({
      what,
      query: `count ${tableLabel(name)} where ${text(violates)}`,
      expect: '0',
    }),
    countDuplicates: (name, { name: indexName }) => ({
      what: `duplicates for ${indexName}`,
      query: `count duplicates in ${tableLabel(name)}`,
      expect: '0',
    }),
    trial: (name, _value, type) => `try ${tableLabel(name)} as ${type}`,
    estimate: (action) => ({
      lowMs: action.kind === 'fillColumns' ? 2000 : 5,
      highMs: action.kind === 'fillColumns' ? 8000 : 50,
      calibrated: false,
      basis: action.kind,
    }),
    lastLossyWrite: (record) => `read lossy ${record}`,
    lastOldWrite: (name, record) => ({ what: `last old write to ${name.name}`, query: `read ${record}` }),
    check: ({ what, expect }) => [{ run: 'plain', sql: `raise unless ${what} is ${expect}` }],
    refusal: (step, reason) => ({ run: 'plain', sql: `raise ${step}: ${reason}` }),
    undone: ({ step }, units) => ({ run: 'plain', sql: `unmark ${step}, ${units} units` }),
    bookkeeping: (plan, status) => {
      const mark = (word: string): SqlUnit => ({ run: 'plain', sql: `${word} ${plan} (${status})` });
      return {
        stop: mark('stop'),
        done: mark('done'),
        reopened: mark('reopen'),
        rolledBack: mark('rolled back'),
        forgotten: mark('forgotten'),
      };
    },
    closeGate: (plan, phase) => ({ run: 'plain', sql: `close ${plan} ${phase}` }),
    phaseGuard: ({ plan, phase }) => [{ run: 'plain', sql: `guard ${plan} ${phase}` }],
    ...over,
  };
}

/** A statement with its clauses; null: not known. */
export const statement = (
  sql: string,
  actions: readonly Action[] | null,
  over: Partial<ParsedStatement> = {},
): ParsedStatement => ({
  sql,
  start: 0,
  end: sql.length,
  actions,
  unknown: actions === null ? 'not known' : null,
  creates: [],
  ...over,
});
