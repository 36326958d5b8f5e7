import type { Column, Table } from '@flux/core';

export const column = (type: string, more: Partial<Column> = {}): Column => ({
  name: 'c',
  type,
  nullable: true,
  default: null,
  identity: null,
  generated: null,
  sequence: null,
  collation: null,
  comment: null,
  ...more,
});

export const table: Table = {
  schema: 'public',
  name: 't',
  kind: 'table',
  columns: [],
  indexes: [],
  constraints: [],
  triggers: [],
  policies: [],
  rowSecurity: false,
  comment: null,
  syncs: [],
  size: null,
};
