import { FluxError } from '@flux/core';
import type { Driver, Session } from '@flux/core';
import type { Terminal } from './terminal.ts';

export interface Target {
  readonly driver: Driver;
  readonly connect: () => Promise<Session>;
}

/**
 * @param fresh the operator's word that the database serves nobody
 * @throws FluxError USAGE
 */
export async function targetOf({ env }: Terminal, given: string | undefined, fresh = false): Promise<Target> {
  const url = given ?? (env['FLUX_DATABASE_URL'] || env['DATABASE_URL']);
  if (!url)
    throw new FluxError(
      'USAGE',
      'No database is named.',
      'Give --url postgres://user@host:5432/database, or set FLUX_DATABASE_URL.',
    );
  if (!/^postgres(?:ql)?:\/\//.test(url))
    throw new FluxError(
      'USAGE',
      'The database URL does not begin with postgres:// or postgresql://.',
      'Flux works with PostgreSQL for now: postgres://user@host:5432/database.',
    );
  const { postgresDriver: driver } = await import('@flux/postgres');
  return { driver, connect: () => driver.connect(url, { application: 'flux', fresh }) };
}
