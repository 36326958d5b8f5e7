/** What each root command runs once the install is in place: `npm run <name>`. */
const node = process.execPath;
const vitest = ['node_modules/vitest/vitest.mjs', 'run'];

/** @type {Record<string, { build: boolean, steps: readonly { title: string, argv: readonly string[], passArgs?: boolean }[] }>} */
export const commands = {
  bootstrap: { build: true, steps: [] },
  demo: {
    build: true,
    steps: [{ title: 'demo', argv: [node, 'examples/drizzle/demo/run.mjs'], passArgs: true }],
  },
  bench: { build: true, steps: [{ title: 'bench', argv: [node, 'bench/run.mjs'], passArgs: true }] },
  test: { build: true, steps: [{ title: 'unit and live tests', argv: [node, ...vitest], passArgs: true }] },
  live: { build: true, steps: [{ title: 'live tests', argv: [node, ...vitest, '--project', 'live'], passArgs: true }] },
  check: {
    build: true,
    steps: [
      { title: 'types of the tests', argv: [node, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.test.json'] },
      { title: 'lint', argv: [node, 'node_modules/oxlint/bin/oxlint', '--deny-warnings'] },
      { title: 'format', argv: [node, 'node_modules/oxfmt/bin/oxfmt', '--check', '.'] },
      { title: 'workspace', argv: ['node_modules/.bin/sherif', '--fail-on-warnings'] },
      { title: 'JSON Schema of the plan', argv: [node, 'packages/core/scripts/plan-schema.mjs', '--check'] },
      { title: 'public API', argv: [node, 'scripts/api-report.mjs', '--check'] },
      { title: 'docs of the operations', argv: [node, 'packages/cli/dist/docs.js', '--check'] },
    ],
  },
};
