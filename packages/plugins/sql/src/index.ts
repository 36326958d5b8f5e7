export { renderSqlFiles } from './render.ts';
export type { RenderOptions } from './render.ts';
export { numberingAfter } from './sql-file.ts';
export type { Numbering, SqlFile } from './sql-file.ts';
export { releaseSqlFiles, writeSqlFiles } from './write-files.ts';
export type { SqlFolders, WrittenFiles } from './write-files.ts';
