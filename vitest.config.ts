import { defineConfig } from 'vitest/config';

// Tests run on the sources: the `flux-source` condition of every package's exports points at src.
const shared = {
  resolve: { conditions: ['flux-source'] },
  ssr: { resolve: { conditions: ['flux-source', 'node', 'module', 'default'] } },
};

export default defineConfig({
  ...shared,
  test: {
    reporters: ['default', './scripts/count-reporter.mjs'],
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['packages/**/test/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.live.test.ts'],
          // A test that hangs is cut off; none is about time, and two cores may be busy.
          testTimeout: 120_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'live',
          include: [
            'packages/**/test/**/*.live.test.ts',
            'examples/*/test/**/*.live.test.ts',
            'test/**/*.live.test.ts',
          ],
          exclude: ['**/node_modules/**'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // Live tests start servers and clients of their own; two at a time is what two cores carry.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
