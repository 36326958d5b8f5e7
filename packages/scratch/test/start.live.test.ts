import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { availableMajors, startPostgres } from '../src/index.ts';
import { query } from './query.ts';

describe.each(availableMajors())('PostgreSQL %i', (major) => {
  test('starts, answers, and leaves nothing when stopped', async () => {
    const server = await startPostgres({ major });
    const [row] = await query(server.url, "select version(), current_setting('fsync') as fsync, lower('É') as letter");
    expect(row?.['version']).toContain(`PostgreSQL ${server.serverVersion} `);
    expect(server.serverVersion.split('.')[0]).toBe(String(major));
    expect(row?.['fsync']).toBe('off');
    expect(row?.['letter']).toBe('é');

    await server.stop();
    await server.stop();
    expect(existsSync(dirname(server.dataDir))).toBe(false);
    expect(server.log()).toContain('ready to accept connections');
    await expect(query(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    await expect(server.restart()).rejects.toMatchObject({ code: 'SCRATCH', failure: 'STOPPED' });
  });

  test('keeps what was committed through a crash when durable', async () => {
    await using server = await startPostgres({ major, durable: true });
    await query(server.url, 'create table kept as select generate_series(1, 1000) as n');
    await server.crash();
    await expect(query(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    await server.restart();
    expect(await query(server.url, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
    expect(server.log()).toContain('automatic recovery in progress');
    await server.restart();
    expect(await query(server.url, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
  });

  test('creates and drops databases, also with a quoted name and a connection in use', async () => {
    await using server = await startPostgres({ major });
    const odd = await server.createDatabase('odd "name" é/@%');
    expect(await query(odd, 'select current_database() as name')).toEqual([{ name: 'odd "name" é/@%' }]);
    const unnamed = await server.createDatabase();
    const sleeping = query(unnamed, 'select pg_sleep(60)').catch((error: Error) => error.message);
    await expect
      .poll(() => query(server.url, "select 1 from pg_stat_activity where query ~ '^select pg_sleep'"))
      .toHaveLength(1);
    await server.dropDatabase(unnamed);
    await server.dropDatabase('odd "name" é/@%');
    expect(await sleeping).toMatch(/terminat/);
    const left = await query(
      server.url,
      "select datname from pg_database where not datistemplate and datname <> 'postgres'",
    );
    expect(left).toEqual([]);
  });
});

test('two servers at once, with settings, on different ports and data', async () => {
  const [one, two] = await Promise.all([
    startPostgres({ settings: { work_mem: '7MB' } }),
    startPostgres({ settings: { work_mem: '9MB', log_min_messages: 'panic' } }),
  ]);
  await using first = one;
  await using second = two;
  expect(first.port).not.toBe(second.port);
  expect(first.dataDir).not.toBe(second.dataDir);
  expect(await query(first.url, 'show work_mem')).toEqual([{ work_mem: '7MB' }]);
  expect(await query(second.url, 'show work_mem')).toEqual([{ work_mem: '9MB' }]);
});

test('a setting the server refuses: the error shows its log and nothing is left', async () => {
  const failed = startPostgres({ settings: { work_mem: 'much' } });
  await expect(failed).rejects.toMatchObject({
    code: 'SCRATCH',
    failure: 'START_FAILED',
    message: expect.stringContaining('invalid value for parameter "work_mem"'),
    remedy: expect.any(String),
  });
});

test('a major that is not there is named, with those that are', async () => {
  const failed = startPostgres({ major: 11 as 12 });
  await expect(failed).rejects.toMatchObject({
    code: 'SCRATCH',
    failure: 'MAJOR_UNAVAILABLE',
    remedy: expect.stringContaining(String(availableMajors()[0])),
  });
});

test('a start can be called off', async () => {
  await expect(startPostgres({ signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'SCRATCH',
    failure: 'ABORTED',
  });
  await expect(startPostgres({ signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
    code: 'SCRATCH',
    failure: 'ABORTED',
  });
});
