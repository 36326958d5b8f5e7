import { describe, expect, test } from 'vitest';
import { dependents, dependentsOf, stopAtDependents } from '../../src/schema/dependents.ts';
import { dependentKinds } from '../../src/schema/snapshot.ts';
import type { ColumnChange } from '../../src/schema/dependents.ts';
import type { DependentKind, Snapshot } from '../../src/index.ts';
import { orders, shop, users } from '../sample-schema.ts';

const changes: readonly ColumnChange[] = ['rename', 'retype', 'drop'];
const withEdge = (...kinds: readonly DependentKind[]): Snapshot => ({
  ...shop(),
  dependencies: kinds.map((kind, i) => ({ kind, name: `${kind}_${i}`, table: users, column: 'name' })),
});

test('the table is total', () => {
  expect(Object.keys(dependents).toSorted()).toEqual([...dependentKinds].toSorted());
  for (const fates of Object.values(dependents)) expect(Object.keys(fates)).toEqual(changes);
});

describe.each(changes)('%s', (change) => {
  test.each(dependentKinds.map((kind) => [kind, dependents[kind][change]] as const))('%s: %s', (kind, fate) => {
    const attempt = (): void => stopAtDependents(withEdge(kind), users, 'name', change);
    if (fate === 'stop') expect(attempt).toThrow(expect.objectContaining({ code: 'DEPENDENT_STOPS' }));
    else expect(attempt).not.toThrow();
  });
});

test('every object that stops is named, and only those of this column', () => {
  const snapshot = withEdge('view', 'index', 'policy');
  expect(() => stopAtDependents(snapshot, users, 'name', 'rename')).toThrow(
    'public.users.name cannot be renamed safely yet: view view_0, policy policy_2 depend on it, and Flux cannot carry that over.',
  );
  expect(() => stopAtDependents(snapshot, users, 'email', 'rename')).not.toThrow();
  expect(() => stopAtDependents(snapshot, orders, 'name', 'rename')).not.toThrow();
  expect(dependentsOf(snapshot, users, 'name')).toHaveLength(3);
});
