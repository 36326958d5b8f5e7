import type { Answer, Decision, RenameQuestion, SnapshotTable } from './rename-types.cts' with {
  'resolution-mode': 'require',
};

/** All answers of this run, with a note of which were used. */
interface Answers {
  readonly all: readonly Answer[];
  /** What is wrong with the answers as they were given, before any question. */
  readonly problem: string | undefined;
  decide(question: RenameQuestion, tables: readonly SnapshotTable[]): Decision;
  /** The flags that answered nothing. */
  unused(): string[];
}

/** `FLUX_RENAMES` and `FLUX_CREATES` hold what `drizzle-flux generate --rename / --create` were given, comma-separated. */
function parseAnswers(env: Readonly<Record<string, string | undefined>>, standingRenames: readonly string[]): Answers {
  const all: Answer[] = [
    ...listed(env.FLUX_RENAMES).map((text) => ({ kind: 'rename' as const, text, standing: false })),
    ...listed(env.FLUX_CREATES).map((text) => ({ kind: 'create' as const, text, standing: false })),
    ...standingRenames.map((text) => ({ kind: 'rename' as const, text, standing: true })),
  ];
  const malformed = all.find(({ kind, text }) => kind === 'rename' && !/^[^:]+:[^:]+$/.test(text));
  const used = new Set<Answer>();
  return {
    all,
    problem:
      malformed &&
      `"${malformed.text}" is no rename: write it as users.name:display_name (a column) or users:people (a table).`,
    decide(question, tables) {
      const decision = decide(question, all, tables);
      if ('pick' in decision) for (const answer of decision.used) used.add(answer);
      return decision;
    },
    unused: () =>
      all.filter((answer) => !answer.standing && !used.has(answer)).map(({ kind, text }) => `--${kind} ${text}`),
  };
}

function listed(value: string | undefined): string[] {
  return (value ?? '').split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
}

/** Compares whole spellings instead of taking names apart, so that a name with a dot in it needs no quoting. */
function decide(question: RenameQuestion, all: readonly Answer[], tables: readonly SnapshotTable[]): Decision {
  const sources = question.options.filter((option) => option !== undefined);
  const create = question.options.indexOf(undefined);
  // The last old name is taken: drizzle-kit still asks, with one line to choose from.
  if (sources.length === 0 && create >= 0) return { pick: create, used: [] };
  const prefixes = question.table === undefined ? undefined : tablePrefixes(question.table, question, sources, tables);
  if (prefixes === 'ambiguous') return { unanswered: ambiguous(question), code: 'ANSWER_NEEDED' };

  const fits = (answer: Answer, option: string | undefined) =>
    option === undefined
      ? answer.kind === 'create' && targets(question, prefixes).includes(answer.text)
      : answer.kind === 'rename' && renames(question, option, prefixes).includes(answer.text);
  const picks = question.options.flatMap((option, pick) => {
    const used = all.filter((answer) => fits(answer, option));
    return used.length > 0 ? [{ pick, used }] : [];
  });
  const [first, second] = picks;
  if (first !== undefined && second === undefined) return first;
  if (first !== undefined) {
    const texts = picks.flatMap(({ used }) => used.map(({ text }) => text)).join(', ');
    const text = `The answers contradict each other about ${label(question)}: ${texts}. Keep one.`;
    return { unanswered: `${text}\nNo migration was written.`, code: 'USAGE' };
  }
  // Each old name is promised to another new one: what is left is not a guess.
  const taken = (option: string) =>
    all.some(
      ({ kind, text }) =>
        kind === 'rename' && lefts(question, option, prefixes).some((left) => text.startsWith(`${left}:`)),
    );
  if (create >= 0 && sources.every(taken)) return { pick: create, used: [] };
  return { unanswered: unanswered(question, sources), code: 'ANSWER_NEEDED' };
}

/** The spellings of the question's table; which schema it is in shows only by the old columns that are offered. */
function tablePrefixes(
  table: string,
  { name }: RenameQuestion,
  sources: readonly string[],
  tables: readonly SnapshotTable[],
) {
  const candidates = tables.filter(
    ({ name: known, columns }) =>
      known === table && !columns.includes(name) && sources.every((source) => columns.includes(source)),
  );
  if (candidates.length > 1) return 'ambiguous' as const;
  return [table, ...candidates.map(({ schema }) => `${schema}.${table}`)];
}

function lefts({ entity }: RenameQuestion, option: string, prefixes: readonly string[] | undefined): string[] {
  return prefixes === undefined ? spellings(entity, option) : prefixes.map((prefix) => `${prefix}.${option}`);
}

function targets({ entity, name }: RenameQuestion, prefixes: readonly string[] | undefined): string[] {
  return prefixes === undefined ? spellings(entity, name) : prefixes.map((prefix) => `${prefix}.${name}`);
}

function renames(question: RenameQuestion, option: string, prefixes: readonly string[] | undefined): string[] {
  const rights = [...targets(question, prefixes), ...bareName(question, option, prefixes)];
  return lefts(question, option, prefixes).flatMap((left) => rights.map((right) => `${left}:${right}`));
}

/** `users.name:display_name`, and `auth.users:people` where both sides are in one schema. */
function bareName({ name }: RenameQuestion, option: string, prefixes: readonly string[] | undefined): string[] {
  if (prefixes !== undefined) return [name];
  const schema = option.slice(0, option.lastIndexOf('.') + 1);
  return schema !== '' && name.startsWith(schema) ? [name.slice(schema.length)] : [];
}

function spellings(entity: string, name: string): string[] {
  const hasSchema = ['table', 'view', 'sequence', 'enum'].includes(entity);
  return hasSchema && !name.includes('.') ? [name, `public.${name}`] : [name];
}

function label({ entity, table, name }: RenameQuestion): string {
  return `${entity} ${table === undefined ? name : `${table}.${name}`}`;
}

function unanswered(question: RenameQuestion, sources: readonly string[]): string {
  const { table, name } = question;
  const path = (last: string) => (table === undefined ? last : `${table}.${last}`);
  const flags = [...sources.map((source) => `--rename ${path(source)}:${name}`), `--create ${path(name)}`];
  const rename = `${path(sources[0] ?? '')}:${name}`;
  return [
    `Is ${label(question)} new, or a renamed one? There is no terminal to ask on and no answer was given.`,
    'No migration was written. Run it again with one of:',
    ...flags.map((flag) => `  npx drizzle-flux generate ${flag}`),
    `With plain drizzle-kit: FLUX_RENAMES=${rename} npx drizzle-kit generate (or FLUX_CREATES=${path(name)}).`,
  ].join('\n');
}

function ambiguous(question: RenameQuestion): string {
  return [
    `drizzle-kit asks about ${label(question)} without naming the schema, and several schemas have such a table.`,
    'No migration was written. Run `npx drizzle-kit generate` in a terminal and answer its questions there.',
  ].join('\n');
}

// @ts-expect-error TS1294: erasableSyntaxOnly makes no exception for a CommonJS file's only way to export.
export = { parseAnswers };
