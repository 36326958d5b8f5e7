import { expressionColumns } from '@flux/core';
import type { TableName } from '@flux/core';
import type { AlterTableCmd, AlterTableStmt, Constraint } from '@pgsql/types';
import { expressionOf, isUnknown, tableOf } from './parse-clause.ts';
import type { Clause, StatementContext } from './parse-clause.ts';
import { columnOf, isNullConstant } from './parse-column.ts';
import { chosenName } from './parse-names.ts';
import { closing, splitAtCommas } from './parse-source.ts';
import type { Token } from './parse-source.ts';
import { typeText } from './types-name.ts';

/**
 * IF EXISTS and IF NOT EXISTS are read as their main case. Where the schema says otherwise, core refuses with the name
 * that is missing or taken: nothing is changed in silence.
 */
export function readAlterTable(statement: AlterTableStmt, context: StatementContext): readonly Clause[] {
  const { cmds = [], relation, objtype } = statement;
  if (objtype !== 'OBJECT_TABLE') return [{ unknown: `ALTER ${(objtype ?? '').replace('OBJECT_', '')}` }];
  if (relation?.inh !== true) return [{ unknown: 'ALTER TABLE ONLY' }];
  const parts = splitAtCommas(context.tokens);
  if (parts.length !== cmds.length) return [{ unknown: 'ALTER TABLE whose clauses cannot be told apart' }];
  const table = tableOf(relation, context);
  return cmds.map((node, i) =>
    'AlterTableCmd' in node ? readCommand(node.AlterTableCmd, table, parts[i]!, context) : { unknown: 'ALTER TABLE' },
  );
}

function readCommand(
  command: AlterTableCmd,
  table: TableName,
  tokens: readonly Token[],
  context: StatementContext,
): Clause {
  const { subtype = 'AT_SetOptions', name = '', def, behavior } = command;
  const cascade = behavior === 'DROP_CASCADE';
  switch (subtype) {
    case 'AT_AddColumn': {
      if (def === undefined || !('ColumnDef' in def)) return { unknown: 'ADD COLUMN' };
      const column = columnOf(context, def.ColumnDef, tokens);
      return isUnknown(column) ? column : { kind: 'addColumn', table, column };
    }
    case 'AT_DropColumn':
      if (cascade) return { unknown: 'DROP COLUMN with CASCADE' };
      return { kind: 'dropColumn', table, column: name, recover: null };
    case 'AT_SetNotNull':
      return { kind: 'setNotNull', table, column: name };
    case 'AT_DropNotNull':
      return { kind: 'dropNotNull', table, column: name };
    case 'AT_ColumnDefault': {
      if (def === undefined) return { kind: 'dropDefault', table, column: name };
      const value = expressionOf(context, after(tokens, 'DEFAULT'), def);
      if (isUnknown(value)) return { unknown: `SET DEFAULT: ${value.unknown}` };
      if (isNullConstant(value.text)) return { kind: 'dropDefault', table, column: name };
      return { kind: 'setDefault', table, column: name, expression: value.text };
    }
    case 'AT_AlterColumnType': {
      if (def === undefined || !('ColumnDef' in def)) return { unknown: 'ALTER COLUMN TYPE' };
      const { typeName = {}, collClause, raw_default: using } = def.ColumnDef;
      if (collClause !== undefined) return { unknown: 'ALTER COLUMN TYPE with COLLATE' };
      if (typeName.pct_type) return { unknown: 'ALTER COLUMN TYPE with %TYPE' };
      const type = typeText(typeName);
      if (using === undefined) return { kind: 'changeType', table, column: name, type, using: null };
      const value = expressionOf(context, after(tokens, 'USING'), using);
      if (isUnknown(value)) return { unknown: `ALTER COLUMN TYPE with USING: ${value.unknown}` };
      return { kind: 'changeType', table, column: name, type, using: value.expression };
    }
    case 'AT_AddConstraint':
      if (def === undefined || !('Constraint' in def)) return { unknown: 'ADD CONSTRAINT' };
      return readConstraint(def.Constraint, table, tokens, context);
    case 'AT_ValidateConstraint':
      return { kind: 'validateConstraint', table, name };
    case 'AT_DropConstraint':
      if (cascade) return { unknown: 'DROP CONSTRAINT with CASCADE' };
      return { kind: 'dropConstraint', table, name };
    default: {
      const words = subtype.replace('AT_', '').replace('UnLogged', 'Unlogged');
      return { unknown: `ALTER TABLE ... ${words.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toUpperCase()}` };
    }
  }
}

const constraintKinds: Readonly<Record<string, string>> = {
  CONSTR_EXCLUSION: 'EXCLUDE',
  CONSTR_FOREIGN: 'FOREIGN KEY',
  CONSTR_NOTNULL: 'NOT NULL',
  CONSTR_PRIMARY: 'PRIMARY KEY',
  CONSTR_UNIQUE: 'UNIQUE',
};

function readConstraint(
  constraint: Constraint,
  table: TableName,
  tokens: readonly Token[],
  context: StatementContext,
): Clause {
  const { contype = 'CONSTR_CHECK', conname, raw_expr: tree } = constraint;
  if (contype !== 'CONSTR_CHECK') return { unknown: `ADD ${constraintKinds[contype] ?? 'CONSTRAINT'}` };
  if (constraint.is_no_inherit) return { unknown: 'ADD CHECK with NO INHERIT' };
  if (!constraint.is_enforced) return { unknown: 'ADD CHECK with NOT ENFORCED' };
  const check = after(tokens, 'CHECK');
  const value = expressionOf(context, check.slice(1, closing(check, 0)), tree);
  if (isUnknown(value)) return { unknown: `ADD CHECK: ${value.unknown}` };
  const columns = [...new Set(expressionColumns(value.expression))];
  return {
    kind: 'addCheck',
    table,
    name: conname ?? chosenName(table.name, columns.length === 1 ? columns[0]! : '', 'check'),
    expression: value.expression,
    validated: !constraint.skip_validation,
  };
}

/** Tokens behind a reserved word outside brackets. */
function after(tokens: readonly Token[], keyword: string): readonly Token[] {
  return tokens.slice(tokens.findIndex((token) => token.keyword === keyword) + 1);
}
