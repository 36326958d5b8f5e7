const { existsSync, readFileSync, realpathSync, readdirSync, writeSync } = process.getBuiltinModule('node:fs');
const fs = process.getBuiltinModule('node:fs');
const { spawnSync } = process.getBuiltinModule('node:child_process');
const { join, resolve, sep } = process.getBuiltinModule('node:path');
const { answerPrompts } = require('./rename-prompt.cjs') as typeof import('./rename-prompt.cts');
const { parseAnswers } = require('./rename-answers.cjs') as typeof import('./rename-answers.cts');

const bin = join(__dirname, 'bin.js');
/** Where `drizzle-flux generate --json` reads the one document; drizzle-kit's own words go elsewhere then. */
const resultTo = Number(process.env.FLUX_JSON_FD ?? 1);
const watched = Symbol.for('flux.drizzle.watched');

interface Watch {
  /** The config's `out`, relative to the working directory as drizzle-kit takes it. */
  readonly out: string;
  readonly standingRenames: readonly string[];
}

/** Answers drizzle-kit's rename questions while it runs, and starts the split once it has written a migration. */
function watchGenerate({ out, standingRenames }: Watch): void {
  // A config can be evaluated twice in one process (tsx's two loaders); the hook is for the process.
  const seen = globalThis as { [watched]?: true };
  if (seen[watched]) return;
  seen[watched] = true;

  const folder = resolve(out);
  repairInterrupted(folder);
  const before = new Set(journalTags(folder));
  const answers = parseAnswers(process.env, standingRenames);
  if (answers.problem !== undefined) stop('USAGE', answers.problem);
  const prompts = answerPrompts({ answers, snapshotTables: () => lastSnapshotTables(folder), stop });
  guardWrites(folder, () => {
    const unused = answers.unused();
    if (unused.length > 0) stop('ANSWER_UNUSED', unusedMessage(unused));
  });

  process.on('exit', (code) => {
    if (code !== 0) return;
    const added = journalTags(folder).filter((tag) => !before.has(tag));
    const unused = answers.unused();
    if (added.length === 0 && unused.length > 0) return fail('ANSWER_UNUSED', unusedMessage(unused));
    if (added.length === 0 && prompts.watching && !prompts.sawNoChanges()) {
      return fail(
        'UNSUPPORTED_CHANGE',
        'drizzle-kit ended without a migration; the reason is above. It exits 0 in that case, Flux exits 1.',
      );
    }
    // A custom migration is an empty file that its author fills in later.
    if (process.argv.some((arg) => /^--custom(=(true|1))?$/.test(arg))) return;
    for (const tag of added) split(tag);
  });
}

function split(tag: string): void {
  const json = resultTo === 1 ? [] : ['--json'];
  const { status } = runBin('split', ...configArguments(), '--tag', tag, ...json);
  // Killed: what it would have replaced must not stay for the next `migrate`.
  if (status === null) runBin('split', ...configArguments(), '--tag', tag, '--discard');
  if (status !== 0) process.exitCode = status ?? 1;
}

/** A split that was killed half-way left its intended end state in `meta/_flux_pending.json`: finish it first. */
function repairInterrupted(folder: string): void {
  if (!existsSync(join(folder, 'meta', '_flux_pending.json'))) return;
  const { status } = runBin('repair', '--out', folder);
  if (status !== 0) process.exit(status ?? 1);
}

function runBin(...args: string[]) {
  return spawnSync(process.execPath, [bin, ...args], { stdio: [0, resultTo, 2] });
}

/** The config drizzle-kit was told to read; without one both sides look for the same default names. */
function configArguments(): string[] {
  const at = process.argv.findIndex((arg) => arg === '--config' || arg.startsWith('--config='));
  if (at < 0) return [];
  const given = process.argv[at]?.startsWith('--config=')
    ? process.argv[at].slice('--config='.length)
    : process.argv[at + 1];
  return given === undefined ? [] : ['--config', given];
}

function journalTags(folder: string): string[] {
  const file = join(folder, 'meta', '_journal.json');
  if (!existsSync(file)) return [];
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { tag: string }[] };
  return journal.entries.map(({ tag }) => tag);
}

/** Tables of the newest snapshot as drizzle-kit picks it: by file name, whatever the journal says. */
function lastSnapshotTables(folder: string) {
  const meta = join(folder, 'meta');
  if (!existsSync(meta)) return [];
  const last = readdirSync(meta)
    .filter((name) => !name.startsWith('_'))
    .toSorted()
    .at(-1);
  if (last === undefined) return [];
  type Tables = Record<string, { name: string; schema: string; columns: Record<string, unknown> }>;
  const { tables } = JSON.parse(readFileSync(join(meta, last), 'utf8')) as { tables: Tables };
  return Object.values(tables).map(({ name, schema, columns }) => ({
    name,
    schema: schema || 'public',
    columns: Object.keys(columns),
  }));
}

/** drizzle-kit writes the snapshot first, then journal, then SQL: the check before its first write keeps all three away. */
function guardWrites(folder: string, check: () => void): void {
  const original = fs.writeFileSync;
  const prefix = (existsSync(folder) ? realpathSync(folder) : folder) + sep;
  fs.writeFileSync = (file, ...rest) => {
    if (typeof file === 'string' && (resolve(file).startsWith(folder + sep) || resolve(file).startsWith(prefix)))
      check();
    return original(file, ...rest);
  };
}

function unusedMessage(unused: readonly string[]): string {
  const list = unused.map((flag) => `  ${flag}`).join('\n');
  return `These answers match nothing that drizzle-kit asked about:\n${list}\nNo migration was written. Correct or remove them.`;
}

const exits = { ANSWER_NEEDED: 1, ANSWER_UNUSED: 2, UNSUPPORTED_CHANGE: 1, UNSUPPORTED_SERVER: 1, USAGE: 2 } as const;

/** Through the descriptor: drizzle-kit is about to be stopped, or is gone, and a stream may not flush any more. */
function say(code: keyof typeof exits, text: string): void {
  const command = ['npx drizzle-flux generate', ...configArguments()].join(' ');
  const shown = text.replaceAll('npx drizzle-flux generate', command);
  writeSync(2, `\ndrizzle-flux: ${shown}\n`);
  if (resultTo === 1) return;
  const [message, ...remedy] = shown.split('\n');
  writeSync(
    resultTo,
    `${JSON.stringify({ error: { code, message, remedy: remedy.join('\n'), data: {} } }, null, 2)}\n`,
  );
}

function fail(code: keyof typeof exits, message: string): void {
  say(code, message);
  process.exitCode = exits[code];
}

function stop(code: keyof typeof exits, message: string): never {
  say(code, message);
  process.exit(exits[code]);
}

// @ts-expect-error TS1294: erasableSyntaxOnly makes no exception for a CommonJS file's only way to export.
export = { watchGenerate };
