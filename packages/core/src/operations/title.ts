import type { Operation } from './types.ts';

/** A few words for one operation: `users.name → display_name`. */
export function operationTitle(o: Operation): string {
  switch (o.kind) {
    case 'renameColumn':
      return `${o.table.name}.${o.from} → ${o.to}`;
    case 'addColumn':
      return `add ${o.table.name}.${o.column.name}`;
    case 'changeType':
      return `${o.table.name}.${o.column} as ${o.type}`;
    case 'setNotNull':
      return `${o.table.name}.${o.column} NOT NULL`;
    case 'addIndex':
      return `index ${o.index.name}`;
    case 'dropColumn':
      return `drop ${o.table.name}.${o.column}`;
    case 'unknown':
      return '1 statement as written';
  }
}

/** All of a migration; what is passed through is counted, last. */
export function migrationTitle(operations: readonly Operation[]): string {
  const known = operations.filter((o) => o.kind !== 'unknown').map(operationTitle);
  const rest = operations.length - known.length;
  return [...known, ...(rest === 0 ? [] : [`${rest} statement${rest === 1 ? '' : 's'} as written`])].join(', ');
}
