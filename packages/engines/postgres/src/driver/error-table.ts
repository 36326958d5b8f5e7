import type { FluxErrorCode } from '@flux/core';

export interface ErrorClass {
  readonly code: FluxErrorCode;
  /** The same statement may succeed when run again. */
  readonly retryable: boolean;
  readonly remedy: string;
}

const row = (code: FluxErrorCode, retryable: boolean, remedy: string): ErrorClass => ({ code, retryable, remedy });

const unreachable = 'Check that the server runs, and that host and port in the URL are right and reachable from here.';
const constraint = 'Mend the rows that are named, then run the command again.';

/** SQLSTATE, or its first two characters for a whole class; https://www.postgresql.org/docs/current/errcodes-appendix.html. */
export const sqlStates: Readonly<Record<string, ErrorClass>> = {
  '08': row('CONNECT_FAILED', true, unreachable),
  '08P01': row('CONNECT_FAILED', false, 'The server does not speak the PostgreSQL protocol: check host and port.'),
  '0LP01': row('MISSING_PRIVILEGE', false, 'Run the command as a role that may grant this.'),
  '23': row('VIOLATING_ROWS', false, constraint),
  '25006': row('DATABASE', false, 'The server is read-only (a standby?): use the URL of the primary.'),
  '28': row('AUTH_FAILED', false, 'Check user and password in the URL, and the server’s pg_hba.conf for this host.'),
  '3D000': row('CONNECT_FAILED', false, 'Check the database’s name in the URL, or create the database.'),
  '40001': row('DATABASE', true, 'Run the command again: another transaction changed the same rows.'),
  '40P01': row('LOCK_TIMEOUT', true, 'Run the command again; long transactions on the same tables make this likely.'),
  '42501': row('MISSING_PRIVILEGE', false, 'Run the command as the owner of the object, or grant what is missing.'),
  '42601': row('SQL_SYNTAX', false, 'Mend the statement. Should it be right: this server’s version does not know it.'),
  '42701': row('NAME_TAKEN', false, 'Rename the column that is there, or take another name.'),
  '42710': row('NAME_TAKEN', false, 'Rename or drop the object that is there, or take another name.'),
  '42P07': row('NAME_TAKEN', false, 'Rename or drop the relation that is there, or take another name.'),
  '53100': row('DATABASE', false, 'The server’s disk is full: make room, then run the command again.'),
  '53200': row('DATABASE', false, 'The server is out of memory or lock slots: raise max_locks_per_transaction.'),
  '53300': row('CONNECT_FAILED', true, 'Close connections or raise max_connections; leave a few for superusers.'),
  '55006': row('LOCK_TIMEOUT', true, 'The object is in use: run the command again when that is over.'),
  '55P03': row('LOCK_TIMEOUT', true, 'Run the command again when the long transaction on the table is over.'),
  '57014': row(
    'DATABASE',
    false,
    'The statement was cancelled: by hand, or by statement_timeout; raise it for this role.',
  ),
  '57P01': row('CONNECT_FAILED', true, 'The server ended the connection: run the command again.'),
  '57P02': row('CONNECT_FAILED', true, 'The server crashed: run the command again when it is up.'),
  '57P03': row('CONNECT_FAILED', true, 'The server is starting or stopping: run the command again when it is up.'),
  '57P05': row('CONNECT_FAILED', true, 'The server ended the idle connection: run the command again.'),
};

/** Codes of Node's sockets and of TLS. */
export const systemErrors: Readonly<Record<string, ErrorClass>> = {
  ECONNREFUSED: row('CONNECT_FAILED', true, unreachable),
  ECONNRESET: row('CONNECT_FAILED', true, unreachable),
  EPIPE: row('CONNECT_FAILED', true, unreachable),
  ETIMEDOUT: row('CONNECT_FAILED', true, unreachable),
  EHOSTUNREACH: row('CONNECT_FAILED', true, unreachable),
  ENETUNREACH: row('CONNECT_FAILED', true, unreachable),
  ENOENT: row('CONNECT_FAILED', false, 'There is no such socket: check the path, and that the server runs.'),
  EACCES: row('CONNECT_FAILED', false, 'This user may not open the socket: use host and port.'),
  ENOTFOUND: row('CONNECT_FAILED', false, 'No such host: check its name in the URL.'),
  EAI_AGAIN: row('CONNECT_FAILED', true, 'The name server does not answer: check the network and the host’s name.'),
  CERT_HAS_EXPIRED: row('CONNECT_FAILED', false, 'The server’s certificate has expired.'),
  DEPTH_ZERO_SELF_SIGNED_CERT: row('CONNECT_FAILED', false, 'Give the server’s CA with sslrootcert=... in the URL.'),
  SELF_SIGNED_CERT_IN_CHAIN: row('CONNECT_FAILED', false, 'Give the server’s CA with sslrootcert=... in the URL.'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: row(
    'CONNECT_FAILED',
    false,
    'Give the server’s CA with sslrootcert=... in the URL.',
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: row('CONNECT_FAILED', false, 'Use the host name that the certificate is made for.'),
};

/** What pg itself reports, without a code. */
export const clientMessages: readonly (readonly [RegExp, ErrorClass])[] = [
  [/timeout expired|connection timeout|timeout exceeded/i, row('CONNECT_FAILED', true, unreachable)],
  [/connection terminated|connection ended|not queryable|client was closed/i, row('CONNECT_FAILED', true, unreachable)],
  [/does not support SSL/i, row('CONNECT_FAILED', false, 'Take sslmode out of the URL, or turn SSL on at the server.')],
  [
    /SASL|password must be a string|no password supplied/i,
    row('AUTH_FAILED', false, 'Put the password into the URL or PGPASSWORD.'),
  ],
];
