import { readExpression } from './expression.ts';

/**
 * Functions of pg_catalog that are immutable or stable and take part in column defaults. Everything else counts as
 * volatile, which costs a backfill and never a rewrite. Source: docs/facts/postgres.md A1; pg_proc.provolatile.
 */
const instantFunctions: ReadonlySet<string> = new Set([
  'now',
  'statement_timestamp',
  'transaction_timestamp',
  'lower',
  'upper',
  'concat',
  'format',
  'md5',
  'to_json',
  'to_jsonb',
  'jsonb_build_object',
  'jsonb_build_array',
  'json_build_object',
  'json_build_array',
  'date_trunc',
  'timezone',
  'make_interval',
  'current_setting',
  'array_length',
  'length',
  'abs',
  'round',
  'current_schema',
  'current_database',
]);

/** True when the default is evaluated once, when the column is added: no row is touched. */
export function isInstantDefault(expression: string): boolean {
  return !callsOthers(readExpression(expression).tree);
}

function callsOthers(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(callsOthers);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => {
    if (key === 'FuncCall') {
      const names = ((inner as { funcname?: readonly { String?: { sval?: string } }[] }).funcname ?? []).map(
        (n) => n.String?.sval ?? '',
      );
      const own = names.length === 1 || (names.length === 2 && names[0] === 'pg_catalog');
      if (!own || !instantFunctions.has(names.at(-1)!)) return true;
    }
    return callsOthers(inner);
  });
}
