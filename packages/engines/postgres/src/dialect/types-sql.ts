import { catalogTypes, printedTypes } from './types-catalog.ts';

/** A printed type (types-name.ts) taken apart. Arrays and types outside pg_catalog have no parts. */
export interface SqlType {
  readonly text: string;
  /** `character varying`, `numeric`, `timestamp without time zone`; '' when it has no parts. */
  readonly base: string;
  readonly modifiers: readonly number[];
}

const printed = /^(?<head>[a-z ]+?)(?:\((?<modifiers>-?\d+(?:,-?\d+)*)\))?(?<tail> with(?:out)? time zone)?$/;

export function sqlType(text: string): SqlType {
  const { head, modifiers, tail = '' } = printed.exec(text)?.groups ?? {};
  if (head === undefined) return { text, base: '', modifiers: [] };
  return { text, base: `${head}${tail}`, modifiers: modifiers?.split(',').map(Number) ?? [] };
}

const printedNames: ReadonlySet<string> = new Set([...catalogTypes, ...Object.values(printedTypes)]);

/** False for types of extensions and of the user: enums, domains, composites. */
export const isCatalogType = (text: string): boolean => printedNames.has(sqlType(text.replace(/(\[\])+$/, '')).base);
