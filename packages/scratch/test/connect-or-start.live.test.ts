import { expect, test } from 'vitest';
import { connectOrStart, startPostgres } from '../src/index.ts';
import { query } from './query.ts';

test('uses the server of FLUX_TEST_POSTGRES_URL and drops there what it made, nothing else', async () => {
  await using theirs = await startPostgres({ major: 16 });
  await theirs.createDatabase('theirs');
  const server = await connectOrStart({}, { FLUX_TEST_POSTGRES_URL: theirs.url });
  expect(server).toMatchObject({ url: theirs.url, major: 16, serverVersion: theirs.serverVersion, scratch: undefined });
  const database = await server.createDatabase();
  expect(await query(database, 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.stop();
  const left = await query(
    theirs.url,
    "select datname from pg_database where not datistemplate and datname <> 'postgres'",
  );
  expect(left).toEqual([{ datname: 'theirs' }]);
});

test('starts one when another major is asked for, or when the variable is not set', async () => {
  await using theirs = await startPostgres({ major: 16 });
  await using other = await connectOrStart({ major: 17 }, { FLUX_TEST_POSTGRES_URL: theirs.url });
  expect(other.major).toBe(17);
  expect(other.scratch?.port).not.toBe(theirs.port);
  await using own = await connectOrStart({}, {});
  expect(own.scratch?.url).toBe(own.url);
});

test('a server that cannot be reached: no password in the message', async () => {
  const failed = connectOrStart({}, { FLUX_TEST_POSTGRES_URL: 'postgres://me:hunter2@127.0.0.1:1/x' });
  await expect(failed).rejects.toMatchObject({
    code: 'SCRATCH',
    failure: 'CONNECT_FAILED',
    message: expect.not.stringContaining('hunter2'),
  });
});
