import { expect, test } from 'vitest';
import { indent } from '../../src/dialect/indent.ts';

test.each([
  ['lines of code', 'BEGIN\n  x;\n\nEND', '  BEGIN\n    x;\n\n  END'],
  ['a string constant', `SELECT 'a\nb'\nFROM t`, `  SELECT 'a\nb'\n  FROM t`],
  ['a doubled quote', `SELECT 'it''s\nb'\n, 1`, `  SELECT 'it''s\nb'\n  , 1`],
  ['a backslash in a plain constant', `SELECT '\\'\n, 'x\ny'`, `  SELECT '\\'\n  , 'x\ny'`],
  ['a constant with escapes', `SELECT E'\\'\nb'\n, 1`, `  SELECT E'\\'\nb'\n  , 1`],
  ['a name', `SELECT "a\nb"\nFROM t`, `  SELECT "a\nb"\n  FROM t`],
  ['a quote in a comment', `-- the user's\nSELECT 1\n-- own's\n, 2`, `  -- the user's\n  SELECT 1\n  -- own's\n  , 2`],
  ['a function of the user', 'AS $function$\nx\n$function$\nSTABLE', '  AS $function$\nx\n$function$\n  STABLE'],
  ['a dollar quote without a tag', 'AS $$\nx\n$$\nSTABLE', '  AS $$\nx\n$$\n  STABLE'],
  ['a body of Flux', `AS $body1$\nx := 'a\nb';\n$body1$\nSTABLE`, `  AS $body1$\n  x := 'a\nb';\n  $body1$\n  STABLE`],
  ['parameters and names with a dollar', 'SELECT $1, a$b$c\n, 1', '  SELECT $1, a$b$c\n  , 1'],
])('%s', (_, sql, expected) => {
  expect(indent(sql, 2)).toBe(expected);
});
