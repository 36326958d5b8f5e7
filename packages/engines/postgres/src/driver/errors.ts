import { FluxError } from '@flux/core';
import type { FluxErrorCode } from '@flux/core';
import { quoteIdentifier } from '../dialect/quote.ts';
import { clientMessages, sqlStates, systemErrors } from './error-table.ts';
import type { ErrorClass } from './error-table.ts';

export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly role: string;
  /** What was run: messages about privileges name a table without its schema. */
  readonly statement?: string;
}

const connections = new WeakMap<object, Connection>();

/** So that messages can say where, and grants to whom. */
export function rememberConnection(error: unknown, connection: Connection): unknown {
  if (typeof error === 'object' && error !== null) connections.set(error, connection);
  return error;
}

interface NativeError {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly hint?: unknown;
  readonly errors?: unknown;
}

/** Native error → FluxError. What the tables do not know stays DATABASE. */
export function classify(error: unknown): { readonly error: FluxError; readonly retryable: boolean } {
  if (error instanceof FluxError) return { error, retryable: false };
  const native: NativeError = typeof error === 'object' && error !== null ? error : { message: String(error) };
  const connection = typeof error === 'object' && error !== null ? connections.get(error) : undefined;
  const code = typeof native.code === 'string' ? native.code : null;
  const message = messageOf(native);
  const hint = typeof native.hint === 'string' ? native.hint : null;

  if (code === 'P0001' && message.startsWith('flux:')) return fromGuard(message, hint, error);
  const found = lookUp(code, message);
  if (found === null) {
    const remedy =
      hint ??
      'This is the server’s own message. Flux stopped there: remove the cause, then run the command again. If the statement ' +
        'itself is at fault, the error comes back: make another plan.';
    return { error: new FluxError('DATABASE', message, remedy, facts(code), error), retryable: false };
  }
  const remedy = code === '42501' && connection ? (grantFor(message, connection) ?? found.remedy) : found.remedy;
  return {
    error: new FluxError(
      found.code,
      placed(found.code, message, connection),
      remedy,
      { ...facts(code), ...(connection && place(connection)) },
      error,
    ),
    retryable: found.retryable,
  };
}

const guardCodes: readonly (readonly [RegExp, FluxErrorCode])[] = [
  [/^flux: gate closed/, 'GATE_CLOSED'],
  [/^flux: plan \S+ is (?:paused|rolled back)/, 'GATE_CLOSED'],
  [/^flux: plan \S+ was made for another schema/, 'PLAN_MISMATCH'],
  [/^flux: check failed/, 'CHECKPOINT_FAILED'],
];

/** Raised by the guards that Flux writes into files and helper objects; they carry their remedy as hint. */
function fromGuard(message: string, hint: string | null, cause: unknown): ReturnType<typeof classify> {
  const code = guardCodes.find(([pattern]) => pattern.test(message))?.[1] ?? 'DATABASE';
  const remedy = hint ?? 'See the status of the plan on this target.';
  return { error: new FluxError(code, message.slice('flux:'.length).trim(), remedy, {}, cause), retryable: false };
}

function lookUp(code: string | null, message: string): ErrorClass | null {
  if (code !== null) return sqlStates[code] ?? systemErrors[code] ?? sqlStates[code.slice(0, 2)] ?? null;
  return clientMessages.find(([pattern]) => pattern.test(message))?.[1] ?? null;
}

/** Node tries every address of a host and reports all failures in one error without a message. */
function messageOf({ message, errors }: NativeError): string {
  if (typeof message === 'string' && message !== '') return message;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return first instanceof Error ? first.message : 'The database gave no reason.';
}

function placed(code: FluxErrorCode, message: string, connection: Connection | undefined): string {
  if (connection === undefined || (code !== 'CONNECT_FAILED' && code !== 'AUTH_FAILED')) return message;
  return `${connection.host}:${connection.port}, database ${connection.database}: ${message}`;
}

const place = ({ host, port, database }: Connection) => ({ host, port, database });

/** Not the server's detail: it holds whole rows ("Failing row contains ..."). */
const facts = (code: string | null): Record<string, unknown> => (code === null ? {} : { sqlState: code });

/** The statement to paste, where the server's message says enough. */
function grantFor(message: string, { database, role, statement = '' }: Connection): string | null {
  const to = `TO ${quoteIdentifier(role)};`;
  const denied = /^permission denied for (database|schema|table|sequence|function) (.+)$/.exec(message);
  const [, kind, name = ''] = denied ?? [];
  if (kind === 'database') return `GRANT CREATE ON DATABASE ${quoteIdentifier(database)} ${to}`;
  if (kind === 'schema') return `GRANT USAGE, CREATE ON SCHEMA ${quoteIdentifier(name)} ${to}`;
  const object = inSchema(name, statement);
  if (kind === 'table') return `GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE ${object} ${to}`;
  if (kind === 'sequence') return `GRANT USAGE, UPDATE ON SEQUENCE ${object} ${to}`;
  if (kind === 'function') return `GRANT EXECUTE ON FUNCTION ${object} ${to}`;
  const owned = /^must be owner of \S+ (.+)$/.exec(message)?.[1];
  if (owned === undefined) return null;
  return `Run the command as the owner of ${owned}, or: GRANT <owner of ${owned}> ${to}`;
}

/** With the schema where the statement names one and no other for that name: `"flux"."leases"`. */
function inSchema(name: string, statement: string): string {
  const own = new Set([name, quoteIdentifier(name)]);
  const schemas = new Set<string>();
  for (const [, schema = '', object = ''] of statement.matchAll(qualifiedNames))
    if (own.has(object)) schemas.add(schema.startsWith('"') ? schema : quoteIdentifier(schema));
  const [only] = schemas;
  return schemas.size === 1 ? `${only}.${quoteIdentifier(name)}` : quoteIdentifier(name);
}

const qualifiedNames = /("(?:[^"]|"")+"|[\w$]+)\.("(?:[^"]|"")+"|[\w$]+)/g;
