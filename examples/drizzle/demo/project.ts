/** The example project on disk, and copies of it that a run may change. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// This file runs from dist/demo.
const root = new URL('../../', import.meta.url);

export const projectFile = (path: string): string => fileURLToPath(new URL(path, root));

/**
 * A fresh copy of the project as it is before the change: `schema.ts`, `drizzle.config.ts`, `drizzle/`.
 * It lies inside this package, so that its imports resolve.
 */
export function copyProject(name: string): string {
  const folder = projectFile(`.flux/${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(projectFile('drizzle'), `${folder}/drizzle`, { recursive: true });
  cpSync(projectFile('demo/project.config.ts'), `${folder}/drizzle.config.ts`);
  writeSchema(folder, 'before');
  return folder;
}

/** The developer's edit of the schema file. */
export function writeSchema(folder: string, version: 'before' | 'after'): void {
  cpSync(projectFile(`src/${version}/schema.ts`), `${folder}/schema.ts`);
}
