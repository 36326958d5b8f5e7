import { FluxError } from '@flux/core';
import type { Driver, Session } from '@flux/core';
import { postgresDriver } from '@flux/postgres';
import type { DrizzleProject } from './config.ts';
import { connectionOf } from './connection.ts';
import { urlOf } from './connection-url.ts';
import type { SqlClient } from './migrations-table.ts';

/** A database that the migrations folder goes to. */
export interface Target {
  readonly name: string;
  readonly driver: Driver;
  readonly connect: () => Promise<Session>;
}

/** The name of the database that `url` or `dbCredentials` give. */
export const mainTarget = 'main';

/**
 * The database of the config and the named ones, or the one that is asked for.
 * @throws FluxError USAGE when there is none
 */
export function targetsOf(project: DrizzleProject, only?: string, fresh = false): readonly Target[] {
  if (only === mainTarget && project.flux?.targets?.[mainTarget] === undefined)
    return [targetOf(project, undefined, fresh)];
  if (only !== undefined) return [targetOf(project, only, fresh)];
  const named = Object.keys(project.flux?.targets ?? {}).map((name) => targetOf(project, name));
  return named.length > 0 && !hasMainTarget(project) ? named : [targetOf(project), ...named];
}

/** True where the config says of a database that it is live; an empty environment variable says nothing. */
export function hasMainTarget(project: DrizzleProject): boolean {
  const { flux, credentials, driver } = project;
  if (flux?.url) return true;
  return driver === undefined && Boolean(credentials?.url || (credentials?.host && credentials.database));
}

/** @param fresh the operator's word that the database serves nobody */
export function targetOf(project: DrizzleProject, name?: string, fresh = false): Target {
  const url = urlOf(connectionOf(project, name));
  if (!url) {
    throw new FluxError(
      'USAGE',
      `The target "${name ?? mainTarget}" has an empty URL.`,
      'Set the environment variable that the config reads it from.',
      { target: name ?? mainTarget },
    );
  }
  return {
    name: name ?? mainTarget,
    driver: postgresDriver,
    connect: () => postgresDriver.connect(url, { application: 'drizzle-flux', fresh }),
  };
}

/** A connection of the target, ended when `work` is through. */
export async function withSession<T>(target: Target, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await target.connect();
  try {
    return await work(session);
  } catch (error) {
    throw error instanceof FluxError ? error : target.driver.classify(error).error;
  } finally {
    await session.end();
  }
}

/** What the migrations table's functions take. */
export const asClient = (session: Session): SqlClient => ({
  query: async (text, values) => ({ rows: [...(await session.query(text, values))] }),
});
