import { FluxError } from '@flux/core';
import { hasSqlDetails, loadModule, parseSync, scanSync } from 'libpg-query';
import type { RawStmt } from '@pgsql/types';

/** PostgreSQL's own grammar, as wasm. Everything that parses needs this to have been awaited once. */
export async function loadParser(): Promise<void> {
  await loadModule();
}

/** One token, comments left out. */
export interface Token {
  /** UTF-16 offsets into the source. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** In upper case; null when it is no keyword (a quoted "select" is none). */
  readonly keyword: string | null;
}

/** Text with its parse. The parser counts UTF-8 bytes; everything here is UTF-16. */
export interface Source {
  readonly text: string;
  readonly statements: readonly RawStmt[];
  readonly tokens: readonly Token[];
  /** UTF-16 offset of a byte offset in the parse. */
  readonly at: (byte: number) => number;
}

/** @throws FluxError SQL_SYNTAX */
export function readSource(text: string): Source {
  const statements = parseTree(text);
  if (statements.length === 0) return { text, statements, tokens: [], at: (byte) => byte };
  const at = byteOffsets(text);
  const tokens = scan(text).flatMap(({ start, end, tokenName, keywordKind }): Token[] => {
    if (tokenName === 'SQL_COMMENT' || tokenName === 'C_COMMENT') return [];
    const token = text.slice(at(start), at(end));
    return [{ start: at(start), end: at(end), text: token, keyword: keywordKind > 0 ? token.toUpperCase() : null }];
  });
  return { text, statements, tokens, at };
}

/** @throws FluxError SQL_SYNTAX */
export function parseTree(text: string): readonly RawStmt[] {
  // The parser is C: it would take a NUL for the end and drop the rest without a word.
  const nul = text.indexOf('\0');
  if (nul >= 0) throw syntaxError(text, nul, 'a NUL character cannot stand in SQL');
  if (text.trim() === '') return [];
  try {
    return (parseSync(text).stmts ?? []) as readonly RawStmt[];
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    // Error positions are code points, unlike the byte offsets of the parse tree.
    const position = [...text].slice(0, error.sqlDetails?.cursorPosition ?? 0).join('').length;
    throw syntaxError(text, position, error.message);
  }
}

/** The scanner answers in JSON and leaves control characters unescaped in it; a blank of the same length changes nothing. */
// eslint-disable-next-line no-control-regex
const scan = (text: string) => scanSync(text.replace(/[\u0001-\u0008\u000b\u000c\u000e-\u001f]/g, ' ')).tokens;

function syntaxError(text: string, position: number, message: string): FluxError {
  const before = text.slice(0, position).split('\n');
  const line = before.length;
  const column = before.at(-1)!.length + 1;
  const source = (text.split('\n')[line - 1] ?? '').trim();
  return new FluxError(
    'SQL_SYNTAX',
    `${message} (line ${line}, column ${column}): ${source.slice(0, 200)}`,
    'Correct the statement; psql commands (\\c, \\i) and other databases’ SQL cannot stand here.',
    { line, column, text: source },
  );
}

function byteOffsets(text: string): (byte: number) => number {
  if (Buffer.byteLength(text) === text.length) return (byte) => byte;
  const offsets = new Map<number, number>();
  let byte = 0;
  let unit = 0;
  for (const character of text) {
    offsets.set(byte, unit);
    byte += Buffer.byteLength(character);
    unit += character.length;
  }
  offsets.set(byte, unit);
  return (at) => offsets.get(at) ?? unit;
}

/** Parts of a token list between the commas outside brackets. */
export function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(' || token.text === '[') depth += 1;
    if (token.text === ')' || token.text === ']') depth -= 1;
    if (token.text === ',' && depth === 0) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

/** Position of the bracket that closes the one at `open`. */
export function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i += 1) {
    if (tokens[i]!.text === '(') depth += 1;
    if (tokens[i]!.text === ')') depth -= 1;
    if (depth === 0) return i;
  }
  return tokens.length - 1;
}

/** The source's own text from the first to the last token. */
export const textOf = (source: Source, tokens: readonly Token[]): string =>
  tokens.length === 0 ? '' : source.text.slice(tokens[0]!.start, tokens.at(-1)!.end);
