import { hostname } from 'node:os';
import type { Driver, Session } from '@flux/core';
import type { OnEvent } from './events.ts';
import { withLease } from './lease.ts';

/**
 * Where the work is done. With `connect` the runner opens its own connections, holds the target's lease meanwhile and
 * closes everything at the end. With `session` the caller holds the lease (`withLease`) and owns the connection.
 */
export type Connection =
  | { readonly driver: Driver; readonly session: Session }
  | { readonly driver: Driver; readonly connect: () => Promise<Session>; readonly lease?: LeaseTimes };

export interface LeaseTimes {
  readonly heartbeatMs?: number;
  readonly staleAfterMs?: number;
}

export interface WorkOptions {
  readonly actor: string;
  readonly onEvent: OnEvent;
  readonly signal: AbortSignal | undefined;
}

/** A session, and a signal that also ends when the lease is lost. */
export async function withWriter<T>(
  connection: Connection,
  { actor, onEvent, signal }: WorkOptions,
  work: (session: Session, signal: AbortSignal | undefined, connect?: () => Promise<Session>) => Promise<T>,
): Promise<T> {
  if ('session' in connection) return work(connection.session, signal);
  const { driver, connect, lease } = connection;
  return withLease({ driver, connect, holder: holderName(actor), onEvent, signal, ...lease }, (held) =>
    withReader({ driver, connect }, (session) => work(session, held, connect)),
  );
}

/** A session without the lease. */
export async function withReader<T>(connection: Connection, work: (session: Session) => Promise<T>): Promise<T> {
  if ('session' in connection) return work(connection.session);
  const session = await connection.connect();
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

/** Who is at work, for people: the same person on the same machine may hold it twice, so the process is part of it. */
export const holderName = (actor: string): string => `${actor} on ${hostname()} (process ${process.pid})`;
