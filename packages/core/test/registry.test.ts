import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { actionDefinitions } from '../src/actions/index.ts';
import { operationDefinitions, strategies } from '../src/index.ts';

const source = join(import.meta.dirname, '../src');
const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const modules = async (folder: string): Promise<ReadonlyMap<string, Record<string, unknown>>> => {
  const files = readdirSync(join(source, folder)).filter((file) => file.endsWith('.ts'));
  const loaded = await Promise.all(
    files.map(
      async (file) =>
        [file.replace(/\.ts$/, ''), (await import(join(source, folder, file))) as Record<string, unknown>] as const,
    ),
  );
  return new Map(loaded);
};

describe('actions', () => {
  test.each(Object.entries(actionDefinitions))('%s is the export of its file', async (kind, definition) => {
    expect(definition.kind).toBe(kind);
    expect((await modules('actions')).get(kebab(kind))?.[kind]).toBe(definition);
  });

  test('every file is registered', async () => {
    const shared = ['index', 'inverse', 'types'];
    const names = [...(await modules('actions')).keys()].filter((name) => !shared.includes(name));
    expect(names.toSorted()).toEqual(Object.keys(actionDefinitions).map(kebab).toSorted());
  });
});

describe('operations', () => {
  test.each(Object.entries(operationDefinitions))('%s has a file, words and a strategy', async (kind, definition) => {
    expect(definition.kind).toBe(kind);
    expect((await modules('operations')).get(kebab(kind))?.[kind]).toBe(definition);
    for (const words of [definition.danger, definition.instead]) expect(words).toMatch(/^[A-Z][^]{30,}\.$/);
    expect(definition.summary).toMatch(/^[A-Z].*[^.]$/);
    expect(definition.example).not.toBe('');
    expect(strategies[definition.kind].length).toBeGreaterThan(0);
  });

  test('every file that defines one is registered', async () => {
    const defining = [...(await modules('operations'))].flatMap(([name, exports]) =>
      Object.values(exports).some((value) => typeof value === 'object' && value !== null && 'recognise' in value)
        ? [name]
        : [],
    );
    expect(defining.toSorted()).toEqual(Object.keys(operationDefinitions).map(kebab).toSorted());
  });
});

describe('strategies', () => {
  const all = Object.entries(strategies).flatMap(([operation, list]) =>
    list.map((strategy) => [strategy.name, operation, strategy] as const),
  );

  test.each(all)('%s: file, name and operation agree', async (name, operation, strategy) => {
    expect(strategy.operation).toBe(operation);
    expect(existsSync(join(source, 'strategies', `${name}.ts`))).toBe(true);
    expect(Object.values((await modules('strategies')).get(name) ?? {})).toContain(strategy);
    expect(strategy.summary).toMatch(/^[A-Z].*\.$/);
    expect(strategy.tolerance.old.length).toBeGreaterThan(0);
    expect(strategy.tolerance.new.length).toBeGreaterThan(0);
  });

  test.each(all)('%s: the export is named like the file', (name) => {
    const camel = name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    expect(readFileSync(join(source, 'strategies', `${name}.ts`), 'utf8')).toContain(
      `export const ${camel}: Strategy<`,
    );
  });

  test('names are unique, and every file that defines one is registered', async () => {
    const names = all.map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    const defining = [...(await modules('strategies'))].flatMap(([name, exports]) =>
      Object.values(exports).some((value) => typeof value === 'object' && value !== null && 'expand' in value)
        ? [name]
        : [],
    );
    expect(defining.toSorted()).toEqual(names.toSorted());
  });
});
