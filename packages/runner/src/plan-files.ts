import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FluxError } from '@flux/core';
import type { Plan } from '@flux/core';
import { planFaults } from './plan-shape.ts';
import type { PlanFault } from './plan-shape.ts';

/** A stricter check of the JSON than the runner's own, such as one compiled from the published JSON Schema. */
export type PlanValidator = (value: unknown) => readonly PlanFault[];

const jsonFile = 'plan.json';
const textFile = 'plan.txt';

/**
 * Reads one plan.json.
 * @throws FluxError PLAN_INVALID with the path of the first fault, USAGE when there is no such file
 */
export async function readPlan(path: string, validate: PlanValidator = () => []): Promise<Plan> {
  let json: string;
  try {
    json = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FluxError(
      'USAGE',
      code === 'ENOENT' ? `There is no plan file ${path}.` : `The plan file ${path} cannot be read (${code}).`,
      'Check the path; plans are kept in flux/plans/<id>/plan.json.',
      { path, code },
      error,
    );
  }
  return parsePlan(json, path, validate);
}

/** @throws FluxError PLAN_INVALID */
export function parsePlan(json: string, path: string, validate: PlanValidator = () => []): Plan {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw invalid(path, [{ path: '/', message: `is not JSON: ${(error as Error).message}` }]);
  }
  const version = value !== null && typeof value === 'object' ? (value as { version?: unknown }).version : undefined;
  if (typeof version === 'number' && version > 1)
    throw new FluxError(
      'PLAN_INVALID',
      `The plan ${path} was written by a newer Flux: its form is version ${version}, this Flux knows version 1.`,
      'Update Flux, then run the command again.',
      { path, version },
    );
  const own = planFaults(value);
  const faults = own.length > 0 ? own : validate(value);
  if (faults.length > 0) throw invalid(path, faults);
  return value as Plan;
}

function invalid(path: string, faults: readonly PlanFault[]): FluxError {
  const [first] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return new FluxError(
    'PLAN_INVALID',
    `The plan ${path} is not valid: ${first?.path} ${first?.message}${more}.`,
    'Plans are frozen once written: restore the file from version control, or plan again.',
    { path, faults },
  );
}

/**
 * Writes `<directory>/<id>/plan.json` and plan.txt, each whole or not at all. A plan that is there is replaced: whether
 * that is allowed is the caller's to decide.
 * @param render the plan's text form
 * @returns the paths written
 */
export async function writePlan(
  directory: string,
  plan: Plan,
  render: (plan: Plan) => string,
): Promise<{ readonly json: string; readonly text: string }> {
  const text = render(plan);
  const folder = join(directory, plan.id);
  await mkdir(folder, { recursive: true });
  const paths = { json: join(folder, jsonFile), text: join(folder, textFile) };
  await writeWhole(paths.text, text.endsWith('\n') ? text : `${text}\n`);
  // Last: a folder with a plan.json is complete.
  await writeWhole(paths.json, `${JSON.stringify(plan, null, 2)}\n`);
  return paths;
}

async function writeWhole(path: string, content: string): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Every plan under `directory`, by id. A directory that does not exist holds none.
 * @throws FluxError PLAN_INVALID
 */
export async function findPlans(
  directory: string,
  validate?: PlanValidator,
): Promise<readonly { readonly path: string; readonly plan: Plan }[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found: { path: string; plan: Plan }[] = [];
  for (const name of entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()) {
    const path = join(directory, name, jsonFile);
    const json = await readFile(path, 'utf8').catch(() => null);
    if (json !== null) found.push({ path, plan: parsePlan(json, path, validate) });
  }
  return found;
}
