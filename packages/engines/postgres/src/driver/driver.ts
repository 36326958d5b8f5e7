import { FluxError } from '@flux/core';
import type { Dialect, Driver, Session } from '@flux/core';
import { loadParser } from '../dialect/parse-source.ts';
import { classify } from './errors.ts';
import { introspect } from './introspect/introspect.ts';
import { journal } from './journal.ts';
import { connect } from './session.ts';

/** Majors that the tests run on, as server_version_num. */
const firstTested = 120_000;
const firstUntested = 190_000;

export function makePostgresDriver(createDialect: (serverVersion: number) => Dialect): Driver {
  return {
    name: 'postgres',
    connect,
    introspect,
    classify,
    journal,
    async dialect(session) {
      const serverVersion = await testedVersion(session);
      await loadParser();
      return createDialect(serverVersion);
    },
  };
}

async function testedVersion(session: Session): Promise<number> {
  const [row] = await session.query<{ number: string; text: string }>(
    `SELECT current_setting('server_version_num') AS number, version() AS text`,
  );
  const version = Number(row?.number);
  const text = row?.text ?? 'unknown';
  // Databases that speak the protocol (CockroachDB, Redshift) claim a version of PostgreSQL but lock otherwise.
  if (text.startsWith('PostgreSQL ') && !/redshift|greenplum|cockroach/i.test(text)) {
    if (version >= firstTested && version < firstUntested) return version;
  }
  throw new FluxError(
    'UNSUPPORTED_SERVER',
    `Flux knows how PostgreSQL 12 to 18 take locks; this server is ${text.split(',')[0]}.`,
    'Use a server of these versions, or a Flux release that was tested on this one.',
    { serverVersion: version, server: text },
  );
}
