import { expect, test } from 'vitest';
import { jsonWithoutSecrets, withoutSecrets } from '../src/without-secrets.ts';

test.each([
  'postgres://bob:s3cret@localhost/shop',
  'postgresql://bob:s3cret@x@localhost/shop',
  'postgres://bob:1234/s3cret@localhost/shop',
  'postgres://bob:p@ss#s3cret@localhost/shop',
  `postgres://bob:'s3cret"@localhost/shop`,
  'postgres://localhost/shop?user=bob&password=s3cret&sslmode=require',
  'host=localhost password=s3cret dbname=shop',
])('%s', (url) => {
  expect(withoutSecrets(`cannot connect to ${url}: refused`)).not.toMatch(/s3cret|p@ss|1234/);
  expect(withoutSecrets(`cannot connect to ${url}: refused`)).toMatch(/^cannot connect to .*: refused$/);
  const shown = jsonWithoutSecrets({ error: { message: url }, list: [url, 1, null] });
  expect(shown).not.toMatch(/s3cret|p@ss|1234/);
  expect(JSON.parse(shown)).toMatchObject({ list: [expect.any(String), 1, null] });
});

test('other text stays as it is', () => {
  expect(withoutSecrets('ask ops@example.com, see https://example.com/a?b=c')).toBe(
    'ask ops@example.com, see https://example.com/a?b=c',
  );
});
