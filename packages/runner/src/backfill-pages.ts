import type { BackfillStep, Driver, PagedStatements, Session } from '@flux/core';
import { inTransaction } from './transaction.ts';

export type Cursor = readonly string[] | null;

export interface Page {
  readonly cursor: readonly string[];
  /** Rows passed over: `rows` of the paging query where it says so, otherwise the page size. */
  readonly rows: number;
  /** Fewer rows than asked for: nothing lay beyond when it was read. Null: not told. */
  readonly short: boolean | null;
}

export interface Position {
  readonly cursor: Cursor;
  readonly rows: number;
}

/**
 * One page in one transaction, with its progress, so that a crash repeats whole pages only. Null: at the end.
 * The page is found after `before`, so its waits are bounded too.
 */
export function runPage(
  session: Session,
  driver: Driver,
  plan: string,
  step: BackfillStep,
  batchRows: number,
  at: Position,
): Promise<Page | null> {
  const { pages } = step;
  return inTransaction(session, async () => {
    for (const sql of pages.before) await session.query(sql);
    const size = String(batchRows);
    const [row] = at.cursor
      ? await session.query(pages.nextFrom, [...at.cursor, size])
      : await session.query(pages.next, [size]);
    const last = lastKey(pages, row);
    if (!last) return null;
    if (at.cursor) await session.query(pages.runFrom, [...at.cursor, ...last]);
    else await session.query(pages.run, last);
    const told = row?.['rows'] == null ? null : Number(row['rows']);
    const rows = told ?? batchRows;
    await driver.journal.saveBackfill(session, {
      plan,
      step: step.id,
      cursor: last,
      rows: at.rows + rows,
      done: false,
    });
    return { cursor: last, rows, short: told === null ? null : told < batchRows };
  });
}

/** k1..kn as text; null at the end. Values that are not text would lose digits or a time zone on the way. */
function lastKey(pages: PagedStatements, row: Record<string, unknown> | undefined): readonly string[] | null {
  const values = pages.keys.map((_, index) => row?.[`k${index + 1}`]);
  return values.some((value) => value == null) ? null : values.map(String);
}
