import { userInfo } from 'node:os';

/** Who runs the command, for the journal. */
export function actorOf(env: Readonly<Record<string, string | undefined>>): string {
  if (env['FLUX_ACTOR']) return env['FLUX_ACTOR'];
  try {
    return userInfo().username;
  } catch {
    // A user id without a name, as in containers.
    return env['USER'] || 'unknown';
  }
}
