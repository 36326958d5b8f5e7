#!/usr/bin/env node
import { run } from './program.ts';

// Whoever reads may stop reading, as head does: a run goes on, and its exit code counts.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

process.exitCode = await run(process.argv.slice(2), process);
