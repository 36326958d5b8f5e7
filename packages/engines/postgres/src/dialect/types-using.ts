import type { Expression } from '@flux/core';
import type { Node } from '@pgsql/types';
import { readExpression, renderExpression } from './expression.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';
import { stringOf, typeText } from './types-name.ts';
import type { SqlType } from './types-sql.ts';
import { texts } from './types-texts.ts';

export type Using =
  | { readonly kind: 'cast' }
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'other' };

/** What a USING clause does: nothing but the cast to the new type, a time zone, or something of its own. */
export function readUsing(using: Expression, from: SqlType, to: SqlType): Using {
  const { tree } = readExpression(renderExpression(using, quoteIdentifier));
  let node = tree;
  while ('TypeCast' in node && node.TypeCast.arg !== undefined) {
    const cast = typeText(node.TypeCast.typeName ?? {});
    // A text column cast to text on the way is still the same text.
    if (cast !== to.text && !(cast === 'text' && texts.includes(from.base))) return { kind: 'other' };
    node = node.TypeCast.arg;
  }
  if ('ColumnRef' in node) return { kind: 'cast' };
  const zone = zoneOf(node);
  return zone === null ? { kind: 'other' } : { kind: 'zone', zone: quoteLiteral(zone) };
}

/** `column AT TIME ZONE 'name'`; an unknown name would raise in every write, so it must be one that is known here. */
function zoneOf(node: Node): string | null {
  if (!('FuncCall' in node)) return null;
  const { funcname = [], args = [] } = node.FuncCall;
  const [zone, column] = args;
  if (funcname.map(stringOf).at(-1) !== 'timezone' || zone === undefined || column === undefined) return null;
  if (!('A_Const' in zone) || !('ColumnRef' in column)) return null;
  const name = (zone.A_Const as { sval?: { sval?: string } }).sval?.sval ?? '';
  return /^[A-Za-z]+(\/[A-Za-z_]+)*$/.test(name) && isZone(name) ? name : null;
}

function isZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
