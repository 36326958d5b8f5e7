import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '../src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** Code without its comments; strings stay: a name in a message is a name too. */
const codeOf = (file: string): string =>
  readFileSync(join(source, file), 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|\s)\/\/.*$/gm, '');

test.each(files)('%s: no I/O, clock, chance, engine or tool', (file) => {
  const code = codeOf(file);
  expect(code).not.toMatch(/from '(?!\.\.?\/)/);
  expect(code).not.toMatch(/\b(require|import)\(|\bprocess\.|\bconsole\.|\bglobalThis\b/);
  expect(code).not.toMatch(/\bDate\b|Math\.random|\bperformance\b|\bcrypto\b|\bsetTimeout\b/);
  expect(code).not.toMatch(/toLocaleString\(\)|toLocaleString\(undefined|localeCompare|\bIntl\b/);
});

test('engine and tool names stand in advice only where the advice is about a tool', () => {
  const named = files.filter((file) => /postgres|mysql|mariadb|sqlite|prisma|drizzle|knex|typeorm/i.test(codeOf(file)));
  expect(named).toEqual([]);
});

test('files stay small, and core depends on nothing', () => {
  for (const file of files) {
    expect(readFileSync(join(source, file), 'utf8').split('\n').length, file).toBeLessThanOrEqual(300);
  }
  const manifest = JSON.parse(readFileSync(join(source, '../package.json'), 'utf8')) as Record<string, unknown>;
  expect(manifest['dependencies']).toBeUndefined();
  expect(Object.keys(manifest['devDependencies'] as object).filter((name) => name.startsWith('@flux/'))).toEqual([]);
});
