export { connectOrStart } from './connect-or-start.ts';
export type { PostgresServer } from './connect-or-start.ts';
export type { Databases } from './databases.ts';
export { availableMajors, postgresMajors } from './postgres-binaries.ts';
export type { PostgresMajor } from './postgres-binaries.ts';
export { ScratchError } from './scratch-error.ts';
export type { ScratchErrorCode } from './scratch-error.ts';
export { startPostgres } from './start-postgres.ts';
export type { ScratchPostgres, StartPostgresOptions } from './start-postgres.ts';
