import type { Node } from '@pgsql/types';
import { parseTree } from './parse-source.ts';

/** True for a statement that the server refuses inside a transaction block. */
export function mustRunAlone(sql: string): boolean {
  return parseTree(sql).some(({ stmt }) => stmt !== undefined && refusesTransaction(stmt));
}

/** Source: the manual's page of each statement ("cannot be executed inside a transaction block"). */
function refusesTransaction(node: Node): boolean {
  if ('IndexStmt' in node) return node.IndexStmt.concurrent === true;
  if ('DropStmt' in node) return node.DropStmt.concurrent === true;
  if ('ReindexStmt' in node) {
    return (node.ReindexStmt.params ?? []).some((p) => 'DefElem' in p && p.DefElem.defname === 'concurrently');
  }
  if ('VacuumStmt' in node) return node.VacuumStmt.is_vacuumcmd === true;
  if ('AlterTableStmt' in node) {
    return (node.AlterTableStmt.cmds ?? []).some(
      (c) =>
        'AlterTableCmd' in c &&
        c.AlterTableCmd.subtype === 'AT_DetachPartition' &&
        c.AlterTableCmd.def !== undefined &&
        'PartitionCmd' in c.AlterTableCmd.def &&
        c.AlterTableCmd.def.PartitionCmd.concurrent === true,
    );
  }
  return ['CreatedbStmt', 'DropdbStmt', 'CreateTableSpaceStmt', 'DropTableSpaceStmt', 'AlterSystemStmt'].some(
    (k) => k in node,
  );
}

/**
 * True for a statement that takes something away from the old application version: it waits until that is gone.
 * Dropping an index or a constraint takes nothing that a request names.
 */
export function removesSomething(node: Node): boolean {
  if ('TruncateStmt' in node || 'DeleteStmt' in node) return true;
  if ('DropStmt' in node) return node.DropStmt.removeType !== 'OBJECT_INDEX';
  if ('RenameStmt' in node)
    return node.RenameStmt.renameType !== 'OBJECT_INDEX' && node.RenameStmt.renameType !== 'OBJECT_TABCONSTRAINT';
  if ('AlterObjectSchemaStmt' in node) return true;
  if ('AlterTableStmt' in node) {
    return (node.AlterTableStmt.cmds ?? []).some(
      (c) => 'AlterTableCmd' in c && c.AlterTableCmd.subtype === 'AT_DropColumn',
    );
  }
  return false;
}
