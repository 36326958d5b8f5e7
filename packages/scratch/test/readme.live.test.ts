import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runProgram } from '../src/run-program.ts';

test('the example of the README runs', async () => {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const example = /```js\n(.*?)```/s.exec(readFileSync(`${cwd}/README.md`, 'utf8'))?.[1] ?? '';
  // The package's own name leads to its build, as it does for a user.
  const result = await runProgram([process.execPath, '--input-type=module', '-e', example], { cwd });
  expect(result).toEqual({
    ok: true,
    output: expect.stringMatching(/^postgres:\/\/postgres@127\.0\.0\.1:\d+\/shop\n$/),
  });
});
