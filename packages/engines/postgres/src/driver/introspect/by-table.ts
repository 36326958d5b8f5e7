/** Rows by the OID in one of their fields; Map.groupBy is not in Node 20. */
export function rowsBy<Row>(rows: readonly Row[], oid: (row: Row) => number): (oid: number) => readonly Row[] {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(oid(row));
    if (group === undefined) groups.set(oid(row), [row]);
    else group.push(row);
  }
  return (wanted) => groups.get(wanted) ?? [];
}
