import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockModes } from '../src/dialect/locks.ts';
import { wideningsInPlace } from '../src/dialect/types-in-place.ts';

const facts = readFileSync(join(import.meta.dirname, '../../../../docs/facts/postgres.md'), 'utf8');
const rows = new Set([
  ...[...facts.matchAll(/^\| (\w+) +\|/gm)].map(([, id]) => id),
  ...[...facts.matchAll(/^### (C[\w.]+)/gm)].map(([, id]) => id),
]);
const dialect = join(import.meta.dirname, '../src/dialect');

it.each([...Object.values(lockModes), ...wideningsInPlace].map(({ source }) => source))(
  'the source "%s" is a row of docs/facts/postgres.md',
  (source) => {
    for (const id of source.match(/\b(?:[a-z]+(?:_[a-z0-9]+)+|A\d+)\b/g) ?? []) expect(rows).toContain(id);
  },
);

it('every fact that a comment cites is there', () => {
  const cited = readdirSync(dialect).flatMap((name) => {
    const text = readFileSync(join(dialect, name), 'utf8').replaceAll(/\n\s*\*\s*/g, ' ');
    return [...text.matchAll(/docs\/facts\/postgres\.md ((?:[AC][\w.]*\d\w*(?:, | to )?)+)/g)].flatMap(([, ids]) =>
      ids!.split(/, | to /).map((id) => ({ name, id: id.replace(/\.$/, '') })),
    );
  });
  expect(cited.length).toBeGreaterThan(5);
  for (const { name, id } of cited) expect(rows, `${name} cites ${id}`).toContain(id);
});
