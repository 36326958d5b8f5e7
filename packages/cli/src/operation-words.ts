import { operationDefinitions, strategies } from '@flux/core';
import type { OperationKind } from '@flux/core';

export const toKebab = (kind: string): string => kind.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const width = 78;

/** An operation for the terminal. */
export function operationText(kind: OperationKind): string {
  const { summary, danger, instead, example } = operationDefinitions[kind];
  const ways = strategies[kind].flatMap(({ name, summary: way, needs, tolerance }) => [
    '',
    `  ${name}`,
    ...wrap(way, '    '),
    ...(needs.length > 0 ? wrap(`needs: ${needs.join(', ')}`, '    ') : []),
    ...tolerance.old.flatMap((line) => wrap(`old version: ${line}`, '    ')),
    ...tolerance.new.flatMap((line) => wrap(`new version: ${line}`, '    ')),
  ]);
  return [
    summary,
    '',
    `  ${example}`,
    '',
    'Danger',
    ...wrap(danger, '  '),
    '',
    'Instead',
    ...wrap(instead, '  '),
    '',
    'Ways, the first that applies is taken',
    ...ways.slice(1),
  ].join('\n');
}

function wrap(text: string, indent: string): readonly string[] {
  const lines = [indent];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line.trim() !== '' && line.length + 1 + word.length > width) lines.push(`${indent}${word}`);
    else lines[lines.length - 1] = line.trim() === '' ? `${indent}${word}` : `${line} ${word}`;
  }
  return lines;
}
