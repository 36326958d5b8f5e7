import type { Placement, TableName } from '@flux/core';
import type { DropStmt, Node, RenameStmt } from '@pgsql/types';
import { stringOf } from './types-name.ts';

const expand: Placement = { phase: 'expand' };
const contract: Placement = { phase: 'contract' };
const neither = (instead: string): Placement => ({ phase: 'neither', instead });
const keepTheName =
  'Let the new version go on with the old name until this has run, and take the new one in a release after it.';

/** Names that no request says. */
const unspoken: ReadonlySet<string> = new Set([
  'OBJECT_INDEX',
  'OBJECT_TABCONSTRAINT',
  'OBJECT_DOMCONSTRAINT',
  'OBJECT_TRIGGER',
  'OBJECT_EVENT_TRIGGER',
  'OBJECT_POLICY',
  'OBJECT_RULE',
]);

/**
 * In which phase a statement that is run as written belongs, by whether the old application version lives with what it
 * leaves, and the new one with what is there before it.
 */
export function placementOf(node: Node, defaultSchema: string): Placement {
  if ('TruncateStmt' in node || 'DeleteStmt' in node) return contract;
  if ('GrantStmt' in node) return node.GrantStmt.is_grant === true ? expand : contract;
  if ('DropStmt' in node) return placeOfDrop(node.DropStmt, defaultSchema);
  if ('RenameStmt' in node) return placeOfRename(node.RenameStmt);
  if ('AlterObjectSchemaStmt' in node) {
    return neither(
      'Put a view of that name into the new schema first, in a migration of its own, or leave it where it is.',
    );
  }
  if ('AlterEnumStmt' in node && node.AlterEnumStmt.oldVal !== undefined) {
    return neither(
      'Add the new value (ALTER TYPE ... ADD VALUE), change the rows, and leave the old value where it is.',
    );
  }
  if (!('AlterTableStmt' in node)) return expand;
  const takes = (node.AlterTableStmt.cmds ?? []).some((c) => 'AlterTableCmd' in c && takesAway(c.AlterTableCmd));
  return takes ? contract : expand;
}

/** DROP CONSTRAINT is not among them: which one it is only the schema tells, and core looks there. */
const takesAway = ({ subtype, def, behavior }: { subtype?: string; def?: Node; behavior?: string }): boolean =>
  subtype === 'AT_DropColumn' ||
  (subtype === 'AT_ColumnDefault' && (def === undefined || ('A_Const' in def && def.A_Const.isnull === true))) ||
  (subtype === 'AT_DropConstraint' && behavior === 'DROP_CASCADE');

function placeOfDrop({ removeType, objects = [], behavior }: DropStmt, defaultSchema: string): Placement {
  if (removeType !== 'OBJECT_INDEX' || behavior === 'DROP_CASCADE') return contract;
  const indexes = objects.map((object): TableName => {
    const names = 'List' in object ? (object.List.items ?? []).map(stringOf) : [];
    return { schema: names.at(-2) ?? defaultSchema, name: names.at(-1) ?? '' };
  });
  return { phase: 'expand', unlessUnique: indexes };
}

function placeOfRename({ renameType = 'OBJECT_TABLE', relationType }: RenameStmt): Placement {
  if (unspoken.has(renameType)) return expand;
  if (renameType === 'OBJECT_TABLE') {
    return neither(
      `Create a view of the new name first, in a migration of its own (CREATE VIEW new AS SELECT * FROM old: it can be written through). ${keepTheName}`,
    );
  }
  // On a table it is an operation of its own, where the rest of the statement lets it.
  if (renameType === 'OBJECT_COLUMN' && relationType === 'OBJECT_TABLE') {
    return neither('Make RENAME COLUMN a statement of its own: Flux then keeps both names alive.');
  }
  return neither(keepTheName);
}
