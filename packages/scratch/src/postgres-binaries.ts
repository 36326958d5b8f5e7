import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { ScratchError } from './scratch-error.ts';

export const postgresMajors = [12, 13, 14, 15, 16, 17, 18] as const;
export type PostgresMajor = (typeof postgresMajors)[number];

const resolvePackage = createRequire(import.meta.url).resolve;

/** The folder that holds bin, lib and share of one major, or undefined when its package is not installed here. */
function installedBinaries(major: PostgresMajor): string | undefined {
  try {
    const entry = resolvePackage(`pg${major}-${process.platform}-${process.arch}`);
    return join(dirname(entry), '..', 'native');
  } catch {
    return undefined;
  }
}

/** The PostgreSQL majors whose binaries are installed for this platform, in ascending order. */
export function availableMajors(): PostgresMajor[] {
  return postgresMajors.filter((major) => installedBinaries(major) !== undefined);
}

/** The folder with the binaries of one major, made complete; throws SCRATCH_MAJOR_UNAVAILABLE when there is none. */
export function postgresBinaries(major: PostgresMajor): string {
  const native = installedBinaries(major);
  if (native === undefined) {
    const available = availableMajors();
    throw new ScratchError(
      'MAJOR_UNAVAILABLE',
      `No PostgreSQL ${major} binaries are installed for ${process.platform}-${process.arch}.`,
      available.length > 0
        ? `Ask for one of the installed majors (${available.join(', ')}), or reinstall with optional dependencies.`
        : 'Reinstall with optional dependencies (npm install --include=optional), or set FLUX_TEST_POSTGRES_URL to a server.',
    );
  }
  linkLibraries(native);
  return native;
}

/**
 * npm tarballs cannot carry symbolic links. The package lists them in a file and makes them in its postinstall script,
 * which pnpm 10 and later does not run: so they are made here, at the first start.
 */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(native, '..', target);
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      // Another process starting at the same moment made it.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
