import type { OperationKind } from '../operations/types.ts';
import { addColumnDefault } from './add-column-default.ts';
import { addColumnPlain } from './add-column-plain.ts';
import { addColumnRequired } from './add-column-required.ts';
import { addIndexConcurrently } from './add-index-concurrently.ts';
import { changeTypeInPlace } from './change-type-in-place.ts';
import { changeTypeShadow } from './change-type-shadow.ts';
import { dropColumn } from './drop-column.ts';
import { renameColumnApplication } from './rename-column-application.ts';
import { renameColumnTrigger } from './rename-column-trigger.ts';
import { setNotNull } from './set-not-null.ts';
import type { Strategy } from './types.ts';
import { verbatim } from './verbatim.ts';

/** The safe ways of every operation, in the order they are tried. */
export const strategies: { readonly [K in OperationKind]: readonly Strategy<K>[] } = {
  addColumn: [addColumnPlain, addColumnDefault, addColumnRequired],
  renameColumn: [renameColumnTrigger, renameColumnApplication],
  setNotNull: [setNotNull],
  changeType: [changeTypeInPlace, changeTypeShadow],
  addIndex: [addIndexConcurrently],
  dropColumn: [dropColumn],
  unknown: [verbatim],
};
