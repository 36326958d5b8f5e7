import { FluxError } from '@flux/core';
import type { DrizzleProject } from './config.ts';
import { hasMainTarget } from './target.ts';

/**
 * Why a migration may pass through as it was generated; null where it is to be planned.
 * @throws FluxError ANSWER_NEEDED when nothing says whether anything is live: unplanned it might stop the application
 */
export function whyNotLive(project: DrizzleProject): string | null {
  if (project.flux?.live === false) return 'the project is not live (live: false in withFlux’s options)';
  if (hasMainTarget(project)) return null;
  throw new FluxError(
    'ANSWER_NEEDED',
    'No live database is configured, so Flux cannot tell what the migration would lock.',
    'Set dbCredentials.url, or url in withFlux’s options (an empty environment variable looks the same as none), or live: false there for a project that is not live yet.',
    { configPath: project.configPath },
  );
}
