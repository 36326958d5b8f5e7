const identifierBytes = 63;

/**
 * The name that PostgreSQL gives an index or constraint which states none: `table_column_label`, cut to fit
 * (makeObjectName in src/backend/commands/indexcmds.c). A name already taken gets a number there; here it is left to
 * core, which knows the schema.
 */
export function chosenName(table: string, columns: string, label: string): string {
  const fixed = label.length + 1 + (columns === '' ? 0 : 1);
  let first = table;
  let second = columns;
  while (bytes(first) + bytes(second) + fixed > identifierBytes) {
    if (bytes(first) > bytes(second)) first = withoutLast(first);
    else second = withoutLast(second);
  }
  return [first, ...(columns === '' ? [] : [second]), label].join('_');
}

const bytes = (text: string): number => Buffer.byteLength(text);
const withoutLast = (text: string): string => [...text].slice(0, -1).join('');
