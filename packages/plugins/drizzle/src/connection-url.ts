import { FluxError } from '@flux/core';
import type { ClientConfig } from 'pg';

/** The URL that the driver takes, of the settings that a drizzle config may give part by part. */
export function urlOf(settings: ClientConfig): string {
  if (settings.connectionString !== undefined) return settings.connectionString;
  const { host = 'localhost', port, user, password, database = '', ssl } = settings;
  const login = user === undefined ? '' : `${encodeURIComponent(user)}${passwordPart(password)}@`;
  // A socket folder stands in the place of a host, percent-encoded; IPv6 in brackets.
  const where = host.startsWith('/') ? encodeURIComponent(host) : host.includes(':') ? `[${host}]` : host;
  const mode = sslMode(ssl);
  const query = mode === undefined ? '' : `?sslmode=${mode}`;
  return `postgres://${login}${where}${port === undefined ? '' : `:${port}`}/${encodeURIComponent(database)}${query}`;
}

const passwordPart = (password: ClientConfig['password']): string =>
  typeof password === 'string' ? `:${encodeURIComponent(password)}` : '';

function sslMode(ssl: ClientConfig['ssl']): string | undefined {
  if (ssl === undefined) return undefined;
  if (ssl === false) return 'disable';
  if (ssl === true) return 'verify-full';
  const set = Object.entries(ssl).filter(([, value]) => value !== undefined);
  if (set.length === 0) return 'verify-full';
  if (set.length === 1 && ssl.rejectUnauthorized === false) return 'no-verify';
  throw new FluxError(
    'USAGE',
    "The certificates in dbCredentials.ssl cannot be handed to Flux's own connection.",
    "Give a URL with their files: withFlux(config, { url: 'postgres://...?sslmode=verify-full&sslrootcert=/path/ca.pem' }).",
  );
}
