import type { Driver } from '@flux/core';
import { createDialect } from './dialect/dialect.ts';
import { makePostgresDriver } from './driver/driver.ts';

/** PostgreSQL 12 to 18 over node-postgres (`pg`), which is loaded at the first connection. */
export const postgresDriver: Driver = makePostgresDriver(createDialect);
export { createDialect } from './dialect/dialect.ts';
export { loadParser } from './dialect/parse-source.ts';
export { qualified, quoteIdentifier } from './dialect/quote.ts';
