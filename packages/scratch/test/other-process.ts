import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type OtherProcess = {
  readonly pid: number;
  readonly url: string;
  readonly directory: string;
  /** Ends it by a signal and gives its exit code, null when the signal ended it. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
};

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** scripts/scratch-pg.mjs (on the built package) in a process of its own, once its server is up. */
export function scratchScript(args: readonly string[] = [], uid?: number): Promise<OtherProcess> {
  return started(['scripts/scratch-pg.mjs', ...args], uid);
}

/** A process that starts a server and then comes to the end of its program without stopping it. */
export function forgetfulProcess(lastLine: string): Promise<OtherProcess> {
  const program = `
    import { startPostgres } from './packages/scratch/dist/index.js';
    const server = await startPostgres();
    console.log(server.url);
    console.error('PostgreSQL in ' + server.dataDir + '.');
    ${lastLine}`;
  return started(['--input-type=module', '-e', program], undefined);
}

async function started(args: readonly string[], uid: number | undefined): Promise<OtherProcess> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const seen: string[] = [];
  const find = (stream: NodeJS.ReadableStream, pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      createInterface({ input: stream })
        .on('line', (line) => {
          seen.push(line);
          const match = pattern.exec(line)?.[1];
          if (match !== undefined) resolve(match);
        })
        .once('close', () => reject(new Error(`The other process started no server:\n${seen.join('\n')}`)));
    });
  const [url, directory] = await Promise.all([
    find(child.stdout, /^(postgres:.*)$/),
    find(child.stderr, / in (.*)\/data\./),
  ]);
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return exited;
  };
  return { pid: child.pid ?? 0, url, directory, end };
}
