import type { DrizzleFluxOptions } from './options.cts' with { 'resolution-mode': 'require' };

// CommonJS without an import: drizzle-kit require()s the config, and the exit hook must stay synchronous.
const { writeSync } = process.getBuiltinModule('node:fs');
const { watchGenerate } = require('./generate-hook.cjs') as typeof import('./generate-hook.cts');

const explained = Symbol.for('flux.drizzle.explained');

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
  if (process.argv[2] === 'migrate' && isDrizzleKit()) explainFailure();
  return wrapped;
}

/** drizzle-kit 0.31 migrate exits 1 without a word of what the server said; the guards' messages name the next command. */
function explainFailure(): void {
  const seen = globalThis as { [explained]?: true };
  if (seen[explained]) return;
  seen[explained] = true;
  process.on('exit', (code) => {
    if (code === 0) return;
    const text = 'drizzle-kit does not show why. `npx drizzle-flux status` says where each plan stands,';
    writeSync(2, `\ndrizzle-flux: ${text} and \`npx drizzle-flux migrate\` shows the error.\n`);
  });
}

/** Other programs evaluate the config too (our own commands, editors, scripts): they must see no side effect. */
function underDrizzleKitGenerate(): boolean {
  return process.argv[2] === 'generate' && isDrizzleKit();
}

const isDrizzleKit = (): boolean => /drizzle-kit/.test(process.argv[1] ?? '') && !process.env.FLUX_SKIP;

// @ts-expect-error TS1294: erasableSyntaxOnly makes no exception for a CommonJS file's only way to export.
export = { withFlux };
