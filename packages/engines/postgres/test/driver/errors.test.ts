import { errorCodes, FluxError } from '@flux/core';
import { expect, test } from 'vitest';
import { clientMessages, sqlStates, systemErrors } from '../../src/driver/error-table.ts';
import { classify, rememberConnection } from '../../src/driver/errors.ts';

const native = (fields: object) => Object.assign(new Error('no message'), fields);
const connection = { host: 'db.example', port: 5433, database: 'shop', role: 'app' };

test.each([
  [{ code: '55P03', message: 'canceling statement due to lock timeout' }, 'LOCK_TIMEOUT', true],
  [{ code: '40P01', message: 'deadlock detected' }, 'LOCK_TIMEOUT', true],
  [{ code: '40001', message: 'could not serialize access' }, 'DATABASE', true],
  [{ code: '57014', message: 'canceling statement due to statement timeout' }, 'DATABASE', false],
  [{ code: '23505', message: 'duplicate key', detail: 'Key (a)=(1) already exists.' }, 'VIOLATING_ROWS', false],
  [{ code: '23XXX', message: 'of a known class' }, 'VIOLATING_ROWS', false],
  [{ code: '42P07', message: 'relation exists' }, 'NAME_TAKEN', false],
  [{ code: '08006', message: 'connection failure' }, 'CONNECT_FAILED', true],
  [{ code: '08P01', message: 'protocol violation' }, 'CONNECT_FAILED', false],
  [{ code: '57P01', message: 'terminating connection' }, 'CONNECT_FAILED', true],
  [{ code: 'ECONNREFUSED', message: '', errors: [new Error('connect ECONNREFUSED ::1:5432')] }, 'CONNECT_FAILED', true],
  [{ code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND nowhere' }, 'CONNECT_FAILED', false],
  [{ message: 'timeout expired' }, 'CONNECT_FAILED', true],
  [{ message: 'Connection terminated unexpectedly' }, 'CONNECT_FAILED', true],
  [{ code: '22012', message: 'division by zero' }, 'DATABASE', false],
  [{ message: 'something else' }, 'DATABASE', false],
])('%o', (fields, code, retryable) => {
  const cause = native(fields);
  const found = classify(cause);
  expect(found).toMatchObject({ error: { code, cause }, retryable });
  expect(found.error.message).toBe(fields.message || 'connect ECONNREFUSED ::1:5432');
  expect(found.error.remedy).not.toBe('');
  if ('code' in fields) expect(found.error.data['sqlState']).toBe(fields.code);
  // It holds the values of rows.
  if ('detail' in fields) expect(JSON.stringify(found.error.data)).not.toContain('(1)');
});

test('guards of Flux keep their own words', () => {
  const closed = { code: 'P0001', message: 'flux: gate closed: phase 2 of p', hint: 'flux release p' };
  expect(classify(native(closed))).toMatchObject({
    error: { code: 'GATE_CLOSED', message: 'gate closed: phase 2 of p', remedy: 'flux release p' },
    retryable: false,
  });
  const held = {
    code: 'P0001',
    message: 'flux: this transaction already holds locks on tables',
    hint: 'Run each file by itself.',
  };
  expect(classify(native(held)).error).toMatchObject({ code: 'DATABASE', remedy: 'Run each file by itself.' });
  expect(classify(native({ code: 'P0001', message: 'raised by the user' })).error.code).toBe('DATABASE');
});

test.each([
  ['permission denied for database shop', 'GRANT CREATE ON DATABASE "shop" TO "app";'],
  ['permission denied for schema flux', 'GRANT USAGE, CREATE ON SCHEMA "flux" TO "app";'],
  ['permission denied for table users', 'GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE "users" TO "app";'],
  ['permission denied for sequence s', 'GRANT USAGE, UPDATE ON SEQUENCE "s" TO "app";'],
  ['must be owner of table users', 'Run the command as the owner of users, or: GRANT <owner of users> TO "app";'],
  ['permission denied to create extension "x"', sqlStates['42501']!.remedy],
])('%s: the grant to paste', (message, remedy) => {
  const { error } = classify(rememberConnection(native({ code: '42501', message }), connection));
  expect(error).toMatchObject({ code: 'MISSING_PRIVILEGE', message, remedy });
});

test.each([
  ['SELECT holder FROM flux.leases', '"flux"."leases"'],
  ['UPDATE "public"."leases" SET a = 1', '"public"."leases"'],
  ['INSERT INTO flux.leases SELECT * FROM public.leases', '"leases"'],
  ['SELECT l.name FROM leases l', '"leases"'],
])('%s: the grant names the schema', (statement, table) => {
  const denied = native({ code: '42501', message: 'permission denied for table leases' });
  expect(classify(rememberConnection(denied, { ...connection, statement })).error.remedy).toBe(
    `GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE ${table} TO "app";`,
  );
});

test('where a connection failed is named, the role is not', () => {
  const { error } = classify(
    rememberConnection(native({ code: '28P01', message: 'password authentication failed' }), connection),
  );
  expect(error.message).toBe('db.example:5433, database shop: password authentication failed');
  expect(error.data).toEqual({ sqlState: '28P01', host: 'db.example', port: 5433, database: 'shop' });
});

test('a FluxError stays what it is', () => {
  const error = new FluxError('USAGE', 'a', 'b');
  expect(classify(error)).toEqual({ error, retryable: false });
});

test('what is thrown need not be an Error', () => {
  expect(classify('text').error).toMatchObject({ code: 'DATABASE', message: 'text' });
  expect(classify(null).error.code).toBe('DATABASE');
});

test('the tables name codes that exist', () => {
  for (const { code } of [
    ...Object.values(sqlStates),
    ...Object.values(systemErrors),
    ...clientMessages.map(([, row]) => row),
  ]) {
    expect(Object.keys(errorCodes)).toContain(code);
  }
  for (const state of Object.keys(sqlStates)) expect(state).toMatch(/^[0-9A-Z]{2}([0-9A-Z]{3})?$/);
});
