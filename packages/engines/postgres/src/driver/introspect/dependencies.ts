import { expressionColumns, indexColumns, tableLabel } from '@flux/core';
import type { Dependency, DependentKind, Table } from '@flux/core';
import { rowsBy } from './by-table.ts';
import { functionDependencies } from './functions.ts';
import type { Catalogue, ConstraintRow, DependencyRow, TableRow } from './rows.ts';
import { viewsOver } from './views.ts';

type Edge = Omit<Dependency, 'table'>;

/** One edge per object and column, in a stable order. */
export function assembleDependencies(catalogue: Catalogue, tables: readonly Table[]): readonly Dependency[] {
  const constraints = rowsBy(catalogue.constraints, (row) => row.table);
  const referencing = rowsBy(catalogue.constraints, (row) => row.otherTable);
  const catalogued = rowsBy(catalogue.dependencies, (row) => row.table);
  const viewNames = viewsOver(catalogue.views);
  return catalogue.tables.flatMap((row, i) => {
    const table = tables[i]!;
    const edges = [
      ...columnEdges(table),
      ...indexEdges(table),
      ...constraints(row.oid).flatMap(constraintEdges),
      ...referencing(row.oid).flatMap(referencedByEdges),
      ...catalogued(row.oid).flatMap((dependency) => catalogueEdges(dependency, row, viewNames)),
      ...functionDependencies(catalogue, table, catalogued(row.oid)),
      ...grantEdges(catalogue, row),
    ];
    const seen = new Set<string>();
    return edges.flatMap((edge): readonly Dependency[] => {
      const key = JSON.stringify([edge.kind, edge.name, edge.column]);
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ ...edge, table: { schema: table.schema, name: table.name } }];
    });
  });
}

function columnEdges(table: Table): readonly Edge[] {
  return table.columns.flatMap((column): readonly Edge[] => {
    const edge = (kind: DependentKind, name: string): Edge => ({ kind, name, column: column.name });
    const label = `${tableLabel(table)}.${column.name}`;
    const edges: Edge[] = [];
    if (column.default !== null) edges.push(edge('default', `default of ${label}`));
    if (column.identity !== null) edges.push(edge('identity', `identity of ${label}`));
    else if (column.sequence !== null) edges.push(edge('ownedSequence', `sequence ${tableLabel(column.sequence)}`));
    if (column.comment !== null) edges.push(edge('comment', `comment on ${label}`));
    for (const source of new Set(expressionColumns(column.generated?.expression ?? []))) {
      edges.push({ kind: 'generatedColumn', name: `generated column ${label}`, column: source });
    }
    return edges;
  });
}

function grantEdges(catalogue: Catalogue, table: TableRow): readonly Edge[] {
  return catalogue.columns
    .filter((column) => column.table === table.oid && column.granted)
    .map(({ name }) => ({ kind: 'columnGrant', name: `grants on ${tableLabel(table)}.${name}`, column: name }));
}

/** Indexes that enforce a constraint too: both must be carried. */
const indexEdges = (table: Table): readonly Edge[] =>
  table.indexes.flatMap((index) =>
    indexColumns(index).map((column): Edge => ({ kind: 'index', name: index.name, column })),
  );

const constraintKinds = {
  p: 'primaryKey',
  u: 'unique',
  c: 'check',
  f: 'foreignKey',
  x: 'exclusion',
} as const;

const constraintEdges = ({ kind, name, columns }: ConstraintRow): readonly Edge[] =>
  columns.map((column) => ({ kind: constraintKinds[kind], name, column }));

const referencedByEdges = ({ kind, name, schema, relation, otherColumns }: ConstraintRow): readonly Edge[] =>
  kind === 'f'
    ? otherColumns.map((column) => ({ kind: 'referencedBy', name: `${name} on ${schema}.${relation}`, column }))
    : [];

function catalogueEdges(
  row: DependencyRow,
  table: TableRow,
  viewNames: (view: number) => readonly { readonly kind: DependentKind; readonly name: string }[],
): readonly Edge[] {
  const { column } = row;
  const on = `${row.schema}.${row.relation}`;
  if (row.rule !== null && (row.ruleOnKind === 'v' || row.ruleOnKind === 'm')) {
    return viewNames(row.ruleOn!).map((view) => ({ ...view, column }));
  }
  if (row.rule !== null) return [{ kind: 'rule', name: `rule ${row.rule} on ${on}`, column }];
  if (row.policy !== null) return [{ kind: 'policy', name: `policy ${row.policy} on ${on}`, column }];
  if (row.trigger !== null) return [{ kind: 'triggerColumns', name: `trigger ${row.trigger} on ${on}`, column }];
  if (row.statistics !== null) return [{ kind: 'statistics', name: `statistics ${row.statistics}`, column }];
  if (row.publication !== null) return [{ kind: 'publication', name: `publication ${row.publication}`, column }];
  if (row.catalog === 'partition key') return [{ kind: 'partitionKey', name: `partition key of ${on}`, column }];
  if (row.generatedColumn !== null) {
    return [{ kind: 'generatedColumn', name: `generated column ${tableLabel(table)}.${row.generatedColumn}`, column }];
  }
  return [];
}
