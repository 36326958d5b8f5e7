import { FluxError } from '@flux/core';
import type { Dialect } from '@flux/core';
import { bookkeeping, check, closeGate, refusal, undone } from './bookkeeping.ts';
import { compileBackfill } from './backfill.ts';
import { capabilities, supportedMajors } from './capabilities.ts';
import { checkpointOf, countDuplicates, countRows, trial } from './checkpoint.ts';
import { differs } from './compare.ts';
import { compileActions } from './compile.ts';
import { estimateOf } from './estimate.ts';
import { parseExpression } from './expression.ts';
import { isInstantDefault } from './instant-default.ts';
import { locksOf } from './locks.ts';
import { mentions } from './mentions.ts';
import { helperName } from './names.ts';
import { parse } from './parse.ts';
import { phaseGuard } from './phase-guard.ts';
import { quoteIdentifier } from './quote.ts';
import { lossySequence, recordSequence } from './pair-records.ts';
import { typeChange } from './types.ts';

/**
 * The pure half of PostgreSQL at one server version (`server_version_num`, e.g. 150018). Load the parser first.
 * @throws FluxError UNSUPPORTED_SERVER
 */
export function createDialect(serverVersion: number): Dialect {
  const major = Math.floor(serverVersion / 10000);
  if (major < supportedMajors.first || major > supportedMajors.last) {
    throw new FluxError(
      'UNSUPPORTED_SERVER',
      `This is PostgreSQL ${major}; Flux was proven on ${supportedMajors.first} to ${supportedMajors.last}.`,
      major < supportedMajors.first ? 'Upgrade the server first.' : 'Use a newer release of Flux.',
      { serverVersion },
    );
  }
  return {
    name: 'postgres',
    serverVersion,
    capabilities,
    parse: (sql) => parse(sql),
    parseExpression,
    quote: quoteIdentifier,
    helperName,
    isInstantDefault,
    mentions,
    differs,
    typeChange,
    locks: locksOf,
    compile: (actions, before, context) => compileActions(actions, before, serverVersion, context),
    backfill: compileBackfill,
    checkpoint: checkpointOf,
    countRows,
    countDuplicates,
    trial,
    estimate: estimateOf,
    lastLossyWrite: (record) => lastSeen(lossySequence(record)),
    lastOldWrite: (table, record) => ({
      what: `last write by the old version to ${table.name}`,
      query: lastSeen(recordSequence(record)),
    }),
    check,
    refusal,
    undone,
    bookkeeping,
    closeGate,
    phaseGuard,
  };
}

const lastSeen = (sequence: string): string =>
  `SELECT CASE WHEN is_called THEN to_timestamp(last_value) END AS last_seen FROM ${sequence}`;
