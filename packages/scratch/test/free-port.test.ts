import { expect, test } from 'vitest';
import { onFreePort } from '../src/free-port.ts';

test('tries another port when the first was taken in between', async () => {
  const tried: number[] = [];
  let next = 100;
  const started = onFreePort(
    async (port) => {
      tried.push(port);
      if (port < 103) throw new Error('taken');
      return port;
    },
    () => true,
    async () => (next += 1),
  );
  expect(await started).toBe(103);
  expect(tried).toEqual([101, 102, 103]);
});

test('does not try again when the failure has another cause', async () => {
  let count = 0;
  const started = onFreePort(
    async () => {
      count += 1;
      throw new Error('no space');
    },
    () => false,
  );
  await expect(started).rejects.toThrow('no space');
  expect(count).toBe(1);
});
