import { canonical } from './fingerprint.ts';
import { tableLabel } from './lookup.ts';
import type { Snapshot, Table } from './snapshot.ts';

/**
 * What differs between two schemas, as sentences; empty when they are equal. The order of columns, sizes, Flux's own
 * syncs and the engine's printed definitions are left out: they say nothing that the rest does not.
 */
export function diffSnapshots(left: Snapshot, right: Snapshot): readonly string[] {
  const names = new Set([...left.tables, ...right.tables].map(tableLabel));
  return [...names].toSorted().flatMap((name) => {
    const a = left.tables.find((t) => tableLabel(t) === name);
    const b = right.tables.find((t) => tableLabel(t) === name);
    if (!a || !b) return [`table ${name} is only in the ${a ? 'first' : 'second'}`];
    return [
      ...diffNamed(`${name} column`, a.columns, b.columns),
      ...diffNamed(`${name} index`, a.indexes, b.indexes),
      ...diffNamed(`${name} constraint`, a.constraints.map(withoutText), b.constraints.map(withoutText)),
      ...diffNamed(`${name} trigger`, a.triggers.map(withoutText), b.triggers.map(withoutText)),
    ];
  });
}

const withoutText = <T extends Table['constraints'][number] | Table['triggers'][number]>(object: T): T =>
  'definition' in object ? { ...object, definition: '' } : object;

function diffNamed(
  what: string,
  left: readonly { name: string }[],
  right: readonly { name: string }[],
): readonly string[] {
  const names = new Set([...left, ...right].map(({ name }) => name));
  return [...names].toSorted().flatMap((name) => {
    const a = left.find((object) => object.name === name);
    const b = right.find((object) => object.name === name);
    if (!a || !b) return [`${what} ${name} is only in the ${a ? 'first' : 'second'}`];
    return canonical(a) === canonical(b) ? [] : [`${what} ${name}: ${canonical(a)} against ${canonical(b)}`];
  });
}
