import type { Strategy } from './types.ts';

export const addIndexConcurrently: Strategy<'addIndex'> = {
  name: 'add-index-concurrently',
  operation: 'addIndex',
  summary: 'Built while writes go on; a unique one after the release that stops writing duplicates.',
  needs: ['concurrentIndex'],
  tolerance: {
    old: ['may write duplicates until it is gone, where the index is unique'],
    new: ['writes no duplicates'],
  },
  applies: () => true,
  expand: ({ table, index }, { dialect }) => {
    const after = index.unique ? 'new' : null;
    const built = { ...index, valid: true };
    return {
      drafts: [
        ...(index.unique
          ? ([
              {
                kind: 'deploy',
                release: 'new',
                application: [`Writes nothing to ${table.name} that the unique index ${index.name} refuses.`],
                evidence: [],
              },
              {
                kind: 'check',
                after,
                slot: 'verify',
                title: `No duplicates for ${index.name}`,
                checkpoint: dialect.countDuplicates(table, index),
                remedy: 'Remove or change the duplicate rows, then run this again.',
              },
            ] as const)
          : []),
        {
          kind: 'actions',
          after,
          slot: 'index',
          title: `Build index ${index.name}`,
          actions: [{ kind: 'createIndex', table, index: built, concurrently: true }],
          safeUntil: null,
        },
      ],
      hazards: [],
    };
  },
};
