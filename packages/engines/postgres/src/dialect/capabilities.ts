import type { Capabilities } from '@flux/core';

/** 12 is the floor: a validated CHECK spares SET NOT NULL its scan from there on. Source: docs/facts/postgres.md A1, A5. */
export const capabilities: Capabilities = {
  transactionalDdl: true,
  rowTriggers: true,
  concurrentIndex: true,
  deferredValidation: true,
  notNullFromCheck: true,
  instantDefault: true,
};

export const supportedMajors = { first: 12, last: 18 } as const;
