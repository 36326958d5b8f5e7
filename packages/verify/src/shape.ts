import { applyActions, findTable, keyColumns, plainColumn, sameTable } from '@flux/core';
import type { Column, Operation, Plan, Release, Snapshot, Table, TableName } from '@flux/core';

/** Application versions of a plan: the one before it, and its releases. */
export type Version = 'old' | Release;

/** One application version's view of one table: what it inserts, updates and reads. */
export interface Shape {
  readonly version: Version;
  readonly table: TableName;
  readonly keys: readonly string[];
  readonly columns: readonly ShapeColumn[];
}

export interface ShapeColumn {
  /** The column this version reads. */
  readonly name: string;
  /** The columns it writes: two while the application itself keeps them equal. */
  readonly writes: readonly string[];
  /** The same for both versions when they mean the same data. */
  readonly meaning: string;
  readonly type: string;
  readonly nullable: boolean;
  /** True when a unique index or constraint covers the column alone. */
  readonly unique: boolean;
  /** Values come from this column of another table. */
  readonly references: { readonly table: TableName; readonly column: string } | null;
  /** An insert may leave it out: it has a default or allows NULL. */
  readonly optional: boolean;
  /** Integer range as both versions know it, or wider where only the new one may write. */
  readonly bits: 16 | 32 | 64;
  /** NULL is legal for the old version only and is filled later: readers accept either. */
  readonly nullFilled: boolean;
}

/**
 * What a version sees: the old one the schema before the plan, the new one what the user's migration asked for.
 * @param common values that every version can hold, for a rehearsal that goes back
 */
export function shapesOf(plan: Plan, before: Snapshot, version: Version, common = false): readonly Shape[] {
  const after = applyActions(
    before,
    plan.operations.flatMap((operation) => operation.direct),
  );
  const seen = version === 'old' || version === 'dual-write' ? before : after;
  return plan.tables.flatMap((name) => {
    const table = findTable(seen, name);
    if (!table) return [];
    const shape = writingBoth(shapeOf(version, table, plan.operations), plan.operations);
    return [common ? withinOldBounds(shape, findTable(before, name)) : shape];
  });
}

/** The releases in between write a renamed column under both names. */
function writingBoth(shape: Shape, operations: readonly Operation[]): Shape {
  if (shape.version === 'old' || shape.version === 'new') return shape;
  const columns = shape.columns.map((column) => {
    const rename = operations.find(
      (o) => o.kind === 'renameColumn' && sameTable(o.table, shape.table) && o.from === column.meaning,
    );
    return rename?.kind === 'renameColumn' ? { ...column, writes: [rename.from, rename.to], optional: false } : column;
  });
  return { ...shape, columns };
}

function withinOldBounds(shape: Shape, old: Table | undefined): Shape {
  const columns = shape.columns.map((column) => {
    const was = old?.columns.find((c) => c.name === column.meaning);
    return was ? { ...column, bits: bitsOf(was.type) < column.bits ? bitsOf(was.type) : column.bits } : column;
  });
  return { ...shape, columns };
}

const bitsOf = (type: string): ShapeColumn['bits'] => (type === 'bigint' ? 64 : type === 'smallint' ? 16 : 32);

export function shapeOf(version: Version, table: Table, operations: readonly Operation[]): Shape {
  const keys = keyColumns(table) ?? [];
  return {
    version,
    table: { schema: table.schema, name: table.name },
    keys,
    columns: table.columns
      .filter((column) => !keys.includes(column.name) && column.generated === null && column.identity === null)
      .map((column) => shapeColumn(column, table, operations)),
  };
}

function shapeColumn(column: Column, table: Table, operations: readonly Operation[]): ShapeColumn {
  const mine = operations.filter((o) => 'table' in o && sameTable(o.table, table));
  const renamed = mine.find((o) => o.kind === 'renameColumn' && o.to === column.name);
  const reference = table.constraints.find(
    (c) => c.kind === 'foreignKey' && c.columns.length === 1 && c.columns[0] === column.name,
  );
  return {
    name: column.name,
    writes: [column.name],
    meaning: renamed?.kind === 'renameColumn' ? renamed.from : column.name,
    type: column.type,
    nullable: column.nullable,
    unique: table.indexes.some(
      (i) => i.unique && i.keys.length === 1 && plainColumn(i.keys[0]!.expression) === column.name,
    ),
    references:
      reference?.kind === 'foreignKey'
        ? {
            table: { schema: reference.references.schema, name: reference.references.name },
            column: reference.references.columns[0]!,
          }
        : null,
    optional: column.nullable || column.default !== null,
    bits: bitsOf(column.type),
    nullFilled: mine.some((o) => o.kind === 'setNotNull' && o.column === column.name),
  };
}
