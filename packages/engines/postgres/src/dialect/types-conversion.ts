import type { SqlType } from './types-sql.ts';

/**
 * How values of one type become values of another, as SQL templates: `{}` stands for the value. A value is evaluated
 * more than once, so it must be a column.
 */
export interface Conversion {
  /** Never raises and maps NULL to NULL. What the new type cannot hold becomes the nearest value, or NULL. */
  readonly sql: string;
  /** True (never NULL) where the value survives; null: always. */
  readonly exact: string | null;
}

/** Null: this pair is not known. */
export type Converter = (from: SqlType, to: SqlType) => Conversion | null;

export const exactly = (sql: string): Conversion => ({ sql, exact: null });

/** `inner` goes where the template has its value. */
export const within = (template: string, inner: string): string => template.replaceAll('{}', () => inner);

/** A conversion of a value that can only be had where `test` holds. PostgreSQL evaluates CASE in order, AND in any. */
export function guarded(test: string, value: string, { sql, exact }: Conversion): Conversion {
  return {
    sql: `CASE WHEN ${test} THEN ${within(sql, value)} END`,
    exact: `CASE WHEN ${test} THEN ${exact === null ? 'true' : within(exact, value)} ELSE {} IS NULL END`,
  };
}
