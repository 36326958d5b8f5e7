import { FluxError } from '../errors.ts';
import { releases } from '../plan/types.ts';
import type { Release } from '../plan/types.ts';
import { slots } from '../strategies/types.ts';
import type { Draft, DraftDeploy } from '../strategies/types.ts';

export type Work = Exclude<Draft, DraftDeploy>;
/** All that the operations ask of one release. */
export interface MergedDeploy extends DraftDeploy {
  /** Of operations that bring no evidence: another one's says nothing about them. */
  readonly unwatched: readonly string[];
}
export interface PhaseDraft {
  /** The deploy that opens the phase; null for the first. */
  readonly deploy: MergedDeploy | null;
  readonly work: readonly Work[];
}

/**
 * One list out of all operations' drafts: cut at the releases that any operation needs; within a phase by slot, and
 * within a slot in the order the operations came.
 * @throws FluxError INTERNAL when work waits for a release that no operation asks for
 */
export function orderDrafts(drafts: readonly Draft[]): readonly PhaseDraft[] {
  const deploys = releases.flatMap((release) => mergeDeploys(release, drafts));
  const work = drafts.filter((draft): draft is Work => draft.kind !== 'deploy');
  const lost = work.find(({ after }) => after !== null && !deploys.some(({ release }) => release === after));
  if (lost) {
    throw new FluxError(
      'INTERNAL',
      `"${lost.title}" comes after the ${lost.after} release, which no step deploys.`,
      'This is a bug in Flux: please report it with the migration.',
    );
  }
  const phases: PhaseDraft[] = [{ deploy: null, work: inPhase(work, null) }];
  for (const deploy of deploys) phases.push({ deploy, work: inPhase(work, deploy.release) });
  return withoutTrailingDeploy(phases);
}

const inPhase = (work: readonly Work[], release: Release | null): readonly Work[] =>
  work.filter((draft) => draft.after === release).toSorted((a, b) => slots.indexOf(a.slot) - slots.indexOf(b.slot));

function mergeDeploys(release: Release, drafts: readonly Draft[]): readonly MergedDeploy[] {
  const found = drafts.filter((d): d is DraftDeploy => d.kind === 'deploy' && d.release === release);
  if (found.length === 0) return [];
  return [
    {
      kind: 'deploy',
      release,
      application: [...new Set(found.flatMap((d) => d.application))],
      evidence: found.flatMap((d) => d.evidence),
      unwatched: [...new Set(found.flatMap((d) => (d.evidence.length > 0 ? [] : d.application)))],
    },
  ];
}

/** A release after which nothing is left to do needs no gate. */
function withoutTrailingDeploy(phases: readonly PhaseDraft[]): readonly PhaseDraft[] {
  const last = phases.at(-1);
  return last && last.deploy !== null && last.work.length === 0 ? withoutTrailingDeploy(phases.slice(0, -1)) : phases;
}
