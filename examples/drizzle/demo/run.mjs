/** Starts the demo; `npm run demo` builds first. */
import { parseOptions, usage } from '../dist/demo/options.js';
import { runDemo } from '../dist/demo/run.js';

let options;
try {
  options = parseOptions(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error.message}\n\n${usage}\n`);
  process.exit(2);
}
if (options.help) process.stdout.write(`${usage}\n`);
else process.exitCode = await runDemo(options);
