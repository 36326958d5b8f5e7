// The JSON Schema of a plan, from its TypeScript types. `--check` compares, without it writes.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import generator from 'ts-json-schema-generator';

const core = join(import.meta.dirname, '..');
const file = join(core, 'plan.schema.json');

const generated = generator
  .createGenerator({
    path: join(core, 'src/plan/types.ts'),
    tsconfig: join(core, 'tsconfig.json'),
    type: 'Plan',
    additionalProperties: false,
    // The repository's own compiler checks the types.
    skipTypeCheck: true,
  })
  .createSchema('Plan');

/** Unions told apart by `kind` say so: a validator then reports the fault in the one that is meant, not in all. */
function withDiscriminators(node) {
  if (node === null || typeof node !== 'object') return node;
  if (Array.isArray(node)) return node.map(withDiscriminators);
  const mapped = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withDiscriminators(value)]));
  const { anyOf, ...rest } = mapped;
  if (!anyOf?.every((branch) => typeof kindOf(branch) === 'string')) return mapped;
  return { ...rest, type: 'object', discriminator: { propertyName: 'kind' }, required: ['kind'], oneOf: anyOf };
}

function kindOf(branch) {
  const target = branch.$ref ? generated.definitions[branch.$ref.split('/').at(-1)] : branch;
  return target?.properties?.kind?.const;
}

const schema = { title: 'Flux plan, version 1', ...withDiscriminators(generated) };
const same = async () => {
  const found = await readFile(file, 'utf8').catch(() => 'null');
  // The formatter has its own say on line breaks.
  return JSON.stringify(JSON.parse(found)) === JSON.stringify(schema);
};

if (await same()) process.exitCode = 0;
else if (process.argv.includes('--check')) {
  process.stderr.write('plan.schema.json is not what the types say: node packages/core/scripts/plan-schema.mjs\n');
  process.exitCode = 1;
} else await writeFile(file, `${JSON.stringify(schema, null, 2)}\n`);
