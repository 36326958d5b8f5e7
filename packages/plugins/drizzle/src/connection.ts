import { FluxError } from '@flux/core';
import type { ClientConfig } from 'pg';
import type { Credentials, DrizzleProject } from './config.ts';

/** pg's settings for a target: one by name, else `flux.url`, else the config's `dbCredentials`. */
export function connectionOf(project: DrizzleProject, target?: string): ClientConfig {
  const { flux, credentials, driver } = project;
  if (target !== undefined) {
    const named = flux?.targets?.[target];
    if (named !== undefined) return { connectionString: named.url };
    throw new FluxError(
      'USAGE',
      `There is no target "${target}" in withFlux's options.`,
      `Add targets: { ${JSON.stringify(target)}: { url: process.env.DATABASE_URL } }, or leave --target out.`,
      { known: Object.keys(flux?.targets ?? {}) },
    );
  }
  if (flux?.url !== undefined) return { connectionString: flux.url };
  if (driver !== undefined) {
    throw new FluxError(
      'UNSUPPORTED_SERVER',
      `The config's driver "${driver}" is no connection that Flux can use.`,
      'Give a PostgreSQL URL: withFlux(config, { url: process.env.DATABASE_URL }).',
    );
  }
  const connection = credentials && fromCredentials(credentials);
  if (connection !== undefined) return connection;
  throw new FluxError(
    'USAGE',
    `${project.configPath} names no database (an empty environment variable looks the same).`,
    'Set dbCredentials: { url: process.env.DATABASE_URL } in it, and the variable.',
  );
}

function fromCredentials({ url, host, port, user, password, database, ssl }: Credentials): ClientConfig | undefined {
  if (url) return { connectionString: url };
  if (!host || !database) return undefined;
  return {
    host,
    database,
    ...(port !== undefined && { port: Number(port) }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ...(ssl !== undefined && { ssl: sslOf(ssl) }),
  };
}

/** drizzle-kit's reading of its `ssl` words (0.31, connections.ts). */
function sslOf(ssl: unknown): NonNullable<ClientConfig['ssl']> {
  if (ssl === 'prefer' || ssl === 'require' || ssl === 'allow') return { rejectUnauthorized: false };
  if (ssl === 'verify-full') return {};
  return ssl as NonNullable<ClientConfig['ssl']>;
}
