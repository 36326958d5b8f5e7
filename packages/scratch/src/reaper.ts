import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/**
 * Waits for the end of its input, then ends the postmaster that runs on the folder and removes the folder.
 * The pid is believed only if that process was started on this very folder: pids are reused.
 */
const script = `
read -r _
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
runs() {
  { tr '\\0' ' ' < "/proc/$pid/cmdline" || ps -o args= -p "$pid"; } 2>/dev/null | grep -qF "$1/data"
}
if [ -n "$pid" ] && runs "$1"; then
  kill -QUIT "$pid"
  tries=0
  while runs "$1" && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
  runs "$1" && kill -KILL "$pid"
fi
rm -rf "$1"
`;

function spawnReaper(directory: string, stdin: 'pipe' | 'ignore'): ChildProcess {
  // Detached, so that a Ctrl-C in the terminal or a kill of the process group does not take the reaper too.
  const child = spawn('/bin/sh', ['-c', script, 'flux-scratch-reaper', directory], {
    cwd: '/',
    detached: true,
    stdio: [stdin, 'ignore', 'ignore'],
  });
  child.on('error', () => undefined);
  child.unref();
  return child;
}

/** Ends what runs on a folder and removes it, in the background. */
export function reap(directory: string): void {
  spawnReaper(directory, 'ignore');
}

/**
 * Ends what runs on a folder and removes it as soon as this process ends, in whatever way, SIGKILL included: the system
 * then closes the pipe that the reaper reads. Returns how to call it off.
 */
export function reapAtExit(directory: string): () => void {
  const child = spawnReaper(directory, 'pipe');
  (child.stdin as { unref?: () => void } | null)?.unref?.();
  child.stdin?.on('error', () => undefined);
  return () => {
    child.kill('SIGKILL');
  };
}
