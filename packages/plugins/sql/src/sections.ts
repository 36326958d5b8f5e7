import type { SqlUnit } from '@flux/core';

/** SQL that one migration section runs. */
export interface Section {
  readonly units: readonly SqlUnit[];
  /** False: a single statement that must run outside any transaction. */
  readonly transaction: boolean;
}

/**
 * Cuts units into sections that a runner can run whole. dbmate sends a section as one query, in one transaction or none,
 * and the server wraps a query of several statements in a transaction: so a unit that must run alone is a section by
 * itself, also with `transaction:false`. A guarded unit must be the only lock taker, so it is one too.
 * Source: amacneil/dbmate, pkg/dbmate/migration.go and db.go.
 */
export function sectionsOf(units: readonly SqlUnit[], around: Around = {}): readonly Section[] {
  const { before = [], after = [] } = around;
  const sections: Section[] = [];
  for (const unit of units) {
    const last = sections.at(-1);
    if (unit.run === 'plain' && last?.units.every(isPlain)) {
      sections[sections.length - 1] = { ...last, units: [...last.units, unit] };
    } else sections.push({ units: [unit], transaction: unit.run !== 'alone' });
  }
  if (before.length > 0) {
    const [first] = sections;
    if (first?.transaction) sections[0] = { ...first, units: [...before, ...first.units] };
    else sections.unshift({ units: before, transaction: true });
  }
  if (after.length > 0) {
    const last = sections.at(-1);
    if (last?.transaction) sections[sections.length - 1] = { ...last, units: [...last.units, ...after] };
    else sections.push({ units: after, transaction: true });
  }
  return sections;
}

/** Units that touch Flux's own tables only: they may share a transaction with any other. */
export interface Around {
  readonly before?: readonly SqlUnit[];
  readonly after?: readonly SqlUnit[];
}

const isPlain = (unit: SqlUnit): boolean => unit.run === 'plain';

/** Done and undone file by file: the undoing of a step begins in its last file and ends in its first one. */
export function pairSections(
  up: readonly Section[],
  down: readonly Section[],
): readonly { readonly up: Section; readonly down: Section }[] {
  const files = Math.max(up.length, down.length);
  return Array.from({ length: files }, (_, index) => ({
    up: up[index] ?? nothing,
    down: down[down.length - 1 - index] ?? nothing,
  }));
}

/** An empty section would do, but not every driver takes an empty query. */
export const nothing: Section = { units: [{ run: 'plain', sql: 'SELECT 1' }], transaction: true };
