import type { DrizzleFluxOptions } from './options.cts' with { 'resolution-mode': 'require' };

// CommonJS without an import: drizzle-kit require()s the config, and the exit hook must stay synchronous.
const { watchGenerate } = require('./generate-hook.cjs') as typeof import('./generate-hook.cts');

/**
 * `export default withFlux(defineConfig({ ... }))`: drizzle-kit sees the same config; our own commands find the options
 * under `Symbol.for('flux.options')`; under `drizzle-kit generate` the new migration is split when drizzle-kit is done.
 */
function withFlux<Config extends object>(config: Config, options: DrizzleFluxOptions = {}): Config {
  const wrapped = { ...config };
  // Not enumerable: drizzle-kit validates and copies the config by its enumerable keys.
  Object.defineProperty(wrapped, Symbol.for('flux.options'), { value: options });
  if (underDrizzleKitGenerate()) {
    const out = 'out' in config && typeof config.out === 'string' ? config.out : 'drizzle';
    watchGenerate({ out, standingRenames: options.renames ?? [] });
  }
  return wrapped;
}

/** Other programs evaluate the config too (our own commands, editors, scripts): they must see no side effect. */
function underDrizzleKitGenerate(): boolean {
  const { argv, env } = process;
  return argv[2] === 'generate' && /drizzle-kit/.test(argv[1] ?? '') && !env.FLUX_SKIP;
}

// @ts-expect-error TS1294: erasableSyntaxOnly makes no exception for a CommonJS file's only way to export.
export = { withFlux };
