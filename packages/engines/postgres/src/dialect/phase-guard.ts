import type { SqlUnit, TableName } from '@flux/core';
import { fluxSchemaStatements } from './flux-schema.ts';
import { plainUnit } from './guard.ts';
import { dollarQuote } from './names.ts';
import { qualified, quoteLiteral } from './quote.ts';

export interface PhaseGuardInput {
  readonly plan: string;
  readonly phase: number;
  readonly fingerprint: string;
  readonly tables: readonly TableName[];
  /** The command to run when the gate is closed. */
  readonly remedy: string;
}

/**
 * Where no table is known (all statements are run as written), only a database without any rows counts as empty. The
 * migration tool's own records are rows too; they are known by their names only.
 */
const nothingStored = `NOT EXISTS (
      SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT IN ('flux', 'drizzle', 'information_schema') AND n.nspname !~ '^pg_'
        AND c.relname !~ 'migrations' AND pg_catalog.pg_relation_size(c.oid) > 0)`;

/**
 * First thing a phase does in a database: make Flux's own objects, register the plan, and refuse to go on where the
 * phase's gate is closed. Where every touched table was empty when the plan began nothing is live: all gates are open,
 * so that a replay from zero works.
 */
export function phaseGuard({ plan, phase, fingerprint, tables, remedy }: PhaseGuardInput): readonly SqlUnit[] {
  const name = quoteLiteral(plan);
  const empty = tables.map((table) => `NOT EXISTS (SELECT FROM ${qualified(table)})`).join(' AND ') || nothingStored;
  const hidden = tables.map(refuseHiddenRows).join('\n');
  const create = fluxSchemaStatements.map((s) => `  ${s.split('\n').join('\n  ')};`).join('\n');
  const register = `  INSERT INTO flux.plans (plan, fingerprint, fresh)
    VALUES (${name}, ${quoteLiteral(fingerprint)}, ${empty})
    -- Begun again later, what was empty then may be live now.
    ON CONFLICT (plan) DO UPDATE SET fresh = flux.plans.fresh AND excluded.fresh;`;
  const stopped = `  IF EXISTS (SELECT FROM flux.plans WHERE plan = ${name} AND state IN ('paused', 'rolled back')) THEN
    RAISE EXCEPTION 'flux: plan % is % in this database', ${name}, (SELECT state FROM flux.plans WHERE plan = ${name})
      USING HINT = 'Its status says who stopped it and how to go on.';
  END IF;`;
  const gate = `  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = ${name} AND phase = ${phase})
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = ${name} AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', ${phase}, ${name}
      USING HINT = ${quoteLiteral(`Run: ${remedy}`)};
  END IF;`;
  const body =
    phase === 0
      ? `\nBEGIN\n${create}\n${hidden}\n${register}\n${stopped}\nEND\n`
      : `\nBEGIN\n${create}\n${hidden}\n${stopped}\n${gate}\nEND\n`;
  return [plainUnit(`DO ${dollarQuote(body, 'guard')}`)];
}

/**
 * Where policies apply to this role (FORCE ROW LEVEL SECURITY, or not the owner), a backfill passes rows over in silence,
 * a count of what is left says 0, and a table full of rows looks empty.
 */
function refuseHiddenRows(table: TableName): string {
  const name = quoteLiteral(qualified(table));
  const hint = `Run it as a role with BYPASSRLS, or without FORCE ROW LEVEL SECURITY on the table as its owner.`;
  return `  IF row_security_active(${name}) THEN
    RAISE EXCEPTION 'flux: row level security hides rows of % from role %', ${name}, current_user
      USING HINT = ${quoteLiteral(hint)};
  END IF;`;
}
