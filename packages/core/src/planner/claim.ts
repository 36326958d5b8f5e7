import { FluxError } from '../errors.ts';
import type { Action } from '../actions/types.ts';
import { fillKeys, namesTable } from '../operations/claims.ts';
import { operationDefinitions } from '../operations/index.ts';
import type { Claim, Clause, Operation, OperationDefinition, OperationKind } from '../operations/types.ts';
import type { Answers } from '../plan/types.ts';
import type { ParsedStatement } from '../dialect.ts';
import { sameTable } from '../schema/lookup.ts';
import type { TableName } from '../schema/snapshot.ts';

/**
 * Every statement becomes part of exactly one operation, or is `unknown` as a whole: a statement of which one clause
 * is not claimed is not taken apart.
 * @throws FluxError ANSWER_UNUSED when a rename or fill matches nothing
 */
export function claimStatements(written: readonly ParsedStatement[], answers: Answers): readonly Operation[] {
  const statements = passNewTables(written);
  const clauses: Clause[] = statements.flatMap((s, statement) =>
    (s.actions ?? []).map((action) => ({ statement, action })),
  );
  const claims = withoutPartialStatements(largestFirst(recogniseAll(clauses, answers)), clauses);
  const operations = claims.map(({ clauses: positions, operation }): Ordered => {
    const owned = positions.toSorted((a, b) => a - b).map((position) => clauses[position]!);
    return {
      at: positions.toSorted((a, b) => a - b)[0]!,
      operation: {
        ...operation,
        direct: directActions(operation, owned),
        statements: [...new Set(owned.map((clause) => clause.statement))],
      } as unknown as Operation,
    };
  });
  const claimed = new Set(operations.flatMap(({ operation }) => operation.statements));
  for (const [index, statement] of statements.entries()) {
    if (claimed.has(index)) continue;
    operations.push({ at: firstClauseOf(clauses, index), operation: asUnknown(statement, index) });
  }
  const ordered = operations
    .toSorted((a, b) => a.operation.statements[0]! - b.operation.statements[0]! || a.at - b.at)
    .map(({ operation }) => operation);
  refuseUnusedAnswers(ordered, answers);
  return ordered;
}

interface Ordered {
  readonly at: number;
  readonly operation: Operation;
}
type AnyClaim = Claim<OperationKind>;

/** Nothing is live on a table that the migration itself creates: what it does there passes through, in its place. */
function passNewTables(statements: readonly ParsedStatement[]): readonly ParsedStatement[] {
  const created: TableName[] = [];
  return statements.map((statement) => {
    created.push(...statement.creates);
    const onNew = (action: Action): boolean =>
      'table' in action && created.some((table) => sameTable(table, action.table));
    if (statement.actions === null || statement.actions.length === 0 || !statement.actions.every(onNew)) {
      return statement;
    }
    return { ...statement, actions: null, unknown: 'the migration creates its table', place: { phase: 'expand' } };
  });
}

function recogniseAll(clauses: readonly Clause[], { renames, fills }: Answers): readonly AnyClaim[] {
  return Object.values(operationDefinitions).flatMap((definition) =>
    (definition as OperationDefinition<OperationKind>).recognise({ clauses, renames, fills }),
  );
}

function largestFirst(claims: readonly AnyClaim[]): readonly AnyClaim[] {
  const taken = new Set<number>();
  return claims
    .toSorted((a, b) => b.clauses.length - a.clauses.length)
    .filter((claim) => {
      if (claim.clauses.some((position) => taken.has(position))) return false;
      for (const position of claim.clauses) taken.add(position);
      return true;
    });
}

/** Withdraws the claims on a statement that is not claimed whole, until every statement is whole or free. */
function withoutPartialStatements(claims: readonly AnyClaim[], clauses: readonly Clause[]): readonly AnyClaim[] {
  const claimed = new Set(claims.flatMap((claim) => claim.clauses));
  const partial = new Set(clauses.flatMap((clause, i) => (claimed.has(i) ? [] : [clause.statement])));
  const kept = claims.filter((claim) => claim.clauses.every((i) => !partial.has(clauses[i]!.statement)));
  return kept.length === claims.length ? kept : withoutPartialStatements(kept, clauses);
}

/** A rename that arrived as DROP + ADD means a rename: its values are kept. */
function directActions(operation: AnyClaim['operation'], owned: readonly Clause[]): Operation['direct'] {
  const renamed = operation as Partial<Extract<Operation, { kind: 'renameColumn' }>>;
  if (operation.kind === 'renameColumn' && owned.length > 1) {
    const { table, from, to } = renamed as Extract<Operation, { kind: 'renameColumn' }>;
    return [{ kind: 'renameColumn', table, from, to }];
  }
  return owned.map((clause) => clause.action);
}

const firstClauseOf = (clauses: readonly Clause[], statement: number): number => {
  const at = clauses.findIndex((clause) => clause.statement === statement);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
};

function asUnknown(statement: ParsedStatement, index: number): Operation {
  const reason = statement.unknown ?? 'no operation of Flux covers it';
  return {
    kind: 'unknown',
    sql: statement.sql,
    reason,
    place: statement.place ?? { phase: 'expand' },
    direct: [{ kind: 'verbatim', sql: statement.sql, effect: statement.actions ?? [] }],
    statements: [index],
  };
}

function refuseUnusedAnswers(operations: readonly Operation[], answers: Answers): void {
  const unused = answers.renames.filter(
    ({ table, from, to }) =>
      !operations.some(
        (o) => o.kind === 'renameColumn' && o.from === from && o.to === to && namesTable(table, o.table),
      ),
  );
  const takers = operations.flatMap((o): readonly string[] =>
    o.kind === 'setNotNull'
      ? fillKeys(o.table, o.column)
      : o.kind === 'addColumn'
        ? fillKeys(o.table, o.column.name)
        : [],
  );
  const fills = Object.keys(answers.fills).filter((key) => !takers.includes(key));
  if (unused.length === 0 && fills.length === 0) return;
  const named = [...unused.map((r) => `rename ${r.table}.${r.from}:${r.to}`), ...fills.map((key) => `fill ${key}`)];
  throw new FluxError(
    'ANSWER_UNUSED',
    `The migration holds nothing that matches ${named.join(', ')}.`,
    'Check the spelling (table.column), or remove the answer.',
    { unused: named },
  );
}
