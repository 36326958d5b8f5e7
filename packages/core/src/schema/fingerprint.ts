import { sameTable } from './lookup.ts';
import type { Snapshot, TableName } from './snapshot.ts';

/**
 * Of the named tables and what depends on them, sizes and Flux's own syncs left out: two databases with the same
 * objects have the same one. 64-bit FNV-1a over canonical JSON, as 16 hex digits.
 */
export function fingerprint(snapshot: Snapshot, tables: readonly TableName[]): string {
  const touched = tables
    .toSorted((a, b) => byName(a, b) || byText(a.schema, b.schema))
    .map((name) => {
      const table = snapshot.tables.find((t) => sameTable(t, name));
      if (!table) return { missing: `${name.schema}.${name.name}` };
      const { size: _size, syncs: _syncs, ...rest } = table;
      return {
        ...rest,
        // The order of columns differs between databases that got them by different ways.
        columns: table.columns.toSorted(byName),
        indexes: table.indexes.toSorted(byName),
        constraints: table.constraints.toSorted(byName),
        triggers: table.triggers.toSorted(byName),
        policies: table.policies.toSorted(byName),
        dependencies: snapshot.dependencies
          .filter((edge) => sameTable(edge.table, name) && edge.kind !== 'functionBody')
          .map((edge) => `${edge.column} ${edge.kind} ${edge.name}`)
          .toSorted(),
      };
    });
  return fnv1a(canonical(touched));
}

/** By code units: the same on every machine, whatever its locale. */
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byName = (a: { name: string }, b: { name: string }): number => byText(a.name, b.name);

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  return `{${entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
    .join(',')}}`;
}

export function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i += 1) {
    hash ^= BigInt(text.charCodeAt(i));
    hash = (hash * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(16).padStart(16, '0');
}
