import { expect, test } from 'vitest';
import { mentions } from '../../src/dialect/mentions.ts';

test.each([
  ['SELECT * FROM orders', 'orders', true],
  ['v ORDERS%ROWTYPE', 'orders', true],
  ['FROM reorders', 'orders', false],
  ['FROM orders_old', 'orders', false],
  ['FROM größe', 'größ', false],
  ['FROM "Größe"', 'größe', true],
  ['FROM "a.b"', 'a.b', true],
  ['FROM axb', 'a.b', false],
])('%s names %s: %s', (body, name, expected) => {
  expect(mentions(body, name)).toBe(expected);
});
