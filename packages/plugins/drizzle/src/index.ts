import { createRequire } from 'node:module';

/**
 * One implementation for both module systems: the CommonJS one, which drizzle-kit needs (the `require` export). By a path
 * that is right from src and from dist, so that tests on the sources run what users run.
 */
const { withFlux } = createRequire(import.meta.url)('../dist/with-flux.cjs') as typeof import('./with-flux.cts');

export { withFlux };
export type { DrizzleFluxOptions } from './options.cts';
