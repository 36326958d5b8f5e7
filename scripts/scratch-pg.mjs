// A throw-away PostgreSQL for experiments: node scripts/scratch-pg.mjs [--major 15] [--durable]
// Prints its URL and stays until Ctrl-C or SIGTERM. Needs the build: npx tsc -b packages/scratch
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { major: { type: 'string' }, durable: { type: 'boolean' } } });
const { startPostgres } = await import('../packages/scratch/dist/index.js').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('@flux/scratch is not built. Build it: npx tsc -b packages/scratch');
  process.exit(1);
});

try {
  const server = await startPostgres({
    ...(values.major === undefined ? {} : { major: Number(values.major) }),
    durable: values.durable ?? false,
  });
  console.log(server.url);
  console.error(`PostgreSQL ${server.serverVersion} in ${server.dataDir}. Ctrl-C ends it and removes its data.`);
  await new Promise((resolve) => {
    // A pending promise alone does not keep node alive.
    const alive = setInterval(() => undefined, 60_000);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.once(signal, () => {
        clearInterval(alive);
        resolve(undefined);
      });
    }
  });
  await server.stop();
} catch (error) {
  console.error(error.message);
  if (error.remedy) console.error(error.remedy);
  process.exitCode = 1;
}
