import type { OperationDefinition, OperationKind } from './types.ts';
import { addColumn } from './add-column.ts';
import { addIndex } from './add-index.ts';
import { changeType } from './change-type.ts';
import { dropColumn } from './drop-column.ts';
import { renameColumn } from './rename-column.ts';
import { setNotNull } from './set-not-null.ts';
import { unknown } from './unknown.ts';

/** Every operation Flux knows; `flux explain` and docs/operations are derived from it. */
export const operationDefinitions: { readonly [K in OperationKind]: OperationDefinition<K> } = {
  addColumn,
  renameColumn,
  setNotNull,
  changeType,
  addIndex,
  dropColumn,
  unknown,
};
