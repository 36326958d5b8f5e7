export * from './errors.ts';
export * from './schema/snapshot.ts';
export * from './schema/lookup.ts';
export type * from './actions/types.ts';
export type * from './operations/types.ts';
export * from './plan/types.ts';
export type * from './dialect.ts';
export type * from './driver.ts';
