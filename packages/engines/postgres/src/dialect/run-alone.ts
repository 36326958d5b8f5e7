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
