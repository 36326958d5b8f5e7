import type { ParsedStatement } from '@flux/core';
import { describe, expect, it } from 'vitest';
import { fillsVariable, readFills, standingFills } from '../src/answers.ts';
import { urlOf } from '../src/connection-url.ts';

describe('fills', () => {
  it('come from flags, from lines and from JSON; a flag wins', () => {
    expect(readFills(["users.email=lower(a) || '='"], undefined)).toEqual({ 'users.email': "lower(a) || '='" });
    expect(readFills(['a.b=2'], 'a.b=1\n\n c.d = coalesce(x, 1, 2)')).toEqual({
      'a.b': '2',
      'c.d': 'coalesce(x, 1, 2)',
    });
    expect(readFills(['a.b=2'], fillsVariable({ 'a.b': '1', 'c.d': "'='" }))).toEqual({ 'a.b': '2', 'c.d': "'='" });
    expect(readFills([], '  ')).toEqual({});
  });

  for (const wrong of ['users.email', '=1', 'email=1', 'users.email=', '{"a": 1}', '{']) {
    it(`${wrong} is refused`, () => {
      const read = () => (wrong.startsWith('{') ? readFills([], wrong) : readFills([wrong], undefined));
      expect(read).toThrow(expect.objectContaining({ code: 'USAGE' }));
    });
  }

  it('that stand in the config are used where they are asked for only', () => {
    const statement = {
      actions: [{ kind: 'setNotNull', table: { schema: 'public', name: 'users' }, column: 'email' }],
    } as unknown as ParsedStatement;
    const fills = { 'users.email': '1', 'users.name': '2', 'public.users.email': '3' };
    expect(standingFills(fills, [statement])).toEqual({ 'users.email': '1', 'public.users.email': '3' });
  });
});

describe('URL of settings', () => {
  const cases: [Parameters<typeof urlOf>[0], string][] = [
    [{ connectionString: 'postgres://a/b' }, 'postgres://a/b'],
    [
      { host: 'db', port: 6432, user: 'u@x', password: 'p:/ä', database: 'my app' },
      'postgres://u%40x:p%3A%2F%C3%A4@db:6432/my%20app',
    ],
    [{ host: '::1', database: 'a' }, 'postgres://[::1]/a'],
    [{ host: '/var/run/postgresql', database: 'a' }, 'postgres://%2Fvar%2Frun%2Fpostgresql/a'],
    [{ host: 'h', database: 'a', ssl: { rejectUnauthorized: false } }, 'postgres://h/a?sslmode=no-verify'],
    [{ host: 'h', database: 'a', ssl: true }, 'postgres://h/a?sslmode=verify-full'],
    [{ host: 'h', database: 'a', ssl: false }, 'postgres://h/a?sslmode=disable'],
  ];
  for (const [settings, url] of cases) it(url, () => expect(urlOf(settings)).toBe(url));

  it('certificates cannot go into one', () => {
    expect(() => urlOf({ host: 'h', ssl: { ca: 'x' } })).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});
