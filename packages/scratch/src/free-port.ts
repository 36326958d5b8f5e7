import { createServer } from 'node:net';

const attempts = 5;

/**
 * Runs `start` with a free port, and again with another one when it fails because the port was taken in between.
 * `next` gives the ports to try.
 */
export async function onFreePort<T>(
  start: (port: number) => Promise<T>,
  wasTaken: () => boolean,
  next: () => Promise<number> = freePort,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await next();
    try {
      return await start(port);
    } catch (error) {
      if (attempt === attempts || !wasTaken()) throw error;
    }
  }
}

/** A port of 127.0.0.1 that was free a moment ago. Another process may take it before the caller does. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
