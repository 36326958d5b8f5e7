import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { PlanFault, PlanValidator } from '@flux/runner';
import { Ajv } from 'ajv';
import type { ErrorObject } from 'ajv';

/** Plans are held against the JSON Schema that @flux/core publishes. */
export async function planValidator(): Promise<PlanValidator> {
  const path = createRequire(import.meta.url).resolve('@flux/core/plan.schema.json');
  const schema = JSON.parse(await readFile(path, 'utf8')) as object;
  const validate = new Ajv({ discriminator: true, strictTypes: false }).compile(schema);
  return (value) => (validate(value) ? [] : faultsOf(validate.errors ?? []));
}

/** In a union every branch complains: the deepest fault is in the one that was meant. */
function faultsOf(errors: readonly ErrorObject[]): readonly PlanFault[] {
  const deepest = Math.max(...errors.map((error) => depth(error)));
  return errors.filter((error) => depth(error) === deepest).map(faultOf);
}

const depth = ({ instancePath }: ErrorObject): number => instancePath.split('/').length;

function faultOf({ instancePath, message, keyword, params }: ErrorObject): PlanFault {
  const path = instancePath
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((before, part) => (/^\d+$/.test(part) ? `${before}[${part}]` : before ? `${before}.${part}` : part), '');
  const values = params as Record<string, unknown>;
  if (keyword === 'additionalProperties')
    return { path: join(path, values['additionalProperty']), message: 'is not known' };
  if (keyword === 'required') return { path: join(path, values['missingProperty']), message: 'is missing' };
  const allowed = values['allowedValues'] ?? values['allowedValue'];
  return { path: path || '/', message: allowed === undefined ? (message ?? 'is wrong') : `must be ${oneOf(allowed)}` };
}

const join = (path: string, name: unknown): string => (path ? `${path}.${String(name)}` : String(name));
const oneOf = (allowed: unknown): string => (Array.isArray(allowed) ? `one of ${allowed.join(', ')}` : String(allowed));
