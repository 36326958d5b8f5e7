import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { TableName } from '@flux/core';

/** NAMEDATALEN - 1: longer names are cut by the server, which would make two of them one. */
const maxBytes = 63;

/** `base__suffix`; a base that is too long is cut and gets a hash, so that different bases stay different. */
export function helperName(base: string, suffix: string): string {
  const whole = `${base}__${suffix}`;
  if (Buffer.byteLength(whole) <= maxBytes) return whole;
  const end = `_${shortHash(base)}__${suffix}`;
  let cut = base;
  while (Buffer.byteLength(cut) + end.length > maxBytes) cut = [...cut].slice(0, -1).join('');
  return cut + end;
}

export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** Objects in schema `flux` that belong to one table; the schema's name is part of it. */
export const tableHelper = ({ schema, name }: TableName, suffix: string): string =>
  helperName(schema === 'public' ? name : `${schema}.${name}`, suffix);

/** Both run for every row before it is written; they sort before and after the user's own triggers, bytewise. */
export const syncTriggers = { first: ' flux_first', last: '~flux_last' } as const;

/** A dollar quote that does not occur in the text. */
export function dollarQuote(text: string, tag = 'flux'): string {
  let n = 0;
  let mark = `$${tag}$`;
  while (text.includes(mark)) {
    n += 1;
    mark = `$${tag}${n}$`;
  }
  return `${mark}${text}${mark}`;
}
