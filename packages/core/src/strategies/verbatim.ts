import type { Strategy } from './types.ts';

export const verbatim: Strategy<'unknown'> = {
  name: 'verbatim',
  operation: 'unknown',
  summary: 'Run as written. What removes something waits for the release that no longer uses it.',
  needs: [],
  tolerance: { old: ['unknown'], new: ['unknown'] },
  applies: () => true,
  expand: ({ direct, sql, removes }) => ({
    drafts: [
      ...(removes
        ? ([
            {
              kind: 'deploy',
              release: 'new',
              application: [`No longer needs what is removed by: ${sql.replaceAll(/\s+/g, ' ').slice(0, 60)}`],
              evidence: [],
            },
          ] as const)
        : []),
      {
        kind: 'actions',
        after: removes ? 'new' : null,
        // In its place among what is added: what comes after it may need it.
        slot: removes ? 'drop' : 'add',
        title: `As written: ${sql.replaceAll(/\s+/g, ' ').slice(0, 50)}`,
        actions: direct,
        safeUntil: null,
      },
    ],
    hazards: [],
  }),
};
