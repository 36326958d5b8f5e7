import colours from 'picocolors';

/** What a command needs of its process. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  cwd(): string;
}

/** Results go to stdout, progress and errors to stderr: `--json` output can be piped while progress is read. */
export interface Terminal extends Surroundings {
  /** A result: the value with `--json`, otherwise the text. */
  result(json: boolean | undefined, value: unknown, text: string): void;
  /** A line for people, on stderr. */
  note(text: string): void;
  readonly colours: ReturnType<typeof colours.createColors>;
}

export function terminalOf(surroundings: Surroundings): Terminal {
  const { env, stdin, stdout, stderr } = surroundings;
  return {
    env,
    stdin,
    stdout,
    stderr,
    cwd: () => surroundings.cwd(),
    result: (json, value, text) => {
      const shown = json ? JSON.stringify(value, null, 2) : text;
      stdout.write(shown.endsWith('\n') ? shown : `${shown}\n`);
    },
    note: (text) => {
      stderr.write(`${text}\n`);
    },
    colours: colours.createColors(inColour(stderr, env)),
  };
}

// Where it is none, isTTY is undefined, whatever its type says: picocolors would then decide by itself, and take CI for yes.
const inColour = (stream: NodeJS.WriteStream, env: Surroundings['env']): boolean =>
  stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
