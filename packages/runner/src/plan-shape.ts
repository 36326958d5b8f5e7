import { releases } from '@flux/core';

/** What is wrong where, as a path into the JSON: `steps[3].units[0].sql`. */
export interface PlanFault {
  readonly path: string;
  readonly message: string;
}

type Check = (value: unknown, path: string) => readonly PlanFault[];

const fault = (path: string, message: string): readonly PlanFault[] => [{ path, message }];
const text: Check = (value, path) => (typeof value === 'string' ? [] : fault(path, 'must be a string'));
const integer: Check = (value, path) => (Number.isInteger(value) ? [] : fault(path, 'must be an integer'));
const anything: Check = (value, path) => (value === undefined ? fault(path, 'is missing') : []);
const orNull =
  (check: Check): Check =>
  (value, path) =>
    value === null ? [] : check(value, path);
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value, path) =>
    values.includes(value) ? [] : fault(path, `must be one of ${values.join(', ')}`);
const list =
  (check: Check): Check =>
  (value, path) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => check(item, `${path}[${index}]`))
      : fault(path, 'must be a list');
const object =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value))
      return fault(path || '/', 'must be an object');
    const record = value as Record<string, unknown>;
    return Object.entries(fields).flatMap(([name, check]) => check(record[name], path ? `${path}.${name}` : name));
  };
const by =
  (field: string, variants: ReadonlyMap<unknown, Check>): Check =>
  (value, path) => {
    const found = object({ [field]: oneOf(...variants.keys()) })(value, path);
    return found.length > 0 ? found : variants.get((value as Record<string, unknown>)[field])!(value, path);
  };

const table = { schema: text, name: text };
const unit = object({ sql: text, run: oneOf('guarded', 'plain', 'alone') });
const checkpoint = object({ what: text, query: text, expect: text });
const release = oneOf(...releases);
const rollback = by(
  'possible',
  new Map<unknown, Check>([
    [true, object({ units: list(unit), safeUntil: orNull(release), loses: orNull(text) })],
    [false, object({ reason: text })],
  ]),
);
const base = { id: text, title: text, phase: integer };
const work = {
  actions: list(object({ kind: text })),
  locks: list(object({})),
  estimate: object({}),
  rollback,
  checkpoint,
};
const step = by(
  'kind',
  new Map<unknown, Check>([
    ['sql', object({ ...base, ...work, units: list(unit) })],
    [
      'backfill',
      object({
        ...base,
        ...work,
        table: object(table),
        batch: object({ rows: integer, pauseMs: integer }),
        inline: list(unit),
        pages: object({
          keys: list(text),
          next: text,
          nextFrom: text,
          run: text,
          runFrom: text,
          before: list(text),
        }),
      }),
    ],
    ['check', object({ ...base, checkpoint, remedy: text, estimate: object({}) })],
    [
      'deploy',
      object({
        ...base,
        release,
        application: list(text),
        gate: object({
          gone: text,
          evidence: list(object({ what: text, query: text })),
          unwatched: list(text),
          blindSpots: list(text),
        }),
      }),
    ],
  ]),
);

const shape = object({
  version: oneOf(1),
  id: (value, path) =>
    typeof value === 'string' && /^[a-z0-9-]{1,50}$/.test(value)
      ? []
      : fault(path, 'must be at most 50 characters of a-z, 0-9 and -'),
  title: text,
  type: oneOf('safe', 'expand-contract', 'backfill'),
  engine: object({ name: text, serverVersion: integer }),
  createdAt: text,
  source: list(text),
  operations: list(object({ kind: text })),
  steps: list(step),
  phases: list(object({ name: oneOf('expand', 'migrate', 'contract'), guard: list(unit) })),
  hazards: list(object({ code: text, message: text, advice: text })),
  tables: list(object({ ...table, rows: anything })),
  pointOfNoReturn: orNull(text),
  fingerprint: text,
});

interface Sequence {
  readonly steps: readonly { readonly id: string; readonly kind: string; readonly phase: number }[];
  readonly phases: readonly unknown[];
}

/** Everything the runner relies on; empty: fine. The published JSON Schema says more (`PlanValidator`). */
export function planFaults(value: unknown): readonly PlanFault[] {
  const found = shape(value, '');
  return found.length > 0 ? found : sequenceFaults(value as Sequence);
}

function sequenceFaults({ steps, phases }: Sequence): readonly PlanFault[] {
  let phase = 0;
  const seen = new Set<string>();
  const faults = steps.flatMap((each, index) => {
    const found: PlanFault[] = [];
    if (seen.has(each.id)) found.push({ path: `steps[${index}].id`, message: `repeats ${each.id}` });
    if (each.phase !== phase)
      found.push({ path: `steps[${index}].phase`, message: `must be ${phase}, the number of deploy steps before it` });
    seen.add(each.id);
    if (each.kind === 'deploy') phase += 1;
    return found;
  });
  if (phases.length === phase + 1) return faults;
  return [...faults, { path: 'phases', message: `must have ${phase + 1} entries, one more than deploy steps` }];
}
