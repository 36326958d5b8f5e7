import { readFileSync, readdirSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { loadParser, parse } from '../../src/dialect/parse.ts';

// Migrations as the ORMs generated them (fixtures/migrations/<tool>/), and what each reads as.
const folder = new URL('../fixtures/migrations/', import.meta.url).pathname;
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.sql'))
  .toSorted();

beforeAll(loadParser);

test('every generated migration reads as expected', async () => {
  const kinds = files.map((file) => {
    const statements = parse(readFileSync(`${folder}${file}`, 'utf8'));
    const read = statements.map((s) => s.actions?.map((action) => action.kind).join(' + ') ?? `? ${s.unknown}`);
    return `${file}: ${read.join(', ')}`;
  });
  await expect(`${kinds.join('\n')}\n`).toMatchFileSnapshot('../fixtures/migrations/kinds.txt');
});

test.each(files)('%s: statements are the text between the separators', (file) => {
  const sql = readFileSync(`${folder}${file}`, 'utf8');
  for (const statement of parse(sql)) {
    expect(sql.slice(statement.start, statement.end)).toBe(statement.sql);
    expect(statement.sql).toMatch(/^[A-Za-z]/);
    expect(statement.sql).not.toMatch(/;$/);
    // A statement by itself reads as it does in its file.
    expect(parse(statement.sql)).toEqual([{ ...statement, start: 0, end: statement.sql.length }]);
  }
});
