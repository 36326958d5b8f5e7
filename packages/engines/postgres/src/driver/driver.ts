import { FluxError } from '@flux/core';
import type { Dialect, Driver, Session } from '@flux/core';
import { loadParser } from '../dialect/parse-source.ts';
import { classify } from './errors.ts';
import { introspect } from './introspect/introspect.ts';
import { journal } from './journal.ts';
import { backend, lockWait } from './lock-wait.ts';
import { connect } from './session.ts';

/** @param createDialect the pure half for a `server_version_num`; it refuses versions that it does not know */
export function makePostgresDriver(createDialect: (serverVersion: number) => Dialect): Driver {
  return {
    name: 'postgres',
    connect,
    introspect,
    classify,
    backend,
    lockWait,
    journal,
    async dialect(session) {
      const serverVersion = await versionOf(session);
      await loadParser();
      return createDialect(serverVersion);
    },
  };
}

async function versionOf(session: Session): Promise<number> {
  const [row] = await session.query<{ number: string; text: string }>(
    `SELECT current_setting('server_version_num') AS number, version() AS text`,
  );
  const text = row?.text ?? 'unknown';
  // Databases that speak the protocol (CockroachDB, Redshift) claim a version of PostgreSQL but lock otherwise.
  if (text.startsWith('PostgreSQL ') && !/redshift|greenplum|cockroach/i.test(text)) return Number(row?.number);
  throw new FluxError(
    'UNSUPPORTED_SERVER',
    `Flux knows how PostgreSQL takes locks; this server is ${text.split(',')[0]}.`,
    'Use a PostgreSQL server.',
    { server: text },
  );
}
