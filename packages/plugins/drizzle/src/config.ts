import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FluxError } from '@flux/core';
import { createJiti } from 'jiti';
import type { DrizzleFluxOptions } from './options.cts';
import type { MigrationsTable } from './migrations-table.ts';
import type { PrefixStyle } from './tag.ts';

/** What Flux needs to know of a drizzle project; all paths absolute. */
export interface DrizzleProject {
  readonly configPath: string;
  readonly dialect: 'postgresql';
  readonly out: string;
  readonly schema: readonly string[];
  readonly prefix: PrefixStyle;
  readonly migrationsTable: MigrationsTable;
  /** As the config gives them; `connectionOf` makes pg's settings of them. */
  readonly credentials: Credentials | undefined;
  /** drizzle-kit's `driver`: set means that `pg` cannot connect with these credentials. */
  readonly driver: string | undefined;
  /** The options of `withFlux`, `undefined` when the config does not use it. */
  readonly flux: DrizzleFluxOptions | undefined;
}

export interface Credentials {
  readonly url?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly ssl?: unknown;
}

interface RawConfig {
  readonly dialect?: string;
  readonly out?: string;
  readonly schema?: string | readonly string[];
  readonly driver?: string;
  readonly dbCredentials?: Credentials;
  readonly migrations?: { readonly table?: string; readonly schema?: string; readonly prefix?: PrefixStyle };
}

// drizzle-kit's own order, then the names it accepts through --config only.
const defaultNames = ['ts', 'js', 'json', 'mjs', 'cjs', 'mts', 'cts'].map((ending) => `drizzle.config.${ending}`);

/** Loads the config as drizzle-kit does: paths inside it are relative to the working directory, not to the file. */
export async function loadProject(given: string | undefined, cwd: string): Promise<DrizzleProject> {
  const configPath = findConfig(given, cwd);
  const raw = await evaluate(configPath);
  if (raw.dialect !== 'postgresql') {
    throw new FluxError(
      'UNSUPPORTED_SERVER',
      `${configPath} has ${raw.dialect === undefined ? 'no dialect' : `dialect "${raw.dialect}"`}; drizzle-flux knows "postgresql".`,
      "Set `dialect: 'postgresql'`, or leave withFlux out of this config.",
      { dialect: raw.dialect },
    );
  }
  const { schema, migrations = {} } = raw;
  return {
    configPath,
    dialect: 'postgresql',
    out: resolve(cwd, raw.out ?? 'drizzle'),
    schema: (typeof schema === 'string' ? [schema] : (schema ?? [])).map((path) => resolve(cwd, path)),
    prefix: migrations.prefix ?? 'index',
    migrationsTable: { schema: migrations.schema ?? 'drizzle', table: migrations.table ?? '__drizzle_migrations' },
    credentials: raw.dbCredentials,
    driver: raw.driver,
    flux: (raw as { [fluxOptions]?: DrizzleFluxOptions })[fluxOptions],
  };
}

const fluxOptions = Symbol.for('flux.options');

function findConfig(given: string | undefined, cwd: string): string {
  const names = given === undefined ? defaultNames : [given];
  const found = names.map((name) => resolve(cwd, name)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new FluxError(
    'USAGE',
    given === undefined
      ? `There is no drizzle.config.ts (or .js, .json) in ${cwd}.`
      : `${join(cwd, given)} does not exist.`,
    'Run the command in the folder of the config, or name it with --config <path>.',
  );
}

async function evaluate(configPath: string): Promise<RawConfig> {
  const before = process.env.FLUX_SKIP;
  process.env.FLUX_SKIP = '1';
  try {
    // No cache: the config reads the environment, and may have been edited since.
    const jiti = createJiti(configPath, { fsCache: false, moduleCache: false });
    return await jiti.import<RawConfig>(configPath, { default: true });
  } catch (error) {
    throw new FluxError(
      'USAGE',
      `${configPath} cannot be loaded: ${error instanceof Error ? error.message : 'it threw no error object'}`,
      'Correct the config; `npx drizzle-kit check` loads it too.',
      { configPath },
      error,
    );
  } finally {
    if (before === undefined) delete process.env.FLUX_SKIP;
    else process.env.FLUX_SKIP = before;
  }
}
