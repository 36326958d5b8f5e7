// Applies the plan file to the URL, to be killed at any moment by crash.live.test.ts.
import { applyPhase, readPlan } from '../src/index.ts';
import { driver } from './target.ts';

const [url, path] = process.argv.slice(2);
if (!url || !path) throw new Error('url and plan expected');
const { ran } = await applyPhase({
  plan: await readPlan(path),
  driver,
  connect: () => driver.connect(url),
  actor: 'child',
  lease: { heartbeatMs: 50, staleAfterMs: 400 },
  onEvent: (event) => process.stdout.write(`${event.kind}\n`),
});
process.stdout.write(`ran ${ran.join(' ')}\n`);
