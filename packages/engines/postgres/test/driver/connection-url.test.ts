import { expect, test } from 'vitest';
import { connect } from '../../src/driver/session.ts';
import { refuseUnclearUrl } from '../../src/driver/connection-url.ts';

test.each([
  'postgres://bob:1234/s3cret@localhost/shop',
  'postgres://bob:p@ss#wd@localhost/shop',
  'postgres://bob:12?s3cret@localhost/shop',
  'postgres://bob:s3cret?@localhost/shop',
  'postgres://bob:s3cret/@localhost/shop',
  'postgres://bob:s3cret@[broken:5432/x',
  's3cret',
  'mysql://bob:s3cret@localhost/shop',
])('%s is refused before anything is tried, and nothing of it is shown', async (url) => {
  const error = await connect(url).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'CONNECT_FAILED', remedy: expect.stringContaining('percent-encoded') });
  expect(JSON.stringify({ ...(error as object), message: (error as Error).message })).not.toMatch(
    /s3cret|bob|1234|localhost|shop/,
  );
});

test.each([
  'postgres://bob:p%40ss%2Fwd%23@localhost:5432/shop?sslmode=require',
  'postgres://bob@%2Fvar%2Frun%2Fpostgresql/shop',
  'postgresql:///shop?host=/var/run/postgresql',
  'postgres://bob%40server:x@db.example/a%40b?options=-c%20a%3Db',
  'postgres://[::1]:5432/shop',
])('%s is fine', (url) => expect(() => refuseUnclearUrl(url)).not.toThrow());
