import { readFileSync } from 'node:fs';
import type { Session } from '@flux/core';
import { startPostgres } from '@flux/scratch';
import type { ScratchPostgres } from '@flux/scratch';
import { connect } from '../../src/driver/session.ts';

const everyKind = readFileSync(new URL('../fixtures/every-kind.sql', import.meta.url), 'utf8');

export interface EveryKind {
  readonly server: ScratchPostgres;
  readonly session: Session;
  stop(): Promise<void>;
}

/** A server with every kind of object that its version has. */
export async function startEveryKind(major: 12 | 15 | 18): Promise<EveryKind> {
  const server = await startPostgres({ major });
  const session = await connect(server.url);
  const stop = async (): Promise<void> => {
    await session.end();
    await server.stop();
  };
  await session.query(everyKind);
  if (major >= 14) {
    await session.query(
      `CREATE FUNCTION shop.std(which text) RETURNS bigint LANGUAGE sql
       BEGIN ATOMIC SELECT count(*) FROM public.users WHERE born IS NULL; END`,
    );
  }
  if (major >= 15) {
    await session.query(`CREATE PUBLICATION part FOR TABLE shop.events_2026 (at, n)`);
    await session.query(`CREATE UNIQUE INDEX users_nulls_idx ON users (born) NULLS NOT DISTINCT`);
  }
  if (major >= 18) await session.query(`ALTER TABLE shop.orders ADD CONSTRAINT nn NOT NULL during NOT VALID`);
  return { server, session, stop };
}
