import type { OperationDefinition } from './types.ts';

export const unknown: OperationDefinition<'unknown'> = {
  kind: 'unknown',
  summary: 'A statement that Flux has no strategy for',
  danger: 'What it locks, and for how long, is not known to Flux.',
  instead: 'It is kept as written, in its place, with a hazard: never dropped, never guessed at.',
  example: 'CREATE EXTENSION citext',
  // The planner makes these of what nothing else claims.
  recognise: () => [],
  check: ({ sql, reason }) => [
    {
      code: 'UNKNOWN_STATEMENT',
      message: `Flux has no strategy for "${sql.replaceAll(/\s+/g, ' ').slice(0, 80)}" (${reason}): it runs as written.`,
      advice: 'Check by hand what it locks, and that the old application version lives with it.',
      step: null,
    },
  ],
};
