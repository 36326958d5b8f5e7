export { rehearse } from './rehearse.ts';
export type { Rehearsal, RehearsalOptions } from './rehearse.ts';
export { observeLocks, predictedLocks } from './observe-locks.ts';
export { crashing } from './crashing.ts';
export type { CrashOptions, CrashingApply } from './crashing.ts';
export { lineDifferences, schemaLines } from './schema-lines.ts';
export type { TrafficSummary } from './traffic.ts';
export type { Version } from './shape.ts';
