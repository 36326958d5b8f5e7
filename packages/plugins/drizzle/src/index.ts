import { createRequire } from 'node:module';

/**
 * One implementation for both module systems: the CommonJS one, which drizzle-kit needs (the `require` export). By a path
 * that is right from src and from dist, so that tests on the sources run what users run.
 */
const { withFlux } = createRequire(import.meta.url)('../dist/with-flux.cjs') as typeof import('./with-flux.cts');

export { withFlux };
export type { DrizzleFluxOptions } from './options.cts';
export * from './config.ts';
export * from './connection.ts';
export * from './folder-change.ts';
export * from './flux-folder.ts';
export * from './flux-header.ts';
export * from './generate.ts';
export * from './journal.ts';
export * from './migrations-folder.ts';
export * from './migrate.ts';
export * from './migrations-table.ts';
export * from './release.ts';
export * from './render-files.ts';
export * from './rollback.ts';
export * from './split.ts';
export * from './status.ts';
export * from './tag.ts';
export * from './target.ts';
