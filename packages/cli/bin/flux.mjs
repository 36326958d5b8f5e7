#!/usr/bin/env node
// A committed file: a package manager links it before anything is built.
await import('../dist/bin.js');
