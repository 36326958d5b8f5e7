import type { TableSize } from '@flux/core';
import type { TableRow } from './rows.ts';

/** A shorter window says nothing about a table's load. */
const shortestWindow = 10;

/** Sizes by OID; a partitioned table has those of its partitions together. */
export function tableSizes(tables: readonly TableRow[]): ReadonlyMap<number, TableSize | null> {
  const sizes = new Map<number, TableSize | null>();
  const sizeOf = (table: TableRow): TableSize | null => {
    const known = sizes.get(table.oid);
    if (known !== undefined) return known;
    const partitions = tables.filter((candidate) => candidate.parent === table.oid);
    const size = table.kind === 'p' ? sum(partitions.map(sizeOf)) : ownSize(table);
    sizes.set(table.oid, size);
    return size;
  };
  tables.forEach(sizeOf);
  return sizes;
}

function ownSize(table: TableRow): TableSize | null {
  const rows = rowsOf(table);
  if (table.kind === 'f' || rows === null) return null;
  return {
    rows,
    bytes: table.bytes ?? 0,
    indexBytes: table.indexBytes ?? 0,
    writesPerSecond:
      table.writes === null || table.seconds === null || table.seconds < shortestWindow
        ? null
        : table.writes / table.seconds,
  };
}

/** As the planner does: rows per page when last analysed, times the pages there are now. */
function rowsOf({ tuples, pages, pagesNow, live, analyzed }: TableRow): number | null {
  if (pagesNow === 0) return 0;
  if (tuples > 0 && pages > 0 && pagesNow !== null) return Math.round((tuples / pages) * pagesNow);
  return live !== null && (analyzed || live > 0) ? live : null;
}

function sum(sizes: readonly (TableSize | null)[]): TableSize | null {
  let total: TableSize = { rows: 0, bytes: 0, indexBytes: 0, writesPerSecond: 0 };
  for (const size of sizes) {
    if (size === null) return null;
    const { writesPerSecond: before } = total;
    total = {
      rows: total.rows + size.rows,
      bytes: total.bytes + size.bytes,
      indexBytes: total.indexBytes + size.indexBytes,
      writesPerSecond: before === null || size.writesPerSecond === null ? null : before + size.writesPerSecond,
    };
  }
  return total;
}
