import { expressionColumns, indexColumns, tableLabel } from '@flux/core';
import type { Expression, Index, SyncPair, Table } from '@flux/core';
import { differsSql } from './compare.ts';
import { renderExpression } from './expression.ts';
import { shortHash } from './names.ts';
import { qualified, quoteIdentifier, quoteLiteral } from './quote.ts';
import { isCatalogType } from './types-sql.ts';

/**
 * Two unique indexes over one value break ON CONFLICT: concurrent upserts of a key get 23505 from the other index. An
 * advisory lock on the whole key lets them pass one after the other; capped, since a large INSERT would run out of lock
 * memory. Source: docs/facts/postgres.md C1a.
 */
export function twinGuard(table: Table, pair: SyncPair): string {
  const indexes = table.indexes.filter((index) => index.unique && indexColumns(index).includes(pair.source));
  const guards = indexes.map((index) => guardOf(table, pair, index));
  return [...new Set(guards)].map((text) => `\n${text}`).join('');
}

const fresh = (column: string): string => `NEW.${quoteIdentifier(column)}`;
const old = (column: string): string => `OLD.${quoteIdentifier(column)}`;
const stored = (column: string): string => `t.${quoteIdentifier(column)}`;

function guardOf(table: Table, pair: SyncPair, index: Index): string {
  // A BEFORE trigger sees no generated value yet: without it the lock is on more than the key, which is safe.
  const computed = new Set(table.columns.filter((c) => c.generated !== null).map((c) => c.name));
  const told = (expression: Expression): boolean => !expressionColumns(expression).some((c) => computed.has(c));
  const keys = index.keys.map((key) => key.expression).filter(told);
  const predicate = index.predicate !== null && told(index.predicate) ? index.predicate : null;
  const source = table.columns.find((column) => column.name === pair.source)!;
  const whole = keys.length === index.keys.length && (predicate !== null) === (index.predicate !== null);
  const applies = [
    `(TG_OP = 'INSERT' OR ${differsSql(fresh(pair.source), old(pair.source), source.type)})`,
    ...(index.nullsNotDistinct ? [] : keys.map((key) => `(${renderExpression(key, fresh)}) IS NOT NULL`)),
    ...(predicate === null ? [] : [`(${renderExpression(predicate, fresh)})`]),
  ];
  const hash = hashOf(table, keys);
  const tag = Number.parseInt(shortHash(`${tableLabel(table)}.${index.name}`), 16) | 0;
  return `  IF ${applies.join(' AND ')} THEN
    twins := coalesce(nullif(current_setting('flux.twins', true), ''), '0')::int;
    ${whole && canLookUp(table, index) ? lookUp(table, index, predicate) : 'taken := false;'}
    IF twins < 500 THEN
      PERFORM set_config('flux.twins', (twins + 1)::text, true);
      IF taken THEN
        FOR attempt IN 1..10 LOOP
          EXIT WHEN pg_try_advisory_xact_lock(${tag}, ${hash});
          PERFORM pg_sleep(0.001), CASE attempt WHEN 10 THEN set_config('flux.twins', (twins + 100)::text, true) END;
        END LOOP;
      ELSE
        PERFORM pg_advisory_xact_lock(${tag}, ${hash});
      END IF;
    END IF;
  END IF;`;
}

/**
 * ON CONFLICT finds a key that is there by itself, unless it is updated in that very moment: a lock that is held until the
 * transaction ends, and in another order than a second one's, would then do more harm than good. So it is waited for
 * for ten milliseconds, and in vain five times in a transaction. (Holding the row, FOR KEY SHARE, makes deadlocks with the upsert's own update.)
 */
const lookUp = (table: Table, index: Index, predicate: Expression | null): string => {
  const equal = index.keys.map(
    ({ expression }) => `(${renderExpression(expression, stored)}) = (${renderExpression(expression, fresh)})`,
  );
  const where = [...equal, ...(predicate === null ? [] : [`(${renderExpression(predicate, stored)})`])];
  return `taken := TG_OP = 'INSERT' AND has_table_privilege(${quoteLiteral(qualified(table))}, 'SELECT');
    IF taken THEN
      taken := EXISTS (SELECT FROM ${qualified(table)} AS t WHERE ${where.join(' AND ')});
    END IF;`;
};

/** The writer's policies and search_path hold in a trigger: only where neither has a say. */
const canLookUp = (table: Table, index: Index): boolean =>
  !table.rowSecurity &&
  !index.nullsNotDistinct &&
  index.keys.every(({ expression: [only, ...more] }) => {
    const name = typeof only === 'object' && more.length === 0 ? only.column : null;
    return table.columns.some((c) => c.name === name && isCatalogType(c.type));
  });

/** Types whose equal values may print differently, or whose text hangs on the session's settings; all have a hash. */
const hashed =
  /^(character|bpchar|text|numeric|real|double|date|time|interval|bytea|inet|cidr|json|citext|public\.citext)/;

/** Equal keys have one hash: the type's own, by the column's collation, where there is one. */
function hashOf(table: Table, keys: readonly Expression[]): string {
  const hashes = keys.map((key) => {
    const [only] = key;
    const column = key.length === 1 && typeof only === 'object' ? only.column : null;
    const type = table.columns.find((c) => c.name === column)?.type ?? '';
    const value = renderExpression(key, fresh);
    return hashed.test(type) ? `hash_array(ARRAY[${value}])` : `hashtext((${value})::text)`;
  });
  if (hashes.length === 0) return '0';
  return hashes.length === 1 ? hashes[0]! : `hashtext(concat_ws(' ', ${hashes.join(', ')}))`;
}
