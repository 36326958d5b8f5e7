import type { Decision, RenameQuestion, SnapshotTable, StopCode } from './rename-types.cts' with {
  'resolution-mode': 'require',
};

const { looksLikeQuestion, readQuestion } = require('./rename-question.cjs') as typeof import('./rename-question.cts');

interface Prompting {
  readonly answers: {
    readonly all: readonly unknown[];
    decide(question: RenameQuestion, tables: readonly SnapshotTable[]): Decision;
  };
  readonly snapshotTables: () => readonly SnapshotTable[];
  readonly stop: (code: StopCode, message: string) => never;
}

// Hide and show: drawn around each question, noise in a log.
const cursorCodes = new Set(['\u001B[?25l', '\u001B[?25h']);

const unreadable =
  'drizzle-kit asks something that this version of drizzle-flux cannot read, so nothing is answered and no migration is\n' +
  'written. Run `npx drizzle-kit generate` in a terminal, and report the drizzle-kit version.';

/**
 * drizzle-kit 0.31 has no flag for renames: it draws a list and waits for keys, or throws without a terminal. So the
 * streams are made to look like one, each drawn question is read, the keys are pressed, and the line it then marks is
 * read again before Return. All of it happens inside the write that draws, before drizzle-kit can read real input.
 */
function answerPrompts({ answers, snapshotTables, stop }: Prompting) {
  const { stdin, stdout } = process;
  const realTerminal = stdin.isTTY && stdout.isTTY;
  if (realTerminal && answers.all.length === 0) return { watching: false, sawNoChanges: () => false };

  let noChanges = false;
  let driving = false;
  let drawn = '';
  const write = stdout.write.bind(stdout);

  const press = (name: string) => stdin.emit('keypress', undefined, { name });
  const answer = (question: RenameQuestion, pick: number) => {
    driving = true;
    for (let at = question.selected; at !== pick; at += at < pick ? 1 : -1) press(at < pick ? 'down' : 'up');
    const now = pick === question.selected ? question : readQuestion(drawn);
    if (now?.selected !== pick || now.options[pick] !== question.options[pick]) stop('UNSUPPORTED_SERVER', unreadable);
    press('return');
    driving = false;
  };

  const intercept = (text: string): boolean => {
    // On a terminal the cursor must come back.
    if (cursorCodes.has(text)) return !realTerminal;
    if (driving) {
      drawn = text;
      return true;
    }
    if (text.includes('No schema changes, nothing to migrate')) noChanges = true;
    if (!looksLikeQuestion(text)) return false;
    const question = readQuestion(text);
    if (question === undefined) return stop('UNSUPPORTED_SERVER', unreadable);
    const decision = answers.decide(question, snapshotTables());
    if ('pick' in decision) {
      answer(question, decision.pick);
      return true;
    }
    // On a terminal the stock prompt is the one who asks.
    return realTerminal ? false : stop(decision.code, decision.unanswered);
  };

  stdout.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
    if (typeof chunk === 'string' && intercept(chunk)) return true;
    return write(chunk, ...rest);
  }) as typeof stdout.write;
  if (!realTerminal) pretendTerminal(() => stop('UNSUPPORTED_SERVER', unreadable));
  return { watching: true, sawNoChanges: () => noChanges };
}

/** drizzle-kit enters raw mode for each prompt and leaves it at the answer: one still open at the next turn is unknown to us. */
function pretendTerminal(openPrompt: () => void): void {
  let open = false;
  const setRawMode = (on: boolean) => {
    open = on;
    if (on) setImmediate(() => open && openPrompt());
    return process.stdin;
  };
  for (const stream of [process.stdin, process.stdout]) {
    Object.defineProperty(stream, 'isTTY', { value: true, configurable: true, writable: true });
  }
  Object.defineProperty(process.stdin, 'setRawMode', { value: setRawMode, configurable: true, writable: true });
}

// @ts-expect-error TS1294: erasableSyntaxOnly makes no exception for a CommonJS file's only way to export.
export = { answerPrompts };
