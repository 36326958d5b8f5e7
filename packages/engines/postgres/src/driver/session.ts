import { FluxError } from '@flux/core';
import type { ConnectOptions, Session } from '@flux/core';
import type { Client } from 'pg';
import { refuseUnclearUrl, unreadable } from './connection-url.ts';
import { classify, rememberConnection } from './errors.ts';

const connectTimeoutMs = 10_000;

/** @throws FluxError CONNECT_FAILED, AUTH_FAILED; they name host, port and database, never the URL */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Session> {
  const client = await makeClient(url, options.application ?? 'flux');
  const where = { host: client.host, port: client.port, database: client.database ?? '', role: client.user ?? '' };
  let lost: Error | null = null;
  // Without a listener, a connection that breaks while idle would end the process.
  client.on('error', (error) => {
    lost = error;
  });
  try {
    await client.connect();
    if (options.fresh) await client.query(`SET flux.fresh = 'on'`);
  } catch (error) {
    await client.end().catch(() => {});
    throw classify(rememberConnection(error, where)).error;
  }
  let ended: Promise<void> | undefined;
  return {
    async query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]> {
      if (lost !== null) throw rememberConnection(lost, where);
      try {
        const result = await (parameters === undefined ? client.query(sql) : client.query(sql, [...parameters]));
        // Several statements in one simple query: the rows of the last.
        const last: unknown = Array.isArray(result) ? result.at(-1) : result;
        return (last as { rows: Row[] }).rows;
      } catch (error) {
        throw rememberConnection(error, { ...where, statement: sql });
      }
    },
    end() {
      ended ??= client.end().catch(() => {});
      return ended;
    },
  };
}

async function makeClient(url: string, application: string): Promise<Client> {
  refuseUnclearUrl(url);
  const pg = await import('pg').catch((error: unknown) => {
    throw new FluxError('USAGE', 'The package pg is not installed.', 'npm install pg', {}, error);
  });
  try {
    return new pg.default.Client({
      connectionString: url,
      application_name: application,
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
    });
  } catch {
    // The native error quotes the URL, with the password in it.
    throw unreadable('The connection URL cannot be read.');
  }
}
