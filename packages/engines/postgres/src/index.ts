export { createDialect } from './dialect/dialect.ts';
export { loadParser } from './dialect/parse-source.ts';
export { lockTimeoutMs, lockAttempts } from './dialect/guard.ts';
export { lockModes } from './dialect/locks.ts';
export { quoteIdentifier, quoteLiteral, qualified } from './dialect/quote.ts';
