import type { Node } from '@pgsql/types';
import { parseTree } from './parse-source.ts';

/** True for a statement that the server refuses inside a transaction block. */
export function mustRunAlone(sql: string): boolean {
  return parseTree(sql).some(({ stmt }) => stmt !== undefined && refusesTransaction(stmt));
}

const alone = [
  'CreatedbStmt',
  'DropdbStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
  'AlterSystemStmt',
  // Unless it says that it leaves the slot alone; outside a transaction it runs in any case.
  'CreateSubscriptionStmt',
  'AlterSubscriptionStmt',
  'DropSubscriptionStmt',
];

/** Source: the manual's page of each statement ("cannot be executed inside a transaction block"). */
function refusesTransaction(node: Node): boolean {
  if ('IndexStmt' in node) return node.IndexStmt.concurrent === true;
  if ('DropStmt' in node) return node.DropStmt.concurrent === true;
  if ('ReindexStmt' in node) {
    const { kind = '', params = [] } = node.ReindexStmt;
    return (
      ['REINDEX_OBJECT_SCHEMA', 'REINDEX_OBJECT_SYSTEM', 'REINDEX_OBJECT_DATABASE'].includes(kind) ||
      params.some((p) => 'DefElem' in p && p.DefElem.defname === 'concurrently')
    );
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
  return alone.some((kind) => kind in node);
}
